import { type Api } from "../../access/api-gateway/facts/api";
import { calledOf } from "../../access/api-gateway/decision/called";
import { arnParts, fitsArn } from "../../access/iam/arn";
import { withOthers } from "../../access/iam/in-force";
import { type Policy, type Statement } from "../../access/iam/policy";
import { isKnown, readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { isStaged } from "./calls";
import { mayBelongToAny, mayHaveMore } from "./certainty";
import { addressOf } from "./policy-address";
import { called } from "./statements";

/** What policies say about routes and can't have meant: those of roles, and those of APIs. */
export const policyRouteRule: Rule = (facts) => [
  ...facts.roles.flatMap((role) =>
    role.policies.flatMap((policy) => inPolicy(facts, policy, addressOf(facts, policy, role.address))),
  ),
  ...apisByAddress(facts).flatMap(([api]) =>
    api.resourcePolicy === undefined
      ? []
      : inPolicy(facts, api.resourcePolicy, addressOf(facts, api.resourcePolicy, api.address), api),
  ),
];

/** The APIs, each with all of its stages; once for each resource policy that it may have. */
export function apisByAddress({ apis }: Facts): readonly (readonly [Api, ...Api[]])[] {
  const found = new Map<string, [Api, ...Api[]]>();
  for (const api of apis) {
    const stages = found.get(api.address);
    if (stages === undefined) found.set(api.address, [api]);
    else stages.push(api);
  }
  return [...found.values()].flatMap(withEachPolicy);
}

function withEachPolicy(stages: readonly [Api, ...Api[]]): readonly (readonly [Api, ...Api[]])[] {
  const [first, ...others] = stages;
  if (first.resourcePolicy?.otherwise === undefined) return [stages];
  return withOthers(first.resourcePolicy).map((resourcePolicy) => [
    { ...first, resourcePolicy },
    ...others.map((api) => ({ ...api, resourcePolicy })),
  ]);
}

function inPolicy(facts: Facts, policy: Policy, address: string, owner?: Api): readonly Finding[] {
  return policy.statements.flatMap((statement) =>
    (statement.resources.negated ? [] : statement.resources.patterns).flatMap((pattern) => {
      const literal = literalParameter(pattern);
      if (literal !== undefined) return withParameter(address, statement, pattern, literal);
      if (statement.effect !== "Allow") return [];
      const named = { facts, address, statement, pattern, owner };
      return isManagementArn(statement, pattern) ? ofManagement(named) : withoutRoute(named);
    }),
  );
}

/** A path parameter that stands in an execute-api ARN as in a route, or as `:id`; `${...}` is a variable of policies. */
function literalParameter(pattern: string): string | undefined {
  if (arnParts(pattern)[2] !== "execute-api") return undefined;
  return /(?<!\$)\{[^{}]*\}|(?<=\/):[A-Za-z]\w*(?=\/|$)/.exec(pattern)?.[0];
}

const withParameter = (address: string, statement: Statement, pattern: string, literal: string): readonly Finding[] => [
  {
    id: "policy-names-path-parameter",
    severity: "error",
    address,
    what: `${called(statement)} names ${readable(pattern)}`,
    reason: `IAM compares the path that was called, and nobody calls ${literal}: the statement fits no call`,
    fix: `write * in the place of ${literal}`,
  },
];

/** Whether a statement is about calls alone, and names what only the actions of management are for. */
const isManagementArn = ({ actions }: Statement, pattern: string) =>
  arnParts(pattern)[2] === "apigateway" &&
  !actions.negated &&
  actions.patterns.every((action) => /^execute-api:/i.test(action));

const ofManagement = ({ address, statement, pattern }: Named): readonly Finding[] => [
  {
    id: "policy-names-no-route",
    severity: "error",
    address,
    what: `${called(statement)} allows ${statement.actions.patterns.map(readable).join(", ")} on ${readable(pattern)}, the ARN of a configuration`,
    reason: "calls are made on arn:aws:execute-api:..., so that the statement allows nothing",
    fix: "name the API's execution_arn, and behind it /<stage>/<method>/<path>",
  },
];

interface Named {
  readonly facts: Facts;
  readonly address: string;
  readonly statement: Statement;
  readonly pattern: string;
  /** The API whose policy it is. */
  readonly owner: Api | undefined;
}

function withoutRoute({ facts, address, statement, pattern, owner }: Named): readonly Finding[] {
  const apis = facts.apis.filter((api) => (owner === undefined ? isOf(pattern, api) : api.address === owner.address));
  if (arnParts(pattern)[2] !== "execute-api" || apis.length === 0 || !apis.every(isStaged)) return [];
  const { actions } = statement;
  if (!actions.negated && !actions.patterns.some((action) => /^(\*|execute-api:(\*|i))/i.test(action))) return [];
  if (apis.every(({ routes }) => routes.length === 0) || apis.some((api) => hasCall(api, pattern))) return [];
  if (mayHaveOtherRoutes(facts) || apis.some((api) => mayHaveMore(facts, api.address))) return [];
  const routes = [...new Set(apis.flatMap((api) => api.routes.map(({ label }) => label)))];
  const stages = [...new Set(apis.map(({ stage }) => stage.name))].map(readable);
  return [
    {
      id: "policy-names-no-route",
      severity: "error",
      address,
      what: `${called(statement)} allows ${readable(pattern)}, and ${missingPart(pattern, apis, stages) ?? "no route of the API fits it"}`,
      reason: "the statement allows nothing, so that whoever was meant is refused",
      fix: `name a route of ${apis[0]?.address ?? ""}, stage ${stages.join(" or ")}: ${listed(routes)}`,
    },
  ];
}

/** Whether routes or stages of the configuration may belong to any API. */
const mayHaveOtherRoutes = (facts: Facts) =>
  ["method", "resource", "stage"].some((kind) => mayBelongToAny(facts, `aws_api_gateway_${kind}`, "rest_api_id")) ||
  ["route", "stage"].some((kind) => mayBelongToAny(facts, `aws_apigatewayv2_${kind}`, "api_id"));

const callsOf = new WeakMap<Api, ReadonlySet<string>>();

/** Whether some call of an API may fit a pattern, whatever its policy variables stand for. */
function hasCall(api: Api, pattern: string): boolean {
  const calls = callsOf.get(api) ?? new Set(api.routes.map((route) => calledOf(api, route).resource));
  callsOf.set(api, calls);
  const anything = pattern.replaceAll(/\$\{[^{}]*\}/g, "*");
  // Whether a slash at the end is part of what IAM compares is not documented.
  const asCalled = anything.replace(/\/$/, "");
  return (
    calls.has(pattern) || [...calls].some((call) => [anything, asCalled].some((one) => fitsArn(one, call) !== false))
  );
}

/** Whether a pattern names an API by its id. */
function isOf(pattern: string, { id }: Api): boolean {
  const resource = arnParts(pattern)[5];
  return resource === id || resource?.startsWith(`${id}/`) === true;
}

/** Where an ARN looks for an API, and where that is, in words. */
function otherPlace(pattern: string, apis: readonly Api[]): string | undefined {
  const of = (arn: string) => arnParts(arn).slice(3, 5).join(":");
  const [api] = apis;
  if (api === undefined || /[*?$]/.test(of(pattern)) || !isKnown(of(pattern) + of(api.executionArn))) return undefined;
  return of(pattern) === of(api.executionArn) ? undefined : `the API is in ${of(api.executionArn)}`;
}

function missingPart(pattern: string, apis: readonly Api[], stages: readonly string[]): string | undefined {
  if (apis.some(({ id }) => arnParts(pattern)[5] === id)) return "no stage, method and path stand behind the API";
  const elsewhere = otherPlace(pattern, apis);
  if (elsewhere !== undefined) return elsewhere;
  const stage = arnParts(pattern)[5]?.split("/")[1];
  if (stage === undefined || !isKnown(stage) || /[*?$]/.test(stage) || stages.includes(stage)) return undefined;
  return stages.every(isKnown) ? `no stage of the API is called ${stage}` : undefined;
}

function listed(routes: readonly string[]): string {
  const shown = routes.slice(0, 8).join(", ");
  return routes.length > 8 ? `${shown} and ${routes.length - 8} more` : shown;
}
