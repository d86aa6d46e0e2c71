import { type Caller } from "../iam/request";
import { isKnown, readable } from "../symbols";
import { type Api } from "./api";
import { partsOf } from "./arn";
import { type Refusal } from "./hurdle";

/**
 * What API Gateway answers where it lets nobody through.
 *
 * @see docs/access-model.md 3.6
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const refusals = {
  /** No signature where IAM decides. */
  unsigned: (api: Api, reason: "unsigned" | "no role"): Refusal =>
    denied(403, messageOf(api.kind === "REST" ? "Missing Authentication Token" : "Forbidden"), reason),
  noToken: denied(401, messageOf("Unauthorized"), "no token"),
  wrongToken: denied(401, messageOf("Unauthorized"), "wrong token"),
  missingScope: (api: Api): Refusal =>
    api.kind === "REST"
      ? denied(401, messageOf("Unauthorized"), "missing scope")
      : denied(403, messageOf("Forbidden"), "missing scope"),
  authorizer: (api: Api): Refusal =>
    api.kind === "HTTP"
      ? denied(403, messageOf("Forbidden"), "authorizer")
      : denied(
          403,
          JSON.stringify({ Message: "User is not authorized to access this resource with an explicit deny" }),
          "authorizer",
        ),
  noApiKey: denied(403, messageOf("Forbidden"), "no API key"),
  publicApi: denied(403, messageOf("Forbidden"), "public API"),
  privateApi: { outcome: "unreachable", reason: "private API" } satisfies Refusal as Refusal,
  endpointDisabled: (api: Api): Refusal =>
    api.kind === "REST"
      ? denied(403, messageOf("Forbidden"), "endpoint disabled")
      : denied(404, messageOf("Not Found"), "endpoint disabled"),
  notDeployed: (api: Api): Refusal =>
    api.kind === "REST"
      ? denied(403, messageOf("Forbidden"), "not deployed")
      : denied(404, messageOf("Not Found"), "not deployed"),
  unknown: { outcome: "denied", reason: "not open" } satisfies Refusal as Refusal,
  /** The integration's own permission is missing. */
  integration: (api: Api, reason: "integration permission" | "caller's permission"): Refusal => ({
    outcome: "failing",
    status: 500,
    body: messageOf(api.kind === "REST" ? "Internal server error" : "Internal Server Error"),
    reason,
  }),
  /** The service that the integration calls refuses; what the caller sees of that is up to the integration. */
  service: { outcome: "failing", reason: "integration permission" } satisfies Refusal as Refusal,
};

/** What IAM's refusals depend on. */
export interface Refused {
  readonly api: Api;
  readonly caller: Caller;
  /** The ARN of what was called. */
  readonly resource: string;
  readonly explicit: boolean;
}

/** Policies refuse: the one kind of answer that begins with a capital M, and that masks the account. */
export function policyRefusal(
  reason: "no statement" | "explicit deny" | "policy allows nobody" | "endpoint policy",
  { api, caller, resource, explicit }: Refused,
): Refusal {
  if (api.kind === "HTTP") return denied(403, messageOf("Forbidden"), reason);
  return {
    outcome: "denied",
    status: 403,
    reason,
    get body() {
      const user = caller.kind === "session" ? readable(caller.sessionArn) : "anonymous";
      const why = explicit ? " with an explicit deny" : "";
      const what = `is not authorized to perform: execute-api:Invoke on resource: ${masked(resource)}${why}`;
      return JSON.stringify({ Message: `User: ${user} ${what}` });
    },
  };
}

function masked(arn: string): string {
  const parts = partsOf(arn);
  const account = parts[4] ?? "";
  const shown = isKnown(account) ? account.slice(-4) : readable(account);
  return readable([...parts.slice(0, 4), `********${shown}`, ...parts.slice(5)].join(":"));
}

function denied(status: number, body: string, reason: Refusal["reason"]): Refusal {
  return { outcome: "denied", status, body, reason };
}

function messageOf(message: string): string {
  return JSON.stringify({ message });
}
