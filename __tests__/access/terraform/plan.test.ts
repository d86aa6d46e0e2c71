import { type Configuration } from "../../../src/access/terraform/configuration";
import { constant, plan, references } from "../../support/plan-json";
import { resourceAt, shown, shownAttribute } from "../../support/terraform-json";

const values = (configuration: Configuration, address: string) => shown(resourceAt(configuration, address).values);

test("what is known comes from the values, and ids that are not from the references", () => {
  const configuration = plan(
    [
      { address: "aws_api_gateway_rest_api.a", values: { name: "a", policy: null } },
      {
        address: "aws_api_gateway_resource.r",
        values: { path_part: "r" },
        unknown: { rest_api_id: true, parent_id: true, path: true },
      },
      {
        address: "aws_lambda_permission.p",
        values: { action: "lambda:InvokeFunction" },
        unknown: { source_arn: true, function_name: true },
      },
    ],
    {
      resources: {
        "aws_api_gateway_rest_api.a": { name: constant("a") },
        "aws_api_gateway_resource.r": {
          rest_api_id: references("aws_api_gateway_rest_api.a.id"),
          parent_id: references("aws_api_gateway_rest_api.a.root_resource_id"),
          path_part: constant("r"),
        },
        "aws_lambda_permission.p": {
          action: constant("lambda:InvokeFunction"),
          function_name: references("aws_lambda_function.gone.arn"),
          source_arn: references("aws_api_gateway_rest_api.a.execution_arn"),
        },
      },
    },
  );
  expect(values(configuration, "aws_api_gateway_rest_api.a")).toEqual({ name: "a" });
  expect(values(configuration, "aws_api_gateway_resource.r")).toEqual({
    path_part: "r",
    rest_api_id: "${aws_api_gateway_rest_api.a.id}",
    parent_id: "${aws_api_gateway_rest_api.a.root_resource_id}",
  });
  expect(shownAttribute(configuration, "aws_api_gateway_resource.r", "path")).toBe("/r");
  // What stands behind the ARN is not in a plan.
  expect(values(configuration, "aws_lambda_permission.p")).toEqual({
    action: "lambda:InvokeFunction",
    function_name: "${aws_lambda_permission.p.function_name}",
    source_arn: "${aws_lambda_permission.p.source_arn}",
  });
  expect(resourceAt(configuration, "aws_api_gateway_rest_api.a").region).toBe("eu-west-1");
});

test("references are followed through modules' inputs and outputs", () => {
  const api = {
    resources: { "aws_api_gateway_rest_api.this": {} },
    outputs: { id: references("aws_api_gateway_rest_api.this.id") },
  };
  const stage = {
    inputs: { api: references("module.api.id") },
    variables: { api: {}, name: { default: "live" } },
    resources: {
      "aws_api_gateway_stage.this": {
        rest_api_id: references("var.api"),
        stage_name: references("var.name"),
        deployment_id: references("var.other"),
      },
    },
  };
  const keyed = { ...api, keyed: true };
  const configuration = plan(
    [
      { address: "module.api.aws_api_gateway_rest_api.this", module: "module.api" },
      { address: 'module.apis["a.b"].aws_api_gateway_rest_api.this', module: 'module.apis["a.b"]' },
      {
        address: "module.stage.aws_api_gateway_stage.this",
        module: "module.stage",
        unknown: { rest_api_id: true, stage_name: true, deployment_id: true },
      },
      { address: "aws_api_gateway_deployment.d", unknown: { rest_api_id: true } },
    ],
    {
      calls: { api, stage, apis: keyed },
      resources: {
        "aws_api_gateway_deployment.d": {
          rest_api_id: { references: ['module.apis["a.b"].id', 'module.apis["a.b"]', "module.apis"] },
        },
      },
    },
  );
  expect(values(configuration, "module.stage.aws_api_gateway_stage.this")).toEqual({
    rest_api_id: "${module.api.aws_api_gateway_rest_api.this.id}",
    stage_name: "live",
    deployment_id: "${module.stage.aws_api_gateway_stage.this.deployment_id}",
  });
  expect(values(configuration, "aws_api_gateway_deployment.d")).toEqual({
    rest_api_id: '${module.apis["a.b"].aws_api_gateway_rest_api.this.id}',
  });
});

test("instances are found by their index, and by each.key", () => {
  const configuration = plan(
    [
      { address: 'aws_iam_role.r["a"]', index: "a", values: { name: "role-a" } },
      { address: 'aws_iam_role.r["b"]', index: "b", values: { name: "role-b" } },
      { address: "aws_cognito_user_pool.u[0]", index: 0 },
      { address: 'aws_cognito_user_group.g["b"]', index: "b", unknown: { role_arn: true, user_pool_id: true } },
      { address: "aws_cognito_user_group.h[1]", index: 1, unknown: { role_arn: true, user_pool_id: true } },
    ],
    {
      resources: {
        "aws_iam_role.r": {},
        "aws_cognito_user_pool.u": {},
        "aws_cognito_user_group.g": {
          role_arn: references("aws_iam_role.r", "each.key"),
          user_pool_id: {
            references: ["aws_cognito_user_pool.u[0].id", "aws_cognito_user_pool.u[0]", "aws_cognito_user_pool.u"],
          },
        },
        "aws_cognito_user_group.h": {
          role_arn: references("aws_iam_role.r", "count.index"),
          user_pool_id: references("aws_cognito_user_pool.u"),
        },
      },
    },
  );
  expect(values(configuration, 'aws_cognito_user_group.g["b"]')).toEqual({
    role_arn: "arn:aws:iam::${the account}:role/role-b",
    user_pool_id: "${aws_cognito_user_pool.u[0].id}",
  });
  expect(values(configuration, "aws_cognito_user_group.h[1]")).toEqual({
    role_arn: "${aws_cognito_user_group.h[1].role_arn}",
    user_pool_id: "${aws_cognito_user_pool.u[0].id}",
  });
});

