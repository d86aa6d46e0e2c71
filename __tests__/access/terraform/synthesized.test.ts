import { textsIn, type Value } from "../../../src/access/terraform/configuration";
import { isKnown } from "../../../src/access/symbols";
import { environments, stackOf } from "../../support/environment-stacks";
import { read, resourceAt, symbolsIn } from "../../support/terraform-json";

const dev = environments.find(([name]) => name === "dev")?.[1] ?? environments[0]?.[1];

describe("what the app synthesizes for dev", () => {
  if (dev === undefined) throw new Error("no environment");
  const configuration = read(stackOf(dev).terraform);

  test("is read with every resource in its account and region", () => {
    const terraform = stackOf(dev).terraform;
    const count = [terraform.resource, terraform.data]
      .flatMap((byType) => Object.values(byType ?? {}))
      .reduce((sum, byName) => sum + Object.keys(byName).length, 0);
    expect(configuration.resources).toHaveLength(count);
    for (const { accountId, region } of configuration.resources) {
      expect(isKnown(accountId) && isKnown(region)).toBe(true);
    }
  });

  test("leaves nothing unknown but what CloudFront and ACM give", () => {
    const everything = configuration.resources.map(({ values }) => values) as Value;
    const types = symbolsIn(everything, "unknown").map((name) => name.replace(/^data\./, "").replace(/\..*/, ""));
    expect([...new Set(types)]).toEqual([
      "aws_cloudfront_distribution",
      "aws_cloudfront_function",
      "aws_acm_certificate",
    ]);
  });

  test("names policies that are JSON", () => {
    const policies = [
      ...configuration.ofType("aws_iam_role").map(({ values }) => values.assume_role_policy),
      ...configuration.ofType("aws_iam_role_policy").map(({ values }) => values.policy),
    ];
    expect(policies.length).toBeGreaterThan(20);
    for (const policy of policies.flatMap(textsIn)) {
      expect(JSON.parse(policy)).toHaveProperty("Statement");
      expect(symbolsIn(policy, "unknown")).toEqual([]);
    }
  });

  test("keeps IAM's own variables in policies", () => {
    const policies = configuration.ofType("aws_iam_role_policy").flatMap(({ values }) => textsIn(values.policy));
    expect(policies.some((policy) => policy.includes("${cognito-identity.amazonaws.com:sub}"))).toBe(true);
  });

  test("has the identities that policies refer to", () => {
    const pool = resourceAt(configuration, "aws_cognito_identity_pool.members").attribute("id");
    expect(symbolsIn(pool, "identity")).toEqual(["aws_cognito_identity_pool.members.id"]);
  });
});
