import { type JsonValue } from "../../../src/json";
import {
  allow,
  anonymous,
  called,
  deny,
  document,
  merged,
  open,
  policy,
  type Resources,
  restApi,
  told,
  vpcEndpoint,
  worldOf,
} from "./support";

/** What becomes of an anonymous call of a private API from each VPC endpoint. */
function outcomes(statements: readonly JsonValue[], ...parts: readonly Resources[]): readonly string[] {
  const isPrivate = { endpoint_configuration: [{ types: ["PRIVATE"] }], policy: policy(...statements) };
  const of = worldOf(merged(restApi(document({ "/a": { get: open } }), isPrivate), ...parts));
  return of.origins
    .filter(({ kind }) => kind !== "internet")
    .map(({ label }) => `${label}: ${told(called(of, "GET /a", anonymous, label))}`);
}

const all = "execute-api:/*";
const if_ = (operator: string, key: string, ...values: readonly string[]) => ({
  Principal: "*",
  Condition: { [operator]: { [key]: values } },
});
const byPolicyOf = (label: string) => {
  const what = `what the policy of VPC endpoint ${label} is not in the configuration says`;
  return `if not (${what} denies it) and ${what} allows it`;
};

describe("an endpoint of a service that is not known", () => {
  const endpoint = vpcEndpoint({ service_name: "${var.service}" });

  test("may be one for execute-api", () => {
    expect(outcomes([allow(all, if_("StringLike", "aws:SourceVpc", "vpc-1"))], endpoint)).toEqual([
      "VPC endpoint way: if aws_vpc_endpoint.way is an endpoint for execute-api",
      "another VPC endpoint: denied 403 policy allows nobody",
    ]);
  });
});

test("endpoints that are called alike are told apart by a number", () => {
  const { way = {} } = vpcEndpoint().aws_vpc_endpoint ?? {};
  const world = worldOf(vpcEndpoint(), { aws_vpc_endpoint: { way } });
  expect(world.origins.map(({ label }) => label)).toEqual(["internet", "VPC endpoint way", "VPC endpoint way (2)"]);
});

// docs/access-model.md 3.4
describe("endpoints that policies name", () => {
  const another = "another VPC endpoint: denied 403 policy allows nobody";

  test("by a pattern are those that fit it", () => {
    expect(outcomes([allow(all, if_("StringLike", "aws:SourceVpce", "vpce-0a*"))])).toEqual([
      `VPC endpoint vpce-0a*: ${byPolicyOf("vpce-0a*")}`,
      another,
    ]);
    expect(outcomes([allow(all, if_("StringLike", "aws:SourceVpc", "vpc-0?"))])).toEqual([
      "another VPC endpoint in vpc-0?: allowed",
      another,
    ]);
  });

  test("by a pattern are left out where any other endpoint fits it, or the test takes no patterns", () => {
    expect(outcomes([allow(all, if_("StringLike", "aws:SourceVpce", "vpce-*"))])).toEqual([
      "another VPC endpoint: allowed",
    ]);
    expect(outcomes([allow(all, if_("StringEquals", "aws:SourceVpce", "vpce-0a*"))])).toEqual([another]);
  });

  test("together are told apart by a pattern that only one of them fits", () => {
    const named = allow(all, if_("StringEquals", "aws:SourceVpc", "vpc-0a1", "vpc-9"));
    const denied = deny(all, if_("StringLike", "aws:SourceVpc", "vpc-0a*"));
    expect(outcomes([named, denied])).toEqual([
      "another VPC endpoint in vpc-0a1: denied 403 explicit deny",
      "another VPC endpoint in vpc-9: allowed",
      "another VPC endpoint in vpc-0a*: denied 403 explicit deny",
      another,
    ]);
  });
});
