import { evaluate } from "../../../src/access/iam/evaluate";
import { expandPolicy, expandShorthand } from "../../../src/access/iam/shorthand";
import { symbolic } from "../../../src/access/symbols";
import { account, policy, request, resource } from "./requests";

const owner = { partition: "aws", region: "eu-west-1", accountId: account, apiId: "api1" };

// docs/access-model.md 3.2.
test.each([
  ["execute-api:/dev/GET/pets", resource],
  ["execute-api:/*", `arn:aws:execute-api:eu-west-1:${account}:api1/*`],
  ["*", "*"],
  ["arn:aws:execute-api:*:*:*", "arn:aws:execute-api:*:*:*"],
])("the resource %s is saved as %s", (short, long) => {
  expect(expandShorthand(short, owner)).toBe(long);
});

test("a policy is about its own API, whose id may be yet to come", () => {
  const apiId = symbolic({ kind: "identity", name: "api.id" });
  const short = policy({ Principal: "*", Resource: "execute-api:/dev/GET/*" });
  const asked = (id: string) => request({ resource: resource.replace("api1", id) });
  expect(evaluate([expandPolicy(short, owner)], asked("api1")).allowed).toBe(true);
  expect(evaluate([expandPolicy(short, owner)], asked("api2")).allowed).toBe(false);
  expect(evaluate([expandPolicy(short, { ...owner, apiId })], asked(apiId)).allowed).toBe(true);
});
