import { serviceRolesOf } from "../../../src/access/api-gateway/facts/service-roles";
import { type JsonValue } from "../../../src/json";
import {
  account,
  anonymous,
  called,
  document,
  httpApi,
  merged,
  open,
  policy,
  region,
  type Resources,
  restApi,
  restArn,
  served,
  told,
  worldOf,
} from "./support";

const failing = "failing 500 integration permission";

/** The API with one permission of its function instead of the one for everything. */
function permitted(api: Resources, permission: Record<string, JsonValue> | undefined): Resources {
  const { aws_lambda_permission, ...others } = api;
  const { served: all } = aws_lambda_permission ?? {};
  return permission ? merged(others, { aws_lambda_permission: { served: { ...all, ...permission } } }) : others;
}

// docs/access-model.md 4
describe("a function's permission for a REST API", () => {
  const api = restApi(document({ "/a/{id}": { get: open }, "/b": { "x-amazon-apigateway-any-method": open } }));
  const outcome = (permission: Record<string, JsonValue> | undefined, label = "GET /a/{id}") =>
    told(called(worldOf(permitted(api, permission)), label, anonymous));
  const arn = (rest: string) => ({ source_arn: `\${aws_api_gateway_rest_api.api.execution_arn}/${rest}` });

  test.each([
    ["*", "allowed"],
    ["*/*", "allowed"],
    ["live/GET/a/*", "allowed"],
    ["*/GET/a/*", "allowed"],
    ["live/POST/a/*", failing],
    ["test/*", failing],
    ["live/GET/b", failing],
    ["live/GET/a/42", "if {id} is 42"],
  ])("with the source %s is %s", (rest, expected) => {
    expect(outcome(arn(rest))).toBe(expected);
  });

  test("for members of an organization depends on whom AWS counts among them", () => {
    expect(outcome({ principal: "*", principal_org_id: "o-1" })).toMatch(/^if .*served counts API Gateway among o-1$/);
  });

  test("for some of ANY's methods depends on the method", () => {
    expect(outcome(arn("live/*/b"), "ANY /b")).toBe("allowed");
    expect(outcome(arn("live/GET/b"), "ANY /b")).toBe("if {method} is GET");
  });

  test("fails where there is none, another service has it, or another API or function", () => {
    expect(outcome(undefined)).toBe(failing);
    expect(outcome({ principal: "s3.amazonaws.com" })).toBe(failing);
    expect(outcome({ function_name: "other" })).toBe(failing);
    expect(outcome({ source_account: "444455556666" })).toBe(failing);
    expect(outcome({ qualifier: "v1" })).toBe(failing);
    const decision = called(worldOf(permitted(api, undefined)), "GET /a/{id}", anonymous);
    expect(decision.body).toBe('{"message":"Internal server error"}');
  });

  test("may name the function by its ARN or its resource", () => {
    const functionArn = `arn:aws:lambda:${region}:${account}:function:served`;
    expect(outcome({ function_name: functionArn })).toBe("allowed");
    expect(outcome({ function_name: "${aws_lambda_function.served.function_name}" })).toBe("allowed");
    expect(outcome({ function_name: "${aws_lambda_function.served.arn}" })).toBe("allowed");
  });

  test("depends on what is not in the configuration where the function isn't", () => {
    const { aws_lambda_function: _, ...others } = permitted(api, undefined);
    expect(told(called(worldOf(others), "GET /a/{id}", anonymous))).toMatch(/^if arn:.*:function:served, which is not/);
  });
});

