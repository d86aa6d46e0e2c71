import { type Api, type Route } from "../../access/api-gateway/facts/api";
import { calledOf, requestOf } from "../../access/api-gateway/decision/called";
import { type IntegrationCredentials } from "../../access/api-gateway/facts/integration";
import { integrationHurdles } from "../../access/api-gateway/decision/integration-hurdle";
import { type Situation } from "../../access/api-gateway/decision/situation";
import { authorize } from "../../access/iam/authorize";
import { type Role } from "../../access/iam/role";
import { readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { anybody, isStaged, type StagedApi } from "./calls";
import { mayHaveMore } from "./certainty";

/** Routes that let calls through and then can't have them answered. */
export const integrationRule: Rule = (facts) =>
  facts.apis
    .filter(isStaged)
    .flatMap((api) => [
      ...byApiGateway(facts, api),
      ...unsignedCallers(api),
      ...facts.roles.filter(({ address }) => !mayHaveMore(facts, address)).flatMap((role) => callersWithout(api, role)),
    ]);

function credentialsOf({ integration }: Route): IntegrationCredentials["kind"] | undefined {
  return "credentials" in integration ? integration.credentials.kind : undefined;
}

/** Whether the integration certainly fails in a situation. */
const fails = (api: Api, route: Route, situation: Situation) =>
  integrationHurdles(calledOf(api, route), situation).some(({ when }) => when === false);

/** What a permission to answer a route is given to, or names. */
function permitted(api: Api, { integration }: Route): readonly (string | undefined)[] {
  const role = "credentials" in integration && integration.credentials.kind === "role" && integration.credentials.role;
  return [
    api.address,
    ...(integration.kind === "lambda" ? [integration.functionAddress] : []),
    ...(role ? [role.address] : []),
  ];
}

/** What answers a route, in words. */
function answering({ integration }: Route): string {
  if (integration.kind === "lambda") return readable(integration.functionAddress ?? integration.functionArn);
  return integration.kind === "service" ? readable(integration.action ?? integration.service) : integration.kind;
}

/** One finding for each place and what answers there, however many routes there are. */
function byApiGateway(facts: Facts, api: StagedApi): readonly Finding[] {
  const failing = api.routes.filter((route) => {
    const credentials = credentialsOf(route);
    if (permitted(api, route).some((address) => mayHaveMore(facts, address))) return false;
    return (credentials === "none" || credentials === "role") && fails(api, route, anybody);
  });
  return grouped(failing).map(([route, ...others]) => ({
    id: "integration-without-permission",
    severity: "error",
    address: route.address,
    what: `${labelsOf([route, ...others])} of ${api.address} is answered by ${answering(route)}, and ${lack(api, route)}`,
    reason: 'whoever is let through gets a 500 "Internal server error", with nothing in the log of what answers',
    fix:
      credentialsOf(route) === "none"
        ? `add an aws_lambda_permission for apigateway.amazonaws.com with source_arn ${readable(api.executionArn)}/${readable(api.stage.name)}/<method>/<path>`
        : "let the role trust apigateway.amazonaws.com, and allow it what the integration does",
  }));
}

function lack(api: StagedApi, { integration }: Route): string {
  if (!("credentials" in integration) || integration.credentials.kind !== "role")
    return `no aws_lambda_permission covers it in stage ${readable(api.stage.name)}`;
  return `the role ${readable(integration.credentials.role?.address ?? integration.credentials.arn)} does not trust API Gateway or may not call it`;
}

type Routes = readonly [Route, ...Route[]];

/** Routes that have something in common; as a rule, where they stand and what answers them. */
function grouped(
  routes: readonly Route[],
  keyOf = (route: Route) => `${route.address} ${answering(route)}`,
): readonly Routes[] {
  const groups = new Map<string, [Route, ...Route[]]>();
  for (const route of routes) {
    const group = groups.get(keyOf(route));
    if (group === undefined) groups.set(keyOf(route), [route]);
    else group.push(route);
  }
  return [...groups.values()];
}

const labelsOf = (routes: readonly Route[]) => [...new Set(routes.map(({ label }) => label))].join(", ");

/** There is no caller whose rights could be passed on where nobody has to sign. */
function unsignedCallers(api: Api): readonly Finding[] {
  const routes = api.routes.filter(
    (route) => credentialsOf(route) === "caller" && route.auth.kind !== "iam" && route.auth.kind !== "unknown",
  );
  return grouped(routes).map(([route, ...others]) => ({
    id: "caller-without-invoke-permission",
    severity: "error",
    address: route.address,
    what: `${labelsOf([route, ...others])} passes the caller's rights on to ${answering(route)}, and asks for no signature`,
    reason: "without a signature there is no caller with rights, so that each call gets a 500",
    fix: "leave credentials out and let API Gateway invoke the function, or authorize the route by AWS_IAM",
  }));
}

function callersWithout(api: StagedApi, role: Role): readonly Finding[] {
  const signed = signedBy(role);
  const routes = api.routes.filter(
    (route) =>
      credentialsOf(route) === "caller" &&
      route.auth.kind === "iam" &&
      mayCall(api, route, role, signed) &&
      fails(api, route, signed),
  );
  return grouped(routes, answering).map(([route, ...others]) => ({
    id: "caller-without-invoke-permission",
    severity: "error",
    address: role.address,
    what: `the role may call ${labelsOf([route, ...others])} of ${api.address}, which passes the caller's rights on to ${answering(route)}, and the role may not invoke that`,
    reason: "the integration is called as the caller: the answer is a 500, with nothing in the function's log",
    fix: "leave credentials out and let API Gateway invoke the function (aws_lambda_permission), or allow the role lambda:InvokeFunction",
  }));
}

function signedBy(role: Role): Situation {
  return {
    ...anybody,
    caller: { kind: "session", roleArn: role.arn, sessionArn: role.arn, accountId: role.accountId },
    signedWith: { kind: "role", role, keys: new Map(), when: true, assumptions: [] },
  };
}

function mayCall(api: Api, route: Route, role: Role, situation: Situation): boolean {
  const { resourcePolicy } = api;
  const request = requestOf(calledOf(api, route), situation);
  const sameAccount = role.accountId === api.accountId;
  return authorize({ role, request, sameAccount, ...(resourcePolicy && { resourcePolicy }) }).when !== false;
}
