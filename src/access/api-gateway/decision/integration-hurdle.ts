import { all, any, condition, type Formula, isOpen, not, textOf } from "../../formula";
import { fitsAction, fitsArn } from "../../iam/arn";
import { authorize, type AuthorizationInput } from "../../iam/authorize";
import { type Policy } from "../../iam/policy";
import { type Caller } from "../../iam/request";
import { type Role } from "../../iam/role";
import { equals } from "../../iam/wildcards";
import { readable, symbolic } from "../../symbols";
import { type Trace } from "../../step";
import { type LambdaAuth } from "../facts/api";
import { partsOf } from "../facts/arn";
import { type Called } from "./called";
import { type Hurdle } from "./hurdle";
import {
  type IntegrationCredentials,
  type LambdaIntegration,
  type LambdaPermission,
  type ServiceIntegration,
} from "../facts/integration";
import { refusals } from "./refusals";
import { remembered } from "../../remembered";
import { type Situation } from "./situation";
import { unguardedActions } from "./unguarded-actions";

/**
 * Whether what answers a route may be called: by API Gateway, by the integration's role or by the caller.
 *
 * @see docs/access-model.md 4
 */
export function integrationHurdles(called: Called, situation: Situation, trace?: Trace): readonly Hurdle[] {
  const { integration } = called.route;
  const asCaller = "credentials" in integration && integration.credentials.kind === "caller";
  if (trace || asCaller) return [...hurdlesOf(called, situation, trace), ...existing(called, trace)];
  return remembered(known, called, () => [...hurdlesOf(called, situation), ...existing(called)]);
}

/** A route whose integration may not be there has nothing that answers where it is not. */
function existing({ api, route }: Called, trace?: Trace): readonly Hurdle[] {
  const { integrationWhen: when, address } = route;
  if (when === undefined) return [];
  trace?.({ text: `it has an integration if ${readable(textOf(when))}`, address, section: "4" });
  return [{ when, refusal: refusals[api.kind].integration }];
}

/** What does not depend on who calls. */
const known = new WeakMap<Called, readonly Hurdle[]>();

function hurdlesOf(called: Called, situation: Situation, trace?: Trace): readonly Hurdle[] {
  const { integration, address } = called.route;
  if (integration.kind === "lambda")
    return lambdaHurdles(called, integration, situation, (sourceArn) => coversRoute(sourceArn, called), trace);
  if (integration.kind === "service") return serviceHurdles(called, integration, situation, trace);
  if (integration.kind !== "unknown") return [];
  trace?.({ text: `it is answered if ${integration.text}`, address, section: "4" });
  return [{ when: condition(integration.text), refusal: refusals[called.api.kind].unknown }];
}

function lambdaHurdles(
  called: Called,
  integration: LambdaIntegration,
  situation: Situation,
  isSource: (pattern: string) => Formula,
  trace?: Trace,
): readonly Hurdle[] {
  const { credentials, functionArn } = integration;
  const asked = { action: "lambda:InvokeFunction", resource: functionArn };
  if (credentials.kind === "caller") return callerHurdles(called, asked, situation, integration.permissions, trace);
  if (credentials.kind === "role") return roleHurdles(called, credentials, asked, trace);
  const refusal = refusals[called.api.kind].integration;
  const covering = integration.permissions.map((permission) => ({
    permission,
    when: covers(permission, called, isSource),
  }));
  const name = readable(integration.functionAddress ?? functionArn);
  const elsewhere =
    integration.functionAddress === undefined
      ? condition(`${name}, which is not in the configuration, lets API Gateway invoke it`)
      : false;
  const when = any([...covering.map((one) => one.when), elsewhere]);
  if (trace) {
    const found = covering.find((one) => one.when !== false);
    const text =
      when === false ? `nothing lets API Gateway invoke ${name} here` : `API Gateway may invoke ${name}${ifOpen(when)}`;
    trace({ text, address: found?.permission.address ?? integration.functionAddress, section: "4" });
  }
  return [{ when, refusal }];
}

const ifOpen = (when: Formula) => (isOpen(when) ? ` if ${readable(textOf(when))}` : "");

