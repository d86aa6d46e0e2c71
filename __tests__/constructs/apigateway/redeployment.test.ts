import { cognitoAuth, type IamAuth } from "../../../src/constructs/apigateway/auth";
import { privateTo } from "../../../src/constructs/apigateway/endpoint";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { type RestApi, type RestApiProps } from "../../../src/constructs/apigateway/rest-api";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { type Scope } from "../../../src/constructs/cognito/scope";
import { userPool } from "../../support/identity";
import { cors, handlerOf, serviceAction, setUp, stage, vpcEndpoint } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

type Set = ReturnType<typeof setUp> & { readonly api: RestApi<IamAuth> };
const wrapped = { vpcEndpoints: [vpcEndpoint()] } as const;
const open = openAuth({ allowedBecause: "whoever signs in has no token yet" });
const ordinary = ({ api, handler, admin }: Set) => api.route("GET /tech4all", { handler, allow: [admin] });

/** What decides whether the API is deployed anew. */
function triggersOf(build: (set: Set) => void = ordinary, props: Partial<RestApiProps<IamAuth>> = {}): unknown {
  const set = setUp({ endpoint: privateTo(wrapped), ...props });
  build(set);
  return synthesized(set.stack).single("aws_api_gateway_deployment").triggers;
}
const tokens =
  (id: string, scopes?: readonly [Scope]) =>
  ({ stack, api, handler }: Set) =>
    api.route("GET /tech4all", { handler, auth: cognitoAuth(userPool(stack, {}, id)), ...(scopes && { scopes }) });
const signIn =
  (template: string) =>
  ({ stack, api }: Set) =>
    api.route("POST /sign-in", { handler: { ...serviceAction(stack), requestTemplate: template }, auth: open });

type Change = readonly [what: string, before: () => unknown, after: () => unknown];

test.each<Change>([
  ["how a route is authorized", triggersOf, () => triggersOf(tokens("citizens"))],
  ["the authorizer's user pool", () => triggersOf(tokens("citizens")), () => triggersOf(tokens("partners"))],
  ["a scope", () => triggersOf(tokens("citizens")), () => triggersOf(tokens("citizens", ["openid"]))],
  [
    "that a route is open",
    triggersOf,
    () => triggersOf(({ api, handler }) => api.route("GET /tech4all", { handler, auth: open })),
  ],
  [
    "the resource policy",
    triggersOf,
    () => triggersOf(ordinary, { endpoint: privateTo({ ...wrapped, sourceVpcs: ["vpc-1"] }) }),
  ],
  [
    "the resource policy's endpoint",
    triggersOf,
    () => triggersOf(ordinary, { endpoint: privateTo({ vpcEndpoints: [vpcEndpoint(true, "vpce-00000000")] }) }),
  ],
  ["CORS, and with it the gateway responses", triggersOf, () => triggersOf(ordinary, { cors })],
  [
    "the origin",
    () => triggersOf(ordinary, { cors }),
    () => triggersOf(ordinary, { cors: { ...cors, origin: "https://other.example" } }),
  ],
  [
    "how long API Gateway waits",
    triggersOf,
    () =>
      triggersOf(({ stack, api, admin }) =>
        api.route("GET /tech4all", {
          handler: handlerOf(stack, "slow", { name: "hello", timeoutSeconds: 5 }),
          allow: [admin],
        }),
      ),
  ],
  [
    "the function",
    triggersOf,
    () =>
      triggersOf(({ stack, api, admin }) =>
        api.route("GET /tech4all", { handler: handlerOf(stack, "other"), allow: [admin] }),
      ),
  ],
  [
    "a route's method",
    triggersOf,
    () => triggersOf(({ api, handler, admin }) => api.route("PUT /tech4all", { handler, allow: [admin] })),
  ],
  [
    "another route",
    triggersOf,
    () =>
      triggersOf((set) => {
        ordinary(set);
        set.api.route("GET /more", { handler: set.handler, allow: [set.admin] });
      }),
  ],
  [
    "what a request must have",
    triggersOf,
    () =>
      triggersOf(({ api, handler, admin }) =>
        api.route("GET /tech4all", { handler, allow: [admin], request: { query: ["page"] } }),
      ),
  ],
  ["a mapping template", () => triggersOf(signIn("{}")), () => triggersOf(signIn('{"a":1}'))],
])("%s deploys anew", (_, before, after) => {
  expect(after()).not.toEqual(before());
});

test.each<Change>([
  [
    "to whom a route is granted",
    triggersOf,
    () => triggersOf(({ api, handler, general }) => api.route("GET /tech4all", { handler, allow: [general] })),
  ],
  ["log retention", triggersOf, () => triggersOf(ordinary, { stage: { ...stage, logRetentionDays: 30 } })],
  ["throttling", triggersOf, () => triggersOf(ordinary, { stage: { ...stage, throttlingRateLimit: 1 } })],
  [
    "a function's description",
    triggersOf,
    () =>
      triggersOf(({ stack, api, admin }) =>
        api.route("GET /tech4all", {
          handler: handlerOf(stack, "described", { name: "hello", description: "Another" }),
          allow: [admin],
        }),
      ),
  ],
  [
    "why a route is open",
    () => triggersOf(({ api, handler }) => api.route("GET /tech4all", { handler, auth: open })),
    () =>
      triggersOf(({ api, handler }) =>
        api.route("GET /tech4all", { handler, auth: openAuth({ allowedBecause: "for another reason" }) }),
      ),
  ],
])("%s does not", (_, before, after) => {
  expect(after()).toEqual(before());
});

test("the order of routes does not", () => {
  const inOrder = (keys: readonly RouteKey[]) =>
    triggersOf(({ api, handler, admin }) => {
      for (const key of keys) api.route(key, { handler, allow: [admin] });
    });
  expect(inOrder(["GET /b", "POST /a", "GET /a"])).toEqual(inOrder(["GET /a", "POST /a", "GET /b"]));
});

test("a value that is known only after apply deploys anew when it changes, though the document's text doesn't", () => {
  expect(triggersOf(tokens("citizens"))).toEqual({
    document: expect.stringMatching(/^[0-9a-f]{64}$/),
    references: "${aws_cognito_user_pool.citizens.arn}",
  });
});
