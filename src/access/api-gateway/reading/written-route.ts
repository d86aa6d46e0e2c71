import { readable } from "../../symbols";
import { type Auth, type Route } from "../facts/api";
import { any, type Formula, onlyWhen } from "../../formula";
import { type IntegrationContext, readIntegration, type WrittenIntegration } from "./read-integration";

/** A route as a document or a resource declares it, before its integration is followed. */
export interface WrittenRoute {
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly auth: Auth;
  readonly apiKeyRequired: boolean | "unknown";
  readonly integration?: WrittenIntegration;
  /** How the authorizer's function is called, where there is one. */
  readonly authorizer?: WrittenIntegration;
  /** Under which conditions there is such a route. @default - always */
  readonly when?: Formula;
}

/**
 * The routes of an API, each once: what stands last wins, as what has a resource of its own wins over a document. Where
 * that may not be there, nothing is known of what the two say otherwise.
 */
export function routesOf(written: readonly WrittenRoute[], context: IntegrationContext): readonly Route[] {
  const byLabel = new Map<string, WrittenRoute>();
  for (const route of written) byLabel.set(labelOf(route), either(byLabel.get(labelOf(route)), route));
  return [...byLabel]
    .map(([label, route]) => {
      const integration = readIntegration(route.integration, label, context);
      const { authorizer, ...rest } = route;
      const integrationWhen = route.integration?.when;
      const { method } = route;
      const auth = withFunction(route.auth, authorizer, context);
      const preflight = method === "OPTIONS" && auth.kind === "none" && integration.kind === "mock";
      return { ...rest, auth, label, integration, preflight, ...(integrationWhen && { integrationWhen }) };
    })
    .toSorted((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
}

function either(earlier: WrittenRoute | undefined, later: WrittenRoute): WrittenRoute {
  if (earlier === undefined || later.when === undefined) return later;
  const { when: _, ...route } = later;
  const which = `the one of ${earlier.address} and ${later.address} that there is`;
  return {
    ...route,
    ...onlyWhen(any([earlier.when ?? true, later.when])),
    ...(isSame([earlier.auth, earlier.authorizer], [later.auth, later.authorizer])
      ? {}
      : { auth: { kind: "unknown", text: `${which} admits the call` }, authorizer: undefined }),
    apiKeyRequired: earlier.apiKeyRequired === later.apiKeyRequired ? later.apiKeyRequired : "unknown",
    integration: isSame(earlier.integration, later.integration)
      ? later.integration
      : { templates: [], unknown: `what answers ${which} may be called` },
  };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function withFunction(auth: Auth, written: WrittenIntegration | undefined, context: IntegrationContext): Auth {
  if (auth.kind !== "lambda-authorizer" || !written) return auth;
  return { ...auth, integration: readIntegration(written, auth.address, context) };
}

/** How an authorizer's function is called. */
export function authorizerCall(
  uri: string | undefined,
  credentials: string | undefined,
): WrittenIntegration | undefined {
  return uri === undefined ? undefined : { type: "AWS_PROXY", uri, credentials, templates: [] };
}

const labelOf = ({ method, path }: WrittenRoute) => (path === "$default" ? path : readable(`${method} ${path}`));
const compare = (one: string, other: string) => Number(one > other) - Number(one < other);

/** The route that stands for all routes of an API that can't be read. @param text What it depends on who is let in. */
export function unreadable(address: string, text: string): WrittenRoute {
  return {
    address,
    method: "ANY",
    path: "/{proxy+}",
    auth: { kind: "unknown", text },
    apiKeyRequired: false,
    integration: { type: "MOCK", templates: [] },
  };
}
