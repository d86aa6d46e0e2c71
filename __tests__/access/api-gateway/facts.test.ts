import { type Api } from "../../../src/access/api-gateway/facts/api";
import { decide } from "../../../src/access/api-gateway/decision/decide";
import { UserError } from "../../../src/errors";
import { type JsonValue } from "../../../src/json";
import {
  account,
  allow,
  anonymous,
  called,
  callerRole,
  deny,
  document,
  guarded,
  holder,
  httpApi,
  merged,
  open,
  originOf,
  policy,
  restApi,
  routeNamed,
  served,
  servedFunction,
  signer,
  told,
  type World,
  worldOf,
} from "./support";

const poolArn = `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_own`;
const users = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [poolArn] },
};
const key = { type: "apiKey", name: "x-api-key", in: "header" };
const integration = { "x-amazon-apigateway-integration": served };

const routes = ([api]: readonly Api[]) => api?.routes.map(({ label, auth }) => `${label}: ${auth.kind}`);

/** What everybody meets with everywhere, in words. */
function answers(world: World): readonly string[] {
  const callers = [
    anonymous,
    signer(world, "some"),
    signer(world, "none"),
    holder({ use: "id", userPoolId: "us-east-1_own", clientId: "web", scopes: [] }),
    holder({ use: "access", userPoolId: "us-east-1_own", clientId: "web", scopes: ["members/read"] }),
  ];
  return world.apis.flatMap((api) =>
    api.routes.flatMap((route) =>
      callers.map((principal) => {
        const decision = decide({ api, route, principal, origin: originOf(world, "internet") });
        return `${api.stage?.name} ${route.label} ${principal.label}: ${told(decision)}`;
      }),
    ),
  );
}

const roles = merged(
  callerRole("some", policy(allow("arn:aws:execute-api:*:*:*/live/GET/members/*"))),
  callerRole("none"),
);

test("an HTTP API's routes require no API key, whatever its document says", () => {
  const body = document({ "/a": { get: { ...open, security: [{ key: [] }] } } }, { key });
  const required = [restApi(body), httpApi(body)].map((api) => worldOf(api).apis[0]?.routes[0]?.apiKeyRequired);
  expect(required).toEqual([true, false]);
});

describe("an API that is written method by method", () => {
  const id = { rest_api_id: "${aws_api_gateway_rest_api.api.id}" };
  const method = (resource: string, verb: string, more: Record<string, JsonValue>) => ({
    ...id,
    resource_id: `\${aws_api_gateway_${resource}}`,
    http_method: verb,
    ...more,
  });
  const invoke = {
    type: "AWS_PROXY",
    integration_http_method: "POST",
    uri: "${aws_lambda_function.served.invoke_arn}",
  };
  const iam = { authorization: "AWS_IAM" };
  const byTokens = { authorization: "COGNITO_USER_POOLS", authorizer_id: "${aws_api_gateway_authorizer.users.id}" };
  const methods: Record<string, Record<string, JsonValue>> = {
    root: method("rest_api.api.root_resource_id", "GET", { authorization: "NONE" }),
    member: method("resource.member.id", "GET", iam),
    any: method("resource.member.id", "ANY", { ...iam, api_key_required: true }),
    me: method("resource.me.id", "GET", { ...byTokens, authorization_scopes: ["members/read"] }),
    rest: method("resource.rest.id", "ANY", byTokens),
  };
  const integrations = Object.fromEntries(
    Object.entries(methods).map(([name, { resource_id, http_method }]) => [
      name,
      { ...id, resource_id: resource_id ?? "", http_method: http_method ?? "", ...invoke },
    ]),
  );
  const child = (parent: string, part: string) => ({
    ...id,
    parent_id: `\${aws_api_gateway_${parent}}`,
    path_part: part,
  });
  const written = merged(servedFunction, roles, {
    aws_api_gateway_rest_api: { api: { name: "api" } },
    aws_api_gateway_resource: {
      members: child("rest_api.api.root_resource_id", "members"),
      member: child("resource.members.id", "{id}"),
      me: child("resource.members.id", "me"),
      rest: child("rest_api.api.root_resource_id", "{proxy+}"),
    },
    aws_api_gateway_authorizer: {
      users: { ...id, name: "users", type: "COGNITO_USER_POOLS", provider_arns: [poolArn] },
    },
    aws_api_gateway_method: methods,
    aws_api_gateway_integration: integrations,
    aws_api_gateway_deployment: { live: { ...id, stage_name: "live" } },
  });
  const paths = {
    "/": { get: integration },
    "/members/{id}": {
      get: guarded,
      "x-amazon-apigateway-any-method": { ...guarded, security: [{ sigv4: [], key: [] }] },
    },
    "/members/me": { get: { ...integration, security: [{ users: ["members/read"] }] } },
    "/{proxy+}": { "x-amazon-apigateway-any-method": { ...integration, security: [{ users: [] }] } },
  };
  const byBody = merged(restApi(document(paths, { users, key })), roles);

  test("has the routes of its resources' tree", () => {
    expect(routes(worldOf(written).apis)).toEqual([
      "GET /: none",
      "GET /members/me: user-pool",
      "ANY /members/{id}: iam",
      "GET /members/{id}: iam",
      "ANY /{proxy+}: user-pool",
    ]);
  });

  test("answers as the same API in an OpenAPI document", () => {
    expect(answers(worldOf(written))).toEqual(answers(worldOf(byBody)));
    expect(answers(worldOf(written))).toContain("live GET /members/{id} some: allowed");
  });

  test("answers as the same API in Swagger 2", () => {
    const sigv4 = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };
    const swagger = JSON.stringify({ swagger: "2.0", paths, securityDefinitions: { sigv4, users, key } });
    expect(answers(worldOf(merged(restApi(swagger), roles)))).toEqual(answers(worldOf(byBody)));
  });

  test("with a resource that is not in the configuration has a path that is not known", () => {
    const { member: _, ...others } = written.aws_api_gateway_resource ?? {};
    const missing = {
      ...written,
      aws_api_gateway_resource: others,
      aws_api_gateway_method: {
        m: method("resource.members.id", "GET", iam),
        n: { ...id, resource_id: "abc", http_method: "PUT", ...iam },
      },
    };
    expect(routes(worldOf(missing).apis)).toEqual(["GET /members: iam", "PUT /${path of abc}: iam"]);
  });
});

