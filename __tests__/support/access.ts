import {
  type Access,
  type AccessApi,
  type AccessRoute,
  type AccessServiceRole,
  type Cell,
} from "../../src/access/access";
import { type Reach } from "../../src/access/api-gateway/facts/service-roles";
import { type Decision } from "../../src/access/decision";
import { type Origin } from "../../src/access/origin";
import { type Credentials, type Principal, type PrincipalKind } from "../../src/access/principal";
import { type Step } from "../../src/access/step";

/** A principal of a kind; with a role of its name unless it is anonymous or has a token. */
export function principal(
  label: string,
  kind: PrincipalKind = "group",
  credentials = credentialsOf(label, kind),
): Principal {
  return { label, kind, credentials, steps: [] };
}

function credentialsOf(label: string, kind: PrincipalKind): readonly Credentials[] {
  if (kind === "anonymous") return [];
  if (kind === "token" || kind === "foreign-token") return [token(label)];
  const policy = { address: `aws_iam_role.${label}`, version: "2012-10-17", statements: [] } as const;
  const role = { address: policy.address, name: `r-${label}`, arn: "", accountId: "", trust: policy, policies: [] };
  return [{ kind: "role", role, keys: new Map(), when: true, assumptions: [] }];
}

function token(label: string): Credentials {
  return { kind: "token", use: "id", userPoolId: "p", issuer: "i", clientId: "c", scopes: [], label };
}

/** The internet, or a VPC endpoint. */
export function origin(label: string): Origin {
  return { label, kind: label.startsWith("internet") ? "internet" : "endpoint", keys: new Map() };
}

/** An API without routes yet. */
export function api(label: string, description = "REST API, regional, stage api"): AccessApi {
  return { label, address: `aws_api_gateway_rest_api.${label}`, description };
}

/** A route such as `GET /a`. */
export function route(ofApi: AccessApi, label: string, auth = "AWS_IAM"): AccessRoute {
  const [method = "", path = ""] = label.split(" ");
  const asks = auth === "AWS_IAM" ? "signature" : auth === "NONE" ? "nothing" : "token";
  return { api: ofApi, method, path, label, auth, asks, preflight: method === "OPTIONS" };
}

export const letIn = (credentials?: string): Decision => ({
  outcome: "allowed",
  when: true,
  assumptions: [],
  ...(credentials === undefined ? {} : { credentials }),
});

export const refused = (reason: Decision["reason"] = "no statement"): Decision => ({
  outcome: "denied",
  when: false,
  status: 403,
  assumptions: [],
  ...(reason === undefined ? {} : { reason }),
});

/** An access in which a function decides. */
export function accessBy(
  parts: Pick<Access, "principals" | "origins" | "routes"> & Partial<Pick<Access, "notCovered" | "serviceRoles">>,
  decision: (cell: Cell) => Decision,
  steps: readonly Step[] = [],
): Access {
  const serving: Access["serving"] = (of, method, path) =>
    parts.routes.find((one) => one.api === of && [method, "ANY"].includes(one.method) && fits(one.path, path));
  const decisions: Access["decisions"] = (route_) =>
    parts.origins.flatMap((from) =>
      parts.principals.map((who) => decision({ route: route_, principal: who, origin: from })),
    );
  return { notCovered: [], serviceRoles: [], ...parts, decision, decisions, explain: () => steps, serving };
}

/** As API Gateway does, save that the first route that fits is taken. */
const fits = (template: string, path: string) =>
  template === "$default" ||
  new RegExp(`^${template.replaceAll(/\{[^}]*\+\}/g, ".+").replaceAll(/\{[^}]*\}/g, "[^/]+")}$`).test(path);

/** A role that API Gateway uses. */
export function serviceRole(
  label: string,
  routes: readonly AccessRoute[],
  statements: readonly Reach[],
): AccessServiceRole {
  const policy = { address: `aws_iam_role.${label}`, version: "2012-10-17", statements: [] } as const;
  const role = { address: policy.address, name: label, arn: label, accountId: "", trust: policy, policies: [] };
  return { label, role, routes, reach: statements, unknown: [] };
}

/** A statement of its policies. */
export function reach(
  actions: readonly string[],
  resources: readonly string[],
  effect: Reach["effect"] = "Allow",
): Reach {
  const statement = { address: "aws_iam_role_policy.x, policy", statement: "statement 1" };
  return { effect, actions, resources, otherActions: false, otherResources: false, ...statement };
}
