import { sharingAPlace } from "../../environments";
import { readTerraform } from "../../src/access";
import { fails, type Finding, findingsOf, reportAsText } from "../../src/checks";
import { type AwsStack } from "../../src/constructs/aws-stack";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { FoundationStack } from "../../stacks/foundation-stack";
import { environments } from "../support/environment-stacks";
import { identityPool } from "../support/identity";
import { testApp, testStack, written } from "../support/synth";

function findingsIn(stack: AwsStack): readonly Finding[] {
  return findingsOf(readTerraform([{ name: "cdk.tf.json", json: written(stack) }]));
}

/** What would make `npm run check` fail, as it would print it. */
function failing(name: string, findings: readonly Finding[]): string {
  return fails(findings) ? reportAsText([{ name, findings }]) : "";
}

test.each(environments)("nothing is found in %s that nobody acknowledged", (name, environment) => {
  expect(failing(name, findingsIn(new EnvironmentStack(testApp(), environment)))).toBe("");
});

test.each(
  sharingAPlace(environments.map(([, environment]) => environment)).map((group) => [group[0].name, group] as const),
)("nothing is found in the foundation that %s is on", (name, group) => {
  expect(failing(name, findingsIn(new FoundationStack(testApp(), group)))).toBe("");
});

const because = "whoever has such an address may read the reports";

test("the reason for a rule on what users write is the reason for the finding", () => {
  const stack = testStack();
  identityPool(stack, {
    mode: "rules",
    whenNoMatch: "Deny",
    rules: [{ name: "staff", claim: "email", match: "Contains", value: "@a.example", userWritableBecause: because }],
  });
  expect(findingsIn(stack)).toMatchObject([{ id: "rule-on-user-writable-claim", acknowledged: `staff: ${because}` }]);
});

test.each(["custom:team", "cognito:username", "sub"] as const)(
  "a rule on %s, which no client may write, acknowledges nothing",
  (claim) => {
    const stack = testStack();
    const rule = { name: "staff", match: "Equals", value: "a" } as const;
    identityPool(stack, {
      mode: "rules",
      whenNoMatch: "Deny",
      rules: [claim === "sub" ? { ...rule, claim } : { ...rule, claim, userWritableBecause: because }],
    });
    expect(findingsIn(stack)).toEqual([]);
  },
);