describe("an OpenAPI document", () => {
  const auths = (paths: JsonValue, more: Record<string, JsonValue> = {}) => {
    const parsed = JSON.parse(document(paths, { users, key })) as Record<string, JsonValue>;
    return routes(worldOf(restApi(JSON.stringify({ ...parsed, ...more }))).apis);
  };

  test("guards by x-amazon-apigateway-auth too", () => {
    const signed = { ...integration, "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
    expect(auths({ "/a": { get: signed } })).toEqual(["GET /a: iam"]);
  });

  test("guards all operations by its own security, save those that say otherwise", () => {
    const paths = { "/a": { get: integration, put: { ...integration, security: [] } } };
    expect(auths(paths, { security: [{ sigv4: [] }] })).toEqual(["GET /a: iam", "PUT /a: none"]);
  });

  test("leaves undecided what API Gateway makes of schemes that it does not know, of several, and of optional ones", () => {
    const get = (...security: readonly JsonValue[]) => ({ get: { ...integration, security } });
    expect(
      auths({ "/a": get({ missing: [] }), "/b": get({ sigv4: [] }, { users: [] }), "/c": get({}, { sigv4: [] }) }),
    ).toEqual(["GET /a: unknown", "GET /b: unknown", "GET /c: unknown"]);
    const contradicting = { ...guarded, "x-amazon-apigateway-auth": { type: "NONE" } };
    expect(auths({ "/a": { get: contradicting } })).toEqual(["GET /a: unknown"]);
  });

  test("may hold the resource policy, which the API's own argument overrides", () => {
    const own = {
      "x-amazon-apigateway-policy": JSON.parse(policy(deny("execute-api:/*", { Principal: "*" }))) as JsonValue,
    };
    const body = JSON.stringify({ ...(JSON.parse(document({ "/a": { get: open } })) as object), ...own });
    expect(told(called(worldOf(restApi(body)), "GET /a", anonymous))).toBe("denied 403 explicit deny");
    const overridden = restApi(body, { policy: policy(allow("execute-api:/*", { Principal: "*" })) });
    expect(told(called(worldOf(overridden), "GET /a", anonymous))).toBe("allowed");
    const separate = {
      aws_api_gateway_rest_api_policy: {
        own: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          policy: policy(deny("execute-api:/*", { Principal: "*" })),
        },
      },
    };
    expect(told(called(worldOf(merged(overridden, separate)), "GET /a", anonymous))).toBe("denied 403 explicit deny");
  });

  test("may switch the API's own name off, and name VPC endpoints", () => {
    const endpoint = { disableExecuteApiEndpoint: true, vpcEndpointIds: ["vpce-1"] };
    const body = { ...(JSON.parse(document({ "/a": { get: open } })) as object) };
    const extended = JSON.stringify({ ...body, "x-amazon-apigateway-endpoint-configuration": endpoint });
    const [api] = worldOf(restApi(extended)).apis;
    expect([api?.defaultEndpoint, api?.vpcEndpointIds]).toEqual(["disabled", ["vpce-1"]]);
  });

  test("may point to parts of itself, and prepend its base path", () => {
    const shared = JSON.stringify({
      swagger: "2.0",
      basePath: "/v1",
      paths: { "/a": { $ref: "#/x-paths/a~1b" } },
      "x-paths": { "a/b": { get: open } },
    });
    expect(routes(worldOf(restApi(shared)).apis)).toEqual(["GET /a: none"]);
    expect(routes(worldOf(restApi(shared, { parameters: { basepath: "prepend" } })).apis)).toEqual(["GET /v1/a: none"]);
  });

  test.each([
    ["YAML", "openapi: 3.0.1\npaths: {}\n"],
    ["not known", "${var.body}"],
    ["of a file", '${file("openapi.json")}'],
  ])("that is %s leaves open who is let in", (_, body) => {
    const world = worldOf(merged(restApi(body), {}), {});
    const decision = called(world, "ANY /{proxy+}", anonymous);
    expect(told(decision)).toMatch(/^if aws_api_gateway_rest_api\.api admits the call by its body/);
  });

  test("fails where it is broken JSON, and says where", () => {
    expect(() => worldOf(restApi('{"openapi": "3.0.1", "paths": }'))).toThrow(UserError);
    expect(() => worldOf(restApi('{"openapi": '))).toThrow(/^aws_api_gateway_rest_api\.api: its body begins as JSON/);
  });
});