describe("a function's permission for an HTTP API", () => {
  const api = httpApi(document({ "/a/{id}": { get: open }, "/$default": { "x-amazon-apigateway-any-method": open } }));
  const outcome = (label: string, rest: string) => {
    const permission = { source_arn: `\${aws_apigatewayv2_api.api.execution_arn}/${rest}` };
    return told(called(worldOf(permitted(api, permission)), label, anonymous));
  };

  test.each([
    ["GET /a/{id}", "*/*", "allowed"],
    ["GET /a/{id}", "*/*/a/{id}", "allowed"],
    ["GET /a/{id}", "$default/GET/a/*", "allowed"],
    ["GET /a/{id}", "$default/PUT/a/*", failing],
    ["$default", "$default/$default", "allowed"],
    ["$default", "*/$default", "allowed"],
    ["$default", "*/*/*", failing],
  ])("%s with the source %s is %s", (label, rest, expected) => {
    expect(outcome(label, rest)).toBe(expected);
  });
});

describe("an integration with a role", () => {
  const trusting = (service: string) =>
    policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
  const role = (service: string, ...statements: readonly JsonValue[]): Resources => ({
    aws_iam_role: { proxy: { name: "proxy", assume_role_policy: trusting(service) } },
    aws_iam_role_policy: { proxy: { role: "${aws_iam_role.proxy.id}", policy: policy(...statements) } },
  });
  const invoke = { Effect: "Allow", Action: "lambda:*", Resource: "*" };
  const withRole = { ...served, credentials: "${aws_iam_role.proxy.arn}" };
  const api = restApi(document({ "/a": { get: { "x-amazon-apigateway-integration": withRole } } }));
  const outcome = (...parts: readonly Resources[]) => told(called(worldOf(merged(api, ...parts)), "GET /a", anonymous));
  const gateway = "apigateway.amazonaws.com";

  test("answers where the role may invoke the function and trusts API Gateway", () => {
    expect(outcome(role(gateway, invoke))).toBe("allowed");
    expect(outcome(role("lambda.amazonaws.com", invoke))).toBe(failing);
    expect(outcome(role(gateway, { ...invoke, Action: "s3:*" }))).toBe(failing);
  });

  test("depends on a role that is not in the configuration", () => {
    const elsewhere = { ...served, credentials: "arn:aws:iam::111122223333:role/elsewhere" };
    const other = restApi(document({ "/a": { get: { "x-amazon-apigateway-integration": elsewhere } } }));
    expect(told(called(worldOf(other), "GET /a", anonymous))).toMatch(/^if the role .*role\/elsewhere, which is not/);
  });

  describe("that calls a service", () => {
    const template = '{"UserPoolId":"us-east-1_own","ClientId":"web"}';
    const call = (action: string, templates: Record<string, string> = { "application/json": template }) => ({
      "x-amazon-apigateway-integration": {
        type: "aws",
        httpMethod: "POST",
        uri: `arn:aws:apigateway:${region}:cognito-idp:action/${action}`,
        credentials: "${aws_iam_role.proxy.arn}",
        requestTemplates: templates,
      },
    });
    const proxy = restApi(
      document({
        "/admin": { post: call("AdminInitiateAuth") },
        "/any": { post: call("AdminInitiateAuth", {}) },
        "/sign-in": { post: call("InitiateAuth") },
      }),
    );
    const may = (pool: string) => ({
      Sid: "SignIn",
      Effect: "Allow",
      Action: "cognito-idp:AdminInitiateAuth",
      Resource: `arn:aws:cognito-idp:${region}:${account}:userpool/${pool}`,
    });
    const of = (...statements: readonly JsonValue[]) => worldOf(merged(proxy, role(gateway, ...statements)));

    test("asks whether the role may do it with the user pool that the template names", () => {
      expect(told(called(of(may("us-east-1_own")), "POST /admin", anonymous))).toBe("allowed");
      expect(told(called(of(may("us-east-1_other")), "POST /admin", anonymous))).toBe("failing integration permission");
    });

    test("depends on the request where the template names none", () => {
      expect(told(called(of(may("us-east-1_own")), "POST /any", anonymous))).toBe(
        `if {resource} is arn:aws:cognito-idp:${region}:${account}:userpool/us-east-1_own`,
      );
      expect(told(called(of({ ...may("*"), Resource: "*" }), "POST /any", anonymous))).toBe("allowed");
    });

    test("needs no permission for what Cognito does for everybody", () => {
      expect(told(called(of({ ...may("x"), Action: "s3:GetObject" }), "POST /sign-in", anonymous))).toBe("allowed");
    });

    test("shows all that the role may do", () => {
      const world = of(may("us-east-1_own"));
      const [found, ...others] = serviceRolesOf(world.apis, world.roles);
      expect(others).toEqual([]);
      expect(found?.label).toBe("proxy");
      expect(found?.routes.map(({ label }) => label)).toEqual(["POST /admin", "POST /any", "POST /sign-in"]);
      expect(found?.reach).toEqual([
        {
          effect: "Allow",
          actions: ["cognito-idp:AdminInitiateAuth"],
          otherActions: false,
          resources: [`arn:aws:cognito-idp:${region}:${account}:userpool/us-east-1_own`],
          otherResources: false,
          address: "aws_iam_role_policy.proxy, policy",
          statement: "SignIn",
        },
      ]);
    });

    test("shows its conditions, and roles that are not known, of authorizers too", () => {
      const condition = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
      const limited = of({ ...may("us-east-1_own"), Condition: condition });
      const [found] = serviceRolesOf(limited.apis, limited.roles);
      expect(found?.reach[0]?.condition).toBe("aws:SourceIp lies in 203.0.113.0/24");
      const asked = {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "request",
          authorizerUri: served.uri,
          authorizerCredentials: "${var.role}",
        },
      };
      const custom = restApi(document({ "/a": { get: { ...open, security: [{ asked: [] }] } } }, { asked }));
      const { apis, roles } = worldOf(custom);
      const [unknown] = serviceRolesOf(apis, roles);
      expect(unknown?.label).toBe("${var.role}");
      expect(unknown?.routes.map(({ label }) => label)).toEqual(["GET /a"]);
      expect(unknown?.unknown).toEqual(["a policy of ${var.role}", "the permissions boundary of ${var.role}"]);
    });
  });
});

