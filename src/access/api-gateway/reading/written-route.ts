import { readable } from "../../symbols";
import { type Auth, type Route } from "../facts/api";
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
}

/** The routes of an API, each once: what stands last wins, as what has a resource of its own wins over a document. */
export function routesOf(written: readonly WrittenRoute[], context: IntegrationContext): readonly Route[] {
  const byLabel = new Map(written.map((route) => [labelOf(route), route]));
  return [...byLabel]
    .map(([label, route]) => {
      const integration = readIntegration(route.integration, label, context);
      const { authorizer, ...rest } = route;
      const { method } = route;
      const auth = withFunction(route.auth, authorizer, context);
      const preflight = method === "OPTIONS" && auth.kind === "none" && integration.kind === "mock";
      return { ...rest, auth, label, integration, preflight };
    })
    .toSorted((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
}

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