describe("an HTTP API that is written route by route", () => {
  const id = { api_id: "${aws_apigatewayv2_api.api.id}" };
  const target = "integrations/${aws_apigatewayv2_integration.served.id}";
  const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_own";
  const written = merged(httpApi(undefined), roles, {
    aws_apigatewayv2_integration: {
      served: { ...id, integration_type: "AWS_PROXY", integration_uri: "${aws_lambda_function.served.arn}" },
    },
    aws_apigatewayv2_authorizer: {
      jwt: { ...id, authorizer_type: "JWT", name: "jwt", jwt_configuration: { issuer, audience: ["web"] } },
    },
    aws_apigatewayv2_route: {
      a: { ...id, route_key: "GET /members/{id}", authorization_type: "AWS_IAM", target },
      b: {
        ...id,
        route_key: "ANY /b",
        authorization_type: "JWT",
        authorizer_id: "${aws_apigatewayv2_authorizer.jwt.id}",
        authorization_scopes: ["members/read"],
        target,
      },
      c: { ...id, route_key: "$default", target },
    },
  });
  const jwt = {
    type: "oauth2",
    "x-amazon-apigateway-authorizer": { type: "jwt", jwtConfiguration: { issuer, audience: ["web"] } },
  };
  const paths = {
    "/members/{id}": { get: guarded },
    "/b": { "x-amazon-apigateway-any-method": { ...integration, security: [{ jwt: ["members/read"] }] } },
    "/$default": { "x-amazon-apigateway-any-method": integration },
  };

  test("answers as the same API in an OpenAPI document", () => {
    const found = answers(worldOf(written));
    expect(found).toEqual(answers(worldOf(merged(httpApi(document(paths, { jwt })), roles))));
    expect(found).toContain("$default ANY /b access token of web: allowed");
    expect(found).toContain("$default ANY /b id token of web: denied 403 missing scope");
    expect(found).toContain("$default $default anonymous: allowed");
    expect(found).toContain("$default GET /members/{id} anonymous: denied 403 unsigned");
  });

  test("refuses signers as Forbidden, without saying why", () => {
    const world = worldOf(written);
    expect(called(world, "GET /members/{id}", signer(world, "none")).body).toBe('{"message":"Forbidden"}');
  });
});

describe("an HTTP API", () => {
  test("answers browsers that ask before a call by itself where CORS is configured", () => {
    const cors = { cors_configuration: { allow_origins: ["*"] } };
    const world = worldOf(httpApi(document({ "/a": { "x-amazon-apigateway-any-method": guarded } }), cors));
    const { route } = routeNamed(world, "OPTIONS /{proxy+}");
    expect(route.preflight).toBe(true);
    expect(told(called(world, "OPTIONS /{proxy+}", anonymous))).toBe("allowed");
  });

  test("of quick creation has a stage and a route to its target", () => {
    const quick = merged(servedFunction, {
      aws_apigatewayv2_api: {
        api: { name: "api", protocol_type: "HTTP", target: "${aws_lambda_function.served.arn}" },
      },
    });
    expect(told(called(worldOf(quick), "$default", anonymous))).toBe("allowed");
  });
});
