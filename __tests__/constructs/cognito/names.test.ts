import { type Construct } from "constructs";
import { AppClient } from "../../../src/constructs/cognito/app-client";
import { IdentityPool } from "../../../src/constructs/cognito/identity-pool";
import { checkName } from "../../../src/constructs/cognito/names";
import { appClient, userPool } from "../../support/identity";
import { testStack } from "../../support/synth";

test.each(["a", "My pool", "a+b=c,d.e@f-g_h", "x".repeat(128)])("%j is a name", (name) => {
  expect(() => checkName(testStack(), name)).not.toThrow();
});

test.each(["", "a/b", "a:b", "pool!", "é", "x".repeat(129)])("fails for the name %j", (name) => {
  expect(() => checkName(testStack(), name)).toThrow(
    `test: Cognito refuses this name\n  got:     ${JSON.stringify(name)}\n` +
      "  allowed: 1 to 128 letters, digits, spaces and + = , . @ - _\n",
  );
});

test.each<[what: string, build: (scope: Construct, name: string) => unknown]>([
  ["a user pool", (scope, name) => userPool(scope, { name }, "it")],
  [
    "a client",
    (scope, name) =>
      new AppClient(scope, "it", {
        userPool: userPool(scope),
        address: "web",
        name,
        authFlows: ["ALLOW_USER_SRP_AUTH"],
        tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
      }),
  ],
  [
    "an identity pool",
    (scope, name) =>
      new IdentityPool(scope, "it", {
        address: "members",
        name,
        client: appClient(scope, userPool(scope)),
        roleSelection: { mode: "token" },
        guests: "refused",
      }),
  ],
])("fails for %s whose name has a slash", (_, build) => {
  expect(() => build(testStack(), "gatehouse/dev")).toThrow(
    'test/it: Cognito refuses this name\n  got:     "gatehouse/dev"\n',
  );
});
