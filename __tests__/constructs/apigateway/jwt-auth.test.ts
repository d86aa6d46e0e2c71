import { issuerOf, jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { type AppClient } from "../../../src/constructs/cognito/app-client";
import { resolved } from "../../../src/constructs/tokens";
import { appClient, userPool } from "../../support/identity";
import { testStack } from "../../support/synth";

const clientsOf = (number: number): [AppClient, ...AppClient[]] => {
  const stack = testStack();
  const pool = userPool(stack);
  const others = Array.from({ length: number - 1 }, (_, index) => appClient(stack, pool, `c${index}`));
  return [appClient(stack, pool, "first"), ...others];
};

test("the issuer is the pool's URL, without anything behind it", () => {
  const stack = testStack();
  const pool = userPool(stack);
  expect(resolved(stack, issuerOf(jwtAuth(appClient(stack, pool))))).toBe(
    "https://${aws_cognito_user_pool.users.endpoint}",
  );
});

test("clients count once each, in the order of their paths", () => {
  const [first, ...others] = clientsOf(3);
  expect(jwtAuth(first, ...others, first).clients).toEqual([...others, first]);
});

test("fails to compile for no client", () => {
  // @ts-expect-error An authorizer without audiences would refuse every token.
  expect(() => jwtAuth()).toThrow(TypeError);
});

test("fails for clients of two user pools", () => {
  const stack = testStack();
  const client = appClient(stack, userPool(stack));
  const stranger = appClient(stack, userPool(stack, {}, "others"), "stranger");
  expect(() => jwtAuth(client, stranger)).toThrow(
    "test/stranger: a JWT authorizer has one issuer, but this client is of another user pool than test/web\n" +
      '  got:     "test/others"\n  allowed: clients of test/users\n',
  );
});

test("an authorizer may have 50 clients", () => {
  expect(jwtAuth(...clientsOf(50)).clients).toHaveLength(50);
});

test("fails for 51 clients", () => {
  expect(() => jwtAuth(...clientsOf(51))).toThrow(
    "too many clients for one JWT authorizer\n  got:     51\n  allowed: 50 audiences",
  );
});
