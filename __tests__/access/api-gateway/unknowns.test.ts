import { notCovered } from "../../../src/access/api-gateway/reading/not-covered";
import {
  anonymous,
  called,
  document,
  guarded,
  holder,
  httpApi,
  merged,
  open,
  policy,
  type Resources,
  restApi,
  told,
  vpcEndpoint,
  worldOf,
} from "./support";

const rest = restApi(document({ "/a": { get: open } }));
const ofRest = { rest_api_id: "${aws_api_gateway_rest_api.api.id}" };
const api = (more: object): Resources => merged(rest, { aws_api_gateway_rest_api: { api: { ...own, ...more } } });
const own = { name: "api", body: document({ "/a": { get: open } }) };
const answer = (resources: Resources, from = "internet") => told(called(worldOf(resources), "GET /a", anonymous, from));
const unknown = "${var.unknown}";

describe("what is not known of a REST API leaves open", () => {
  test.each([
    ["endpoint_configuration", "if aws_api_gateway_rest_api.api is public"],
    ["disable_execute_api_endpoint", "if the default endpoint of aws_api_gateway_rest_api.api is enabled"],
    ["policy", "if not (what ${var.unknown} says denies it) and what ${var.unknown} says allows it"],
  ])("its %s", (argument, condition) => {
    expect(answer(api({ [argument]: unknown }))).toBe(condition);
  });

  test("whether it is private, from an endpoint too", () => {
    const resources = merged(api({ endpoint_configuration: [unknown] }), vpcEndpoint());
    expect(answer(resources, "VPC endpoint way")).toBe("if aws_api_gateway_rest_api.api is private");
  });

  test("whether a stage serves it", () => {
    const live = { rest_api_id: unknown, stage_name: "live", deployment_id: "d" };
    expect(answer(merged(rest, { aws_api_gateway_stage: { live } }))).toBe(
      "if ${aws_api_gateway_rest_api.api.id} is ${var.unknown}",
    );
    const counted = { ...ofRest, stage_name: "live", count: unknown };
    expect(answer(merged(rest, { aws_api_gateway_stage: { live: counted } }))).toBe(
      "if count of aws_api_gateway_stage.live makes one",
    );
  });

  test("whether it has a policy of its own", () => {
    const denying = policy({
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
    });
    const may = (more: Record<string, string>): Resources =>
      merged(rest, { aws_api_gateway_rest_api_policy: { own: { ...ofRest, policy: denying, ...more } } });
    expect(answer(may({}))).toMatch(/^denied/);
    expect(answer(may({ rest_api_id: unknown }))).toContain(
      "if not (${aws_api_gateway_rest_api.api.id} is ${var.unknown})",
    );
    expect(answer(may({ count: unknown }))).toContain("count of aws_api_gateway_rest_api_policy.own makes one");
  });
});

describe("what is not known of an operation in a document leaves open whom it lets in", () => {
  test.each([
    ["its security", { ...guarded, security: unknown }],
    ["one of its requirements", { ...guarded, security: [unknown] }],
    ["its x-amazon-apigateway-auth", { ...open, "x-amazon-apigateway-auth": unknown }],
    ["the operation", unknown],
    ["what it refers to", { $ref: unknown }],
  ])("%s", (_, get) => {
    expect(answer(api({ body: document({ "/a": { get } }) }))).toContain("what ${var.unknown} ");
  });
});

describe("what is not known of a JWT authorizer leaves open", () => {
  const jwtApi = (configuration: object | string, route: object = {}): Resources =>
    merged(httpApi(undefined), {
      aws_apigatewayv2_authorizer: {
        jwt: {
          api_id: "${aws_apigatewayv2_api.api.id}",
          authorizer_type: "JWT",
          name: "jwt",
          jwt_configuration: configuration as string,
        },
      },
      aws_apigatewayv2_integration: {
        served: {
          api_id: "${aws_apigatewayv2_api.api.id}",
          integration_type: "AWS_PROXY",
          integration_uri: "${aws_lambda_function.served.invoke_arn}",
        },
      },
      aws_apigatewayv2_route: {
        a: {
          api_id: "${aws_apigatewayv2_api.api.id}",
          route_key: "GET /a",
          target: "integrations/${aws_apigatewayv2_integration.served.id}",
          authorization_type: "JWT",
          authorizer_id: "${aws_apigatewayv2_authorizer.jwt.id}",
          ...route,
        },
      },
    });
  const token = holder({ use: "id", userPoolId: "us-east-1_own", clientId: "web", scopes: [] });
  const known = { issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_own", audience: ["web"] };
  const met = (resources: Resources) => told(called(worldOf(resources), "GET /a", token));

  test("its configuration, whose tokens may be meant", () => {
    expect(met(jwtApi([known]))).toBe("allowed");
    expect(met(jwtApi(unknown))).toMatch(/^if \$\{var.unknown\} is .*us-east-1_own and \$\{var.unknown\} is web$/);
  });

  test("the scopes of its route, which may be none", () => {
    expect(met(jwtApi([known], { authorization_scopes: ["a"] }))).toBe("denied 403 missing scope");
    expect(met(jwtApi([known], { authorization_scopes: unknown }))).toBe(
      "if the token meets the scopes ${var.unknown}",
    );
  });
});

test("what cannot be placed is named as not analysed", () => {
  const { configuration, apis } = worldOf(
    merged(api({ body: unknown }), {
      aws_api_gateway_method: {
        stray: { rest_api_id: unknown, resource_id: "r", http_method: "GET", authorization: "NONE" },
      },
      aws_api_gateway_resource: { below: { ...ofRest, parent_id: unknown, path_part: "below" } },
      aws_apigatewayv2_api: { other: { name: "other", protocol_type: unknown } },
      aws_lambda_permission: { served: { function_name: "served", count: unknown } },
    }),
  );
  expect(notCovered(configuration, apis).slice(0, -1)).toEqual([
    "aws_apigatewayv2_api.other: whether it is a WebSocket API, which would not be analysed",
    "aws_api_gateway_rest_api.api: a body that is not known, or YAML",
    "aws_api_gateway_method.stray: to what it belongs, because its rest_api_id is not known",
    "aws_api_gateway_resource.below: to what it belongs, because its parent_id is not known",
    "aws_lambda_permission.served: how many there are, if any, because its count or for_each is not known",
  ]);
});
