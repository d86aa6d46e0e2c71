import { ipRange, liesIn } from "../../iam/ip-range";
import { elsewhere } from "../../iam/operators";
import { type ConditionTest, type Policy } from "../../iam/policy";
import { type ContextValue } from "../../iam/request";
import { rolesOf } from "../../iam/roles";
import { type Origin } from "../../origin";
import { changingKnown, isKnown, readable, symbolic } from "../../symbols";
import { type Configuration, type Resource, textIn, textsIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { addressOf } from "./addresses";
import { attributeText, switchIn } from "./attributes";
import { uniqueAmong } from "../../unique";
import { notKnown, givenPolicies, policiesIn } from "./given-policy";
import { testsOn } from "../../iam/named-keys";
import { condition, type Formula, onlyWhen } from "../../formula";
import { hasWildcard } from "../../iam/tokens";
import { fits } from "../../iam/wildcards";
import { firstInForce, withOthers } from "../../iam/in-force";

/**
 * Where calls may come from, as far as it makes a difference: the internet, each VPC endpoint for `execute-api`, those
 * that policies name, any other one, and the addresses that policies name.
 *
 * @see docs/access-model.md 3.4
 */
export function originsOf(
  configuration: Configuration,
  apis: readonly Api[],
  roles = rolesOf(configuration),
): readonly Origin[] {
  const endpoints = endpointsOf(configuration);
  const policies = [
    ...apis.flatMap(({ resourcePolicy }) => resourcePolicy ?? []),
    ...endpoints.flatMap((endpoint) => endpoint.endpointPolicy ?? []),
    ...roles.flatMap((role) => [...role.policies, ...(role.boundary ? [role.boundary] : [])]),
  ].flatMap(withOthers);
  const addresses = alike(testsOn(policies, "aws:sourceip"));
  const internet = addresses.map(({ value, label }) => internetFrom(`internet ${label}`, value));
  const private_ = apis.some(({ endpoint }) => endpoint === "private" || endpoint === "unknown");
  const given = new Set<string>();
  const ways = [...endpoints, ...(private_ ? [...namedEndpoints(policies, apis, endpoints), anotherEndpoint] : [])].map(
    (way) => ({ ...way, label: uniqueAmong(given, way.label) }),
  );
  const within = alike(testsOn(policies, "aws:vpcsourceip"));
  return [
    internetFrom("internet", elsewhere),
    ...internet,
    ...ways.flatMap((way) => [way, ...within.map(({ value, label }) => from(way, label, value))]),
  ];
}

const always: readonly (readonly [string, ContextValue])[] = [["aws:securetransport", ["true"]]];

/** A call from the internet has passed no VPC endpoint. */
function internetFrom(label: string, address: string): Origin {
  const missing = ["aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpcarn", "aws:vpceaccount"];
  return {
    label,
    kind: "internet",
    keys: new Map<string, ContextValue>([
      ...always,
      ...missing.map((key) => [key, []] as const),
      ["aws:sourceip", [address]],
    ]),
  };
}

/** Through an endpoint, the caller's address is `aws:VpcSourceIp` instead of `aws:SourceIp`. */
function endpointKeys(known: Readonly<Record<string, string>>): Origin["keys"] {
  return new Map<string, ContextValue>([
    ...always,
    ["aws:sourceip", []],
    ["aws:vpcsourceip", [elsewhere]],
    ...Object.entries(known).map(([key, value]) => [key, [value]] as const),
  ]);
}

function from(way: Origin, label: string, address: string): Origin {
  return {
    ...way,
    label: `${way.label} from ${label}`,
    keys: new Map([...way.keys, ["aws:vpcsourceip", [address]]]),
  };
}

/** The VPC endpoints for `execute-api`, and those that may be. */
function endpointsOf(configuration: Configuration): readonly Origin[] {
  const resources = [...configuration.ofType("aws_vpc_endpoint"), ...configuration.dataOfType("aws_vpc_endpoint")];
  return resources
    .filter((endpoint) => isForApis(endpoint) !== false)
    .map((endpoint) => {
      const privateDns = switchIn(textIn(endpoint.values.private_dns_enabled), false);
      const vpc = textIn(endpoint.values.vpc_id) ?? attributeText(endpoint, "vpc_id");
      return {
        label: `VPC endpoint ${endpoint.label}`,
        kind: "endpoint" as const,
        endpointPolicy: endpointPolicy(configuration, endpoint),
        region: endpoint.region,
        privateDns: privateDns === "unknown" || endpoint.mode === "data" ? undefined : privateDns,
        keys: endpointKeys({
          "aws:sourcevpce": attributeText(endpoint, "id") ?? endpoint.address,
          ...(vpc === undefined ? {} : { "aws:sourcevpc": vpc }),
        }),
        ...onlyWhen(endpoint.exists, isForApis(endpoint)),
      };
    });
}

function isForApis({ address, values }: Resource): Formula {
  const service = textIn(values.service_name) ?? "";
  if (service.endsWith(".execute-api")) return true;
  return !isKnown(service) && condition(`${address} is an endpoint for execute-api`);
}

function endpointPolicy(configuration: Configuration, endpoint: Resource): Policy | undefined {
  const inline = endpoint.mode === "data" ? endpoint.attribute("policy") : endpoint.values.policy;
  return firstInForce([
    ...givenPolicies(configuration.ofType("aws_vpc_endpoint_policy"), "vpc_endpoint_id", endpoint),
    ...policiesIn(inline, `${endpoint.address}, policy`),
  ]);
}

/** Endpoints and VPCs that policies or APIs name, and that are not in the configuration. */
function namedEndpoints(
  policies: readonly Policy[],
  apis: readonly Api[],
  endpoints: readonly Origin[],
): readonly Origin[] {
  const known = (key: string) => new Set(endpoints.flatMap(({ keys }) => keys.get(key) ?? []));
  const [ids, vpcs] = [known("aws:sourcevpce"), known("aws:sourcevpc")];
  const tests = testsOn(policies, "aws:sourcevpce");
  const dns = { ...anyTest, key: "aws:SourceVpce", values: apis.flatMap(({ vpcEndpointIds }) => vpcEndpointIds) };
  return [
    ...alike([...tests, dns], ids, unnamed("vpce-")).map(({ value, label }) => ({
      label: `VPC endpoint ${label}`,
      kind: "other-endpoint" as const,
      endpointPolicy: notKnown(
        `the policy of VPC endpoint ${label}`,
        `the policy of VPC endpoint ${label} is not in the configuration`,
      ),
      keys: endpointKeys({ "aws:sourcevpce": value }),
    })),
    ...alike(testsOn(policies, "aws:sourcevpc"), vpcs, unnamed("vpc-")).map(({ value, label }) => ({
      label: `another VPC endpoint in ${label}`,
      kind: "other-endpoint" as const,
      keys: endpointKeys({ "aws:sourcevpce": unnamed("vpce-"), "aws:sourcevpc": value }),
    })),
  ];
}

const anyTest: Pick<ConditionTest, "operator" | "ifExists"> = { operator: "StringEquals", ifExists: false };

const unnamed = (prefix: string) => `${prefix}${symbolic({ kind: "other", name: "another" })}`;

/** An endpoint that nobody named, whose policy allows all: anybody may make one in a VPC of their own. */
const anotherEndpoint: Origin = {
  label: "another VPC endpoint",
  kind: "other-endpoint",
  keys: endpointKeys({ "aws:sourcevpce": unnamed("vpce-"), "aws:sourcevpc": unnamed("vpc-") }),
};

/** Values that no condition tells apart. */
interface Alike {
  /** One that stands for them: of a range, an address that lies in no narrower one. */
  readonly value: string;
  /** How they are called together. */
  readonly label: string;
}

/**
 * The values that conditions name, one for all that the same conditions name: how many there are grows with the
 * conditions, not with the addresses that one of them lists.
 *
 * @param known Values that are origins already.
 * @param another An origin's value that nobody names. Without it, no value stands for a pattern with wildcards.
 */
function alike(
  tests: readonly ConditionTest[],
  known: ReadonlySet<string> = new Set(),
  another?: string,
): readonly Alike[] {
  const values = new Set(tests.flatMap(({ values: named }) => textsIn(named)));
  const groups = new Map<string, { value: string; named: string[] }>();
  for (const name of values) {
    if (known.has(name) || name.includes("${") || isEverywhere(name)) continue;
    if (hasWildcard(name) && (another === undefined || !isPattern(name, tests) || fits(name, another) === true))
      continue;
    const value = addressOf(exampleOf(name), values);
    if (value === undefined) continue;
    const within = tests.map((test) => test.values.some((other) => other === name || contains(other, value))).join();
    const group = groups.get(within) ?? { value, named: [] };
    groups.set(within, group);
    group.named.push(readable(name));
  }
  return [...groups.values()].map(({ value, named }) => {
    const [first = "", ...others] = named;
    return { value, label: others.length > 0 ? `${first} and ${others.length} more` : first };
  });
}

/** Whether a test takes the wildcards of a value for such. */
function isPattern(name: string, tests: readonly ConditionTest[]): boolean {
  return tests.some(({ operator, values }) => /^arn|like$/i.test(operator) && values.includes(name));
}

/** A value that fits a pattern, and no narrower one. */
function exampleOf(pattern: string): string {
  const other = symbolic({ kind: "other", name: pattern });
  return hasWildcard(pattern) ? changingKnown(pattern, (known) => known.replaceAll(/\*+/g, other)) : pattern;
}

function contains(outer: string, inner: string): boolean {
  if (hasWildcard(outer) && fits(outer, inner) === true) return true;
  const [range, address] = [ipRange(outer), ipRange(inner)];
  return range !== undefined && address !== undefined && liesIn(address, range) === true;
}

/** All addresses of the internet as most callers have them; of those of version 6 nobody knows who has one. */
const isEverywhere = (value: string) => /^[\d.]+\/0$/.test(value);