test("arguments that are made of references in one way only are composed", () => {
  const pool = references("aws_cognito_user_pool.u.endpoint", "aws_cognito_user_pool_client.c.id");
  const configuration = plan(
    [
      { address: "aws_cognito_user_pool.u" },
      { address: "aws_cognito_user_pool_client.c" },
      { address: "aws_apigatewayv2_integration.i" },
      { address: "aws_vpc_endpoint.e" },
      { address: "aws_vpc_endpoint.f" },
      { address: "aws_lambda_function.f", values: { function_name: "f" } },
      { address: "aws_iam_role.r", values: { name: "r" } },
      { address: "aws_apigatewayv2_route.r", unknown: { target: true } },
      {
        address: "aws_apigatewayv2_authorizer.a",
        values: { jwt_configuration: [{}] },
        unknown: { jwt_configuration: [{ issuer: true, audience: true }] },
      },
      {
        address: "aws_cognito_identity_pool_roles_attachment.a",
        values: { role_mapping: [{ type: "Token" }], roles: {} },
        unknown: { role_mapping: [{ identity_provider: true }], roles: { authenticated: true } },
      },
      {
        address: "aws_cognito_identity_pool_roles_attachment.two",
        unknown: { roles: { authenticated: true, unauthenticated: true } },
      },
      {
        address: "aws_api_gateway_rest_api.a",
        values: { endpoint_configuration: [{ types: ["PRIVATE"] }] },
        unknown: { endpoint_configuration: [{ vpc_endpoint_ids: true }] },
      },
      { address: "aws_api_gateway_integration.i", unknown: { uri: true, credentials: true } },
    ],
    {
      resources: {
        "aws_apigatewayv2_route.r": { target: references("aws_apigatewayv2_integration.i.id") },
        "aws_apigatewayv2_authorizer.a": {
          jwt_configuration: [
            {
              issuer: references("aws_cognito_user_pool.u.endpoint"),
              audience: references("aws_cognito_user_pool_client.c.id"),
            },
          ],
        },
        "aws_cognito_identity_pool_roles_attachment.a": {
          role_mapping: [{ identity_provider: pool, type: constant("Token") }],
          roles: references("aws_iam_role.r.arn"),
        },
        "aws_cognito_identity_pool_roles_attachment.two": {
          roles: references("aws_iam_role.r.arn", "aws_iam_role.r2.arn"),
        },
        "aws_api_gateway_rest_api.a": {
          endpoint_configuration: [
            {
              types: constant(["PRIVATE"]),
              vpc_endpoint_ids: references("aws_vpc_endpoint.e.id", "aws_vpc_endpoint.f.id"),
            },
          ],
        },
        "aws_api_gateway_integration.i": {
          uri: references("aws_lambda_function.f.invoke_arn"),
          credentials: references("aws_iam_role.r.arn"),
        },
      },
    },
  );
  const endpoint = "cognito-idp.eu-west-1.amazonaws.com/${aws_cognito_user_pool.u.id}";
  expect(values(configuration, "aws_apigatewayv2_route.r")).toEqual({
    target: "integrations/${aws_apigatewayv2_integration.i.id}",
  });
  expect(values(configuration, "aws_apigatewayv2_authorizer.a")).toEqual({
    jwt_configuration: [{ issuer: `https://${endpoint}`, audience: ["${aws_cognito_user_pool_client.c.id}"] }],
  });
  expect(values(configuration, "aws_cognito_identity_pool_roles_attachment.a")).toEqual({
    role_mapping: [{ type: "Token", identity_provider: `${endpoint}:\${aws_cognito_user_pool_client.c.id}` }],
    roles: { authenticated: "arn:aws:iam::${the account}:role/r" },
  });
  expect(values(configuration, "aws_cognito_identity_pool_roles_attachment.two")).toEqual({
    roles: {
      authenticated: "${aws_cognito_identity_pool_roles_attachment.two.roles.authenticated}",
      unauthenticated: "${aws_cognito_identity_pool_roles_attachment.two.roles.unauthenticated}",
    },
  });
  expect(values(configuration, "aws_api_gateway_rest_api.a")).toEqual({
    endpoint_configuration: [
      { types: ["PRIVATE"], vpc_endpoint_ids: ["${aws_vpc_endpoint.e.id}", "${aws_vpc_endpoint.f.id}"] },
    ],
  });
  expect(values(configuration, "aws_api_gateway_integration.i")).toEqual({
    uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:${the account}:function:f/invocations",
    credentials: "arn:aws:iam::${the account}:role/r",
  });
});

test("a module's key may look like an index", () => {
  const module = 'module.apis["2"]';
  const configuration = plan(
    [
      { address: `${module}.aws_api_gateway_rest_api.this`, module },
      { address: "aws_api_gateway_deployment.d", unknown: { rest_api_id: true } },
    ],
    {
      calls: {
        apis: {
          keyed: true,
          resources: { "aws_api_gateway_rest_api.this": {} },
          outputs: { id: references("aws_api_gateway_rest_api.this.id") },
        },
      },
      resources: {
        "aws_api_gateway_deployment.d": { rest_api_id: { references: [`${module}.id`, module, "module.apis"] } },
      },
    },
  );
  expect(values(configuration, "aws_api_gateway_deployment.d")).toEqual({
    rest_api_id: `\${${module}.aws_api_gateway_rest_api.this.id}`,
  });
});