/** Whether API Gateway may call an authorizer's function, which it does in the authorizer's own name. */
export function authorizerHurdles(
  called: Called,
  { id, integration }: LambdaAuth,
  situation: Situation,
  trace?: Trace,
): readonly Hurdle[] {
  if (integration?.kind !== "lambda") return [];
  const source = `${called.api.executionArn}/authorizers/${id}`;
  const refusal = refusals[called.api.kind].authorizerCall;
  return lambdaHurdles(called, integration, situation, (pattern) => fitsArn(pattern, source), trace).map(
    ({ when }) => ({
      when,
      refusal,
    }),
  );
}

/** Whether a permission lets API Gateway invoke its function. */
function covers(
  { address, when, action, principal, sourceArn, sourceAccount, organization }: LambdaPermission,
  { api }: Called,
  isSource: (pattern: string) => Formula,
): Formula {
  return all([
    when,
    fitsAction(action, "lambda:InvokeFunction"),
    principal === "*" || equals(principal, "apigateway.amazonaws.com"),
    sourceAccount === undefined || equals(sourceAccount, api.accountId),
    sourceArn === undefined || isSource(sourceArn),
    organization === undefined || condition(`${address} counts API Gateway among ${readable(organization)}`),
  ]);
}

/** An HTTP API names the route's template, a REST API the template or the request's path: `*` covers either. */
function coversRoute(sourceArn: string, { api, route, method, resource }: Called): Formula {
  const start = `${api.executionArn}/${api.stage?.name}/`;
  if (route.path === "$default") return fitsArn(sourceArn, `${start}$default`);
  const byTemplate = fitsArn(sourceArn, `${start}${method}${route.path}`);
  const byRequest = fitsArn(sourceArn, resource);
  if (api.kind === "HTTP") return any([byTemplate, byRequest]);
  if (byTemplate !== true || byRequest === true) return byRequest;
  return condition(`Lambda is told ${route.path} in place of the path that was called`);
}

/** What a call of a service asks IAM. */
interface Asked {
  readonly action: string;
  readonly resource: string;
}

function serviceHurdles(
  called: Called,
  integration: ServiceIntegration,
  situation: Situation,
  trace?: Trace,
): readonly Hurdle[] {
  const { service, action, credentials } = integration;
  const { address } = called.route;
  if (action !== undefined && unguardedActions.has(action)) {
    trace?.({ text: `${action} asks no policy`, address, section: "4" });
    if (credentials.kind === "role") return [trustHurdle(called, credentials, trace)];
    if (credentials.kind !== "caller" || situation.signedWith) return [];
  }
  const asked = { action: action ?? `${service}:${anyAction}`, resource: integration.resource ?? anyResource };
  if (credentials.kind === "caller") return callerHurdles(called, asked, situation, [], trace);
  if (credentials.kind === "role")
    return roleHurdles(called, credentials, asked, trace, refusals[called.api.kind].service);
  const text = `${service} takes calls of ${address} without credentials`;
  trace?.({ text: `it is answered if ${text}`, address, section: "4" });
  return [{ when: condition(text), refusal: refusals[called.api.kind].service }];
}

// What the request decides.
const anyAction = symbolic({ kind: "segment", name: "{action}" });
const anyResource = symbolic({ kind: "path", name: "{resource}" });

const apiGateway: Caller = { kind: "service", service: "apigateway.amazonaws.com" };

type UsedRole = Omit<Extract<IntegrationCredentials, { readonly kind: "role" }>, "kind">;

function roleHurdles(
  called: Called,
  { arn, role }: UsedRole,
  asked: Asked,
  trace?: Trace,
  refusal = refusals[called.api.kind].integration,
): readonly Hurdle[] {
  if (!role) {
    const text = `the role ${readable(arn)}, which is not in the configuration, may ${readable(asked.action)}`;
    trace?.({ text: `it is answered if ${text}`, section: "4" });
    return [{ when: condition(text), refusal }];
  }
  const request = { ...asked, caller: sessionOf(role), keys: new Map() };
  const when = all([authorize({ role, request, sameAccount: true }).when, inAccount(asked.resource, role)]);
  const does = when === false ? "may not" : "may";
  trace?.({
    text: `the integration's role ${does} ${readable(asked.action)}${ifOpen(when)}`,
    address: role.address,
    section: "4",
  });
  return [trustHurdle(called, { arn, role }, trace), { when, refusal }];
}