describe("an authorizer's function that API Gateway may not call", () => {
  const authorizer = (permission: Resources): Resources =>
    merged(permitted(restApi(document({ "/a": { get: open } })), { source_arn: restArn("GET/*") }), permission, {
      aws_api_gateway_authorizer: {
        own: {
          name: "own",
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          authorizer_uri: "${aws_lambda_function.served.invoke_arn}",
        },
      },
      aws_api_gateway_resource: {
        b: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          parent_id: "${aws_api_gateway_rest_api.api.root_resource_id}",
          path_part: "b",
        },
      },
      aws_api_gateway_method: {
        b: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          resource_id: "${aws_api_gateway_resource.b.id}",
          http_method: "GET",
          authorization: "CUSTOM",
          authorizer_id: "${aws_api_gateway_authorizer.own.id}",
        },
      },
      aws_api_gateway_integration: {
        b: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          resource_id: "${aws_api_gateway_resource.b.id}",
          http_method: "${aws_api_gateway_method.b.http_method}",
          type: "AWS_PROXY",
          uri: "${aws_lambda_function.served.invoke_arn}",
        },
      },
    });
  const ofAuthorizer = {
    function_name: "served",
    action: "lambda:InvokeFunction",
    principal: "apigateway.amazonaws.com",
    source_arn: "${aws_api_gateway_rest_api.api.execution_arn}/authorizers/${aws_api_gateway_authorizer.own.id}",
  };

  test("fails for everybody, until a permission names the authorizer", () => {
    expect(told(called(worldOf(authorizer({})), "GET /b", anonymous))).toBe(failing);
    const named = worldOf(authorizer({ aws_lambda_permission: { own: ofAuthorizer } }));
    expect(told(called(named, "GET /b", anonymous))).toBe(
      "if the authorizer aws_api_gateway_authorizer.own lets it in",
    );
  });
});
