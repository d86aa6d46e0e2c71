import { UserPoolDomain } from "../../../src/constructs/cognito/user-pool-domain";
import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

test("a domain of Cognito's, with the sign-in pages that need no branding, at a URL that is known when planning", () => {
  const stack = testStack();
  const { url } = new UserPoolDomain(stack, "domain", { userPool: userPool(stack), prefix: "gatehouse-dev" });
  expect(url).toBe("https://gatehouse-dev.auth.ap-northeast-1.amazoncognito.com");
  expect(synthesized(stack).all("aws_cognito_user_pool_domain")).toEqual({
    domain: {
      user_pool_id: "${aws_cognito_user_pool.users.id}",
      domain: "gatehouse-dev",
      managed_login_version: 1,
    },
  });
});

test.each(["a", "x".repeat(63), "0-9"])("a prefix may be %s", (prefix) => {
  const stack = testStack();
  expect(() => new UserPoolDomain(stack, "domain", { userPool: userPool(stack), prefix })).not.toThrow();
});

test.each(["", "-a", "a-", "A", "a.b", "x".repeat(64), "my-aws", "amazonas", "cognito-app"])(
  "fails for the prefix %j",
  (prefix) => {
    const stack = testStack();
    expect(() => new UserPoolDomain(stack, "domain", { userPool: userPool(stack), prefix })).toThrow(
      `test/domain: Cognito refuses this domain prefix\n  got:     ${JSON.stringify(prefix)}\n  allowed: 1 to 63`,
    );
  },
);

test("fails for a second domain of a pool, and not for another pool's", () => {
  const stack = testStack();
  const pool = userPool(stack);
  new UserPoolDomain(stack, "one", { userPool: pool, prefix: "one" });
  new UserPoolDomain(stack, "others", { userPool: userPool(stack, {}, "other-users"), prefix: "others" });
  expect(() => new UserPoolDomain(stack, "two", { userPool: pool, prefix: "two" })).toThrow(
    "test/two: the user pool has the domain test/one already",
  );
});