/** In another account than its own a role may do what that account's policies let it do besides. */
function inAccount(arn: string, role: Role): Formula {
  const account = partsOf(arn)[4];
  if (account === undefined || account === "") return true;
  return any([equals(account, role.accountId), condition(`${readable(arn)} lets the role ${readable(role.name)} in`)]);
}

/** API Gateway has to be trusted to take on the role of an integration. */
function trustHurdle(called: Called, { arn, role }: UsedRole, trace?: Trace): Hurdle {
  const keys = new Map([["aws:sourceaccount", [called.api.accountId]]]);
  const request = { action: "sts:AssumeRole", resource: arn, caller: apiGateway, keys };
  const when = role
    ? all([authorize({ resourcePolicy: role.trust, request, sameAccount: true }).when, role.when ?? true])
    : condition(`the role ${readable(arn)}, which is not in the configuration, trusts API Gateway`);
  const does = when === false ? "does not trust" : "trusts";
  trace?.({ text: `the role ${does} API Gateway${ifOpen(when)}`, address: role?.address, section: "4" });
  return { when, refusal: refusals[called.api.kind].integration };
}

function sessionOf({ arn, accountId, name }: Role): Caller {
  const session = symbolic({ kind: "segment", name: "{session}" });
  const sessionArn = `arn:${partsOf(arn)[1] ?? "aws"}:sts::${accountId}:assumed-role/${name}/${session}`;
  return { kind: "session", roleArn: arn, sessionArn, accountId };
}

/** The caller's own credentials are handed on: a second permission besides that of the API. */
function callerHurdles(
  called: Called,
  asked: Asked,
  { signedWith, caller }: Situation,
  permissions: readonly LambdaPermission[],
  trace?: Trace,
): readonly Hurdle[] {
  const refusal = refusals[called.api.kind].callersPermission;
  const { address, label } = called.route;
  if (!signedWith) {
    trace?.({
      text: `the integration of ${label} is called as the caller, and this one has not signed`,
      address,
      section: "4",
    });
    return [{ when: false, refusal }];
  }
  const { role, sessionPolicies, keys } = signedWith;
  const asking = { role, sessionPolicies, request: { ...asked, caller, keys }, sameAccount: true };
  const { denied, byIdentity, assumptions } = authorize(asking);
  const granted = permissions.map((permission) => grantedBy(permission, role, asking));
  const passes = any([all([not(denied), byIdentity, inAccount(asked.resource, role)]), ...granted]);
  const does = passes === false ? "may not" : "may";
  const text = `the integration is called as the caller, whose role ${does} ${readable(asked.action)}${ifOpen(passes)}`;
  trace?.({ text, address: role.address, section: "4" });
  return [{ when: passes, refusal, assumptions }];
}

/**
 * Whether a permission alone lets a caller call its function. Callers call for no other resource, and so for no account:
 * one that names either is about services.
 */
function grantedBy(permission: LambdaPermission, role: Role, asking: AuthorizationInput): Formula {
  const { address, sourceArn, sourceAccount, organization } = permission;
  if (sourceArn !== undefined || sourceAccount !== undefined) return false;
  const resourcePolicy = remembered(policies, permission, () => policyOf(permission));
  const { denied, byResource } = authorize({ ...asking, resourcePolicy });
  const counts = condition(`${address} counts ${readable(role.name)} among ${readable(organization ?? "")}`);
  return all([not(denied), byResource, organization === undefined || counts]);
}

const policies = new WeakMap<LambdaPermission, Policy>();

/** What Lambda writes into the function's policy for a permission. */
function policyOf({ address, when, action, principal }: LambdaPermission): Policy {
  return {
    address,
    version: "2012-10-17",
    when,
    statements: [
      {
        name: "statement 1",
        effect: "Allow",
        principals: { negated: false, patterns: [{ type: "AWS", value: principal }] },
        actions: { negated: false, patterns: [action] },
        resources: { negated: false, patterns: ["*"] },
        conditions: [],
      },
    ],
  };
}
