import { type Api } from "../../access/api-gateway/facts/api";
import { type ConditionTest, type Statement } from "../../access/iam/policy";
import { readable } from "../../access/symbols";
import { textIn } from "../../access/terraform/configuration";
import { jsonIn } from "../../json";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { holdsUnknownBlocks, mayBelongToAny, mayHaveMore } from "./certainty";
import { addressOf } from "./policy-address";
import { apisByAddress } from "./policy-routes";
import { allowsEverybody } from "./resource-policy";
import { called } from "./statements";

/** What a REST API says of where it is called from, and can't have meant. */
export const originRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([api]) =>
    holdsUnknownBlocks(facts, api.address, "endpoint_configuration")
      ? []
      : [withoutPolicy, vpcOnPublic, sourceIpOnPrivate, idsAlone].flatMap((rule) => rule(facts, api)),
  );

/** Keys that only calls through a VPC endpoint have. */
const vpcKeys = ["aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip"];

function withoutPolicy(facts: Facts, { address, endpoint, resourcePolicy }: Api): readonly Finding[] {
  if (endpoint !== "private" || resourcePolicy !== undefined || !isBodyReadable(facts, address)) return [];
  if (mayHaveMore(facts, address) || mayBelongToAny(facts, "aws_api_gateway_rest_api_policy", "rest_api_id")) return [];
  return [
    {
      id: "private-api-without-resource-policy",
      severity: "error",
      address,
      what: "the API is private and has no resource policy",
      reason: "it can't be deployed: \"Private REST API doesn't have a resource policy attached to it\"",
      fix: "add a policy that denies calls by other VPC endpoints, and allows routes that are not AWS_IAM",
    },
  ];
}

/** What can't be read may hold a policy. */
function isBodyReadable({ configuration }: Facts, address: string): boolean {
  const body = configuration.resources.find((resource) => resource.address === address)?.values.body;
  const text = textIn(body);
  return text === undefined ? body === undefined || body === null : jsonIn(text) !== undefined;
}

interface Tested {
  readonly statement: Statement;
  readonly test: ConditionTest;
}

/** The tests of keys that need the key to be there, or to be absent, to say anything. */
function testsOf({ resourcePolicy }: Api, keys: readonly string[]): readonly Tested[] {
  return (resourcePolicy?.statements ?? []).flatMap((statement) =>
    statement.conditions
      .filter(({ key, ifExists, operator }) => keys.includes(key.toLowerCase()) && !ifExists && operator !== "Null")
      .map((test) => ({ statement, test })),
  );
}

/** What becomes of a statement where the key of one of its tests is never there. */
function effectOf({ statement, test }: Tested): string {
  const denies = statement.effect === "Deny";
  if (!test.operator.includes("Not")) return `the statement ${denies ? "denies" : "allows"} nothing`;
  if (statement.conditions.length > 1) return "the test always holds and changes nothing";
  return `the statement ${denies ? "denies every call" : "allows whatever the origin is"}`;
}

function placeOf(facts: Facts, { address, resourcePolicy }: Api): string {
  return resourcePolicy === undefined ? address : addressOf(facts, resourcePolicy, address);
}

const written = ({ test }: Tested) => readable(`${test.operator} ${test.key} ${test.values.join(", ")}`);

function vpcOnPublic(facts: Facts, api: Api): readonly Finding[] {
  if (api.endpoint !== "edge" && api.endpoint !== "regional") return [];
  return testsOf(api, vpcKeys).map((tested) => ({
    id: "vpc-condition-on-public-api",
    severity: "error",
    address: placeOf(facts, api),
    what: `${called(tested.statement)} tests ${written(tested)}, and the API is ${api.endpoint}`,
    reason: `calls of a public API come through no VPC endpoint, so that the key is never there, and ${effectOf(tested)}`,
    fix: "make the API private, or test aws:SourceIp",
  }));
}

function sourceIpOnPrivate(facts: Facts, api: Api): readonly Finding[] {
  if (api.endpoint !== "private") return [];
  return testsOf(api, ["aws:sourceip"]).map((tested) => ({
    id: "source-ip-on-private-api",
    severity: "error",
    address: placeOf(facts, api),
    what: `${called(tested.statement)} tests ${written(tested)}, and the API is private`,
    reason: `through a VPC endpoint the caller's address is aws:VpcSourceIp and aws:SourceIp is never there, so that ${effectOf(tested)}`,
    fix: `write aws:VpcSourceIp instead of ${tested.test.key}`,
  }));
}

function idsAlone(facts: Facts, api: Api): readonly Finding[] {
  const { address, endpoint, vpcEndpointIds, resourcePolicy } = api;
  if (endpoint !== "private" || vpcEndpointIds.length === 0 || resourcePolicy === undefined) return [];
  const keys = resourcePolicy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()));
  if (resourcePolicy.unknown !== undefined || keys.some((key) => vpcKeys.includes(key))) return [];
  // Where only some callers are let in, the ids are not what keeps the others out.
  const allows = resourcePolicy.statements.filter(({ effect }) => effect === "Allow");
  if (allows.length > 0 && !allows.some((statement) => allowsEverybody(statement, [api]))) return [];
  return [
    {
      id: "vpc-endpoint-ids-without-restriction",
      severity: "warning",
      address,
      what: `the API names ${vpcEndpointIds.map(readable).join(", ")} in vpc_endpoint_ids, and ${placeOf(facts, api)} restricts no VPC endpoint`,
      reason:
        "vpc_endpoint_ids makes names in DNS and keeps nobody out: any VPC endpoint of any account leads to the API",
      fix: "deny StringNotEquals aws:SourceVpce with these ids in the resource policy",
    },
  ];
}
