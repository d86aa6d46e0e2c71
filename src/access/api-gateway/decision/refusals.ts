import { type Caller } from "../../iam/request";
import { isKnown, readable } from "../../symbols";
import { type Api } from "../facts/api";
import { partsOf } from "../facts/arn";
import { type Refusal } from "./hurdle";

/** What callers meet with that policies have no part in. */
interface Refusals {
  /** No signature where IAM decides: nobody signs, or Cognito gives nothing to sign with. */
  readonly unsigned: Refusal;
  readonly noRole: Refusal;
  readonly noToken: Refusal;
  readonly wrongToken: Refusal;
  readonly missingScope: Refusal;
  readonly authorizer: Refusal;
  readonly noApiKey: Refusal;
  readonly publicApi: Refusal;
  readonly privateApi: Refusal;
  readonly otherRegion: Refusal;
  readonly endpointDisabled: Refusal;
  readonly notDeployed: Refusal;
  /** There is no such route. */
  readonly noRoute: Refusal;
  /** What would refuse is not known, nor how. */
  readonly unknown: Refusal;
  readonly integration: Refusal;
  readonly callersPermission: Refusal;
  /** The authorizer's function may not be invoked. */
  readonly authorizerCall: Refusal;
  /** The service that the integration calls refuses; what the caller sees of that is up to the integration. */
  readonly service: Refusal;
}

const forbidden = JSON.stringify({ message: "Forbidden" });
const unauthorized = JSON.stringify({ message: "Unauthorized" });
const missingToken = JSON.stringify({ message: "Missing Authentication Token" });
const notFound = JSON.stringify({ message: "Not Found" });
const authorizerRefuses = JSON.stringify({
  Message: "User is not authorized to access this resource with an explicit deny",
});

const denied = (status: number, body: string, reason: Refusal["reason"]): Refusal => ({
  outcome: "denied",
  status,
  body,
  reason,
});

const failing = (body: string, reason: Refusal["reason"]): Refusal => ({
  outcome: "failing",
  status: 500,
  body: JSON.stringify({ message: body }),
  reason,
});

const both = {
  noToken: denied(401, unauthorized, "no token"),
  wrongToken: denied(401, unauthorized, "wrong token"),
  noApiKey: denied(403, forbidden, "no API key"),
  publicApi: denied(403, forbidden, "public API"),
  privateApi: { outcome: "unreachable", reason: "private API" },
  otherRegion: { outcome: "unreachable", reason: "other region" },
  unknown: { outcome: "denied", reason: "not open" },
  service: { outcome: "failing", reason: "integration permission" },
  authorizerCall: { outcome: "failing", status: 500, reason: "integration permission" },
} as const;

/**
 * What API Gateway answers where it lets nobody through.
 *
 * @see docs/access-model.md 3.6
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const refusals: Readonly<Record<Api["kind"], Refusals>> = {
  REST: {
    ...both,
    unsigned: denied(403, missingToken, "unsigned"),
    noRole: denied(403, missingToken, "no role"),
    missingScope: denied(401, unauthorized, "missing scope"),
    authorizer: denied(403, authorizerRefuses, "authorizer"),
    endpointDisabled: denied(403, forbidden, "endpoint disabled"),
    notDeployed: denied(403, forbidden, "not deployed"),
    noRoute: denied(403, missingToken, "no route"),
    integration: failing("Internal server error", "integration permission"),
    callersPermission: failing("Internal server error", "caller's permission"),
  },
  HTTP: {
    ...both,
    unsigned: denied(403, forbidden, "unsigned"),
    noRole: denied(403, forbidden, "no role"),
    missingScope: denied(403, forbidden, "missing scope"),
    authorizer: denied(403, forbidden, "authorizer"),
    endpointDisabled: denied(404, notFound, "endpoint disabled"),
    notDeployed: denied(404, notFound, "not deployed"),
    noRoute: denied(404, notFound, "no route"),
    integration: failing("Internal Server Error", "integration permission"),
    callersPermission: failing("Internal Server Error", "caller's permission"),
  },
};

type PolicyReason = "no statement" | "explicit deny" | "policy allows nobody" | "endpoint policy";

/** What of a request stands in the answer that refuses it, each written once. */
export interface RefusedRequest {
  readonly api: Api;
  /** Who asks, as {@link userIn} writes it. */
  readonly user: string;
  /** What is asked for, as {@link resourceIn} writes it. */
  readonly masked: string;
}

/** Policies refuse: the one kind of answer that begins with a capital M, and that masks the account. */
export function policyRefusal(reason: PolicyReason, explicit: boolean, request: RefusedRequest): Refusal {
  if (request.api.kind === "HTTP") return denied(403, forbidden, reason);
  return denied(403, request.user + request.masked + (explicit ? ' with an explicit deny"}' : '"}'), reason);
}

/** The beginning of a refusal of policies: who asks. */
export function userIn(caller: Caller): string {
  const user = caller.kind === "session" ? readable(caller.sessionArn) : "anonymous";
  return `{"Message":"User: ${escaped(user)} is not authorized to perform: `;
}

/** The rest of it: what is asked for, with only the account's last four digits. */
export function resourceIn(arn: string): string {
  const parts = partsOf(arn);
  const account = parts[4] ?? "";
  const shown = isKnown(account) ? account.slice(-4) : readable(account);
  const masked = readable([...parts.slice(0, 4), `********${shown}`, ...parts.slice(5)].join(":"));
  return `execute-api:Invoke on resource: ${escaped(masked)}`;
}

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
