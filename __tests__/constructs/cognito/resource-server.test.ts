import { ResourceServer, type ResourceServerProps } from "../../../src/constructs/cognito/resource-server";
import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const serverWith = (props: Partial<ResourceServerProps<string>> = {}) => {
  const stack = testStack();
  const pool = userPool(stack);
  const server = new ResourceServer<string>(stack, "server", {
    userPool: pool,
    identifier: "hello",
    name: "Hello API",
    scopes: { write: "May change what is said", read: "May hear what is said" },
    ...props,
  });
  return { stack, pool, server };
};

test("a server with its scopes in the order of their names", () => {
  expect(synthesized(serverWith().stack).single("aws_cognito_resource_server")).toEqual({
    user_pool_id: "${aws_cognito_user_pool.users.id}",
    identifier: "hello",
    name: "Hello API",
    scope: [
      { scope_name: "read", scope_description: "May hear what is said" },
      { scope_name: "write", scope_description: "May change what is said" },
    ],
  });
});

test("a scope knows what tokens call it, and its pool", () => {
  const { server, pool } = serverWith({ identifier: "https://hello.example.com" });
  expect(server.scope("read")).toMatchObject({ name: "https://hello.example.com/read", userPool: pool });
});

test("fails for a scope that the server has not, and does not compile", () => {
  const stack = testStack();
  const server = new ResourceServer(stack, "server", {
    userPool: userPool(stack),
    identifier: "hello",
    name: "Hello",
    scopes: { write: "May write", read: "May read" },
  });
  // @ts-expect-error The scopes are known by name.
  expect(() => server.scope("raed")).toThrow(
    'test/server: the resource server has no such scope\n  got:     "raed"\n  allowed: read, write\n',
  );
});

const many = (number: number) =>
  Object.fromEntries(Array.from({ length: number }, (_, index) => [`s${index}`, "May do it"]));

test.each<[Partial<ResourceServerProps<string>>]>([
  [{ identifier: "x".repeat(256) }],
  [{ name: "x".repeat(256) }],
  [{ scopes: many(100) }],
  [{ scopes: { ["x".repeat(256)]: "y".repeat(256) } }],
])("a server may be at a limit", (props) => {
  expect(() => serverWith(props)).not.toThrow();
});

test.each<[string, Partial<ResourceServerProps<string>>, string]>([
  ["no identifier", { identifier: "" }, "this can't be a resource server's identifier"],
  ["a long identifier", { identifier: "x".repeat(257) }, "this can't be a resource server's identifier"],
  ["a space in it", { identifier: "a b" }, 'identifier\n  got:     "a b"\n  allowed: 1 to 256 ASCII characters'],
  ["Terraform in it", { identifier: "${a}" }, "this can't be a resource server's identifier"],
  ["a directive in it", { identifier: "%{if}" }, "no ${ and no %{"],
  ["a scope with Terraform in it", { scopes: { "${a}": "May" } }, "this can't be a scope's name\n"],
  ["a scope with a directive in it", { scopes: { "%{if}": "May" } }, "this can't be a scope's name\n"],
  ["a name with a slash", { name: "a/b" }, "Cognito refuses this name of a resource server"],
  ["a long name", { name: "x".repeat(257) }, "Cognito refuses this name of a resource server"],
  ["no scope", { scopes: {} }, "a resource server has 1 to 100 scopes\n  got:     0\n"],
  ["101 scopes", { scopes: many(101) }, "a resource server has 1 to 100 scopes\n  got:     101\n"],
  ["a scope with a slash", { scopes: { "a/b": "May" } }, "this can't be a scope's name\n"],
  ["a scope without a name", { scopes: { "": "May" } }, "this can't be a scope's name\n"],
  ["an undescribed scope", { scopes: { a: "" } }, "the description of scope a is empty or too long"],
  ["a long description", { scopes: { a: "x".repeat(257) } }, "the description of scope a is empty or too long"],
])("fails for %s", (_, props, message) => {
  expect(() => serverWith(props)).toThrow(message);
});

test("fails for an identifier that the pool has, and not for another pool's", () => {
  const { stack, pool } = serverWith();
  const other = (id: string, userPoolOfIt: typeof pool) =>
    new ResourceServer(stack, id, { userPool: userPoolOfIt, identifier: "hello", name: "Other", scopes: { a: "May" } });
  expect(() => other("fine", userPool(stack, {}, "others"))).not.toThrow();
  expect(() => other("twin", pool)).toThrow(
    "test/twin: the resource server test/server of the same user pool has this identifier already",
  );
});
