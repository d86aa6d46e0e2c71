import { adding, method, policy, type Resources } from "../../support/terraform";
import { changed, callers, permission } from "./changed";

/** A private REST API of an OpenAPI document, behind an endpoint with a policy; and one with a policy of its own. */
export function privateApis(): Resources {
  const invoked = "execute-api:Invoke";
  return changed(
    adding({
      aws_iam_role_policy: {
        staff: {
          policy: policy(
            callers("${aws_api_gateway_rest_api.inner.execution_arn}/live/GET/items/*"),
            callers("${aws_api_gateway_rest_api.outer.execution_arn}/live/GET/items"),
          ),
        },
      },
      aws_api_gateway_rest_api: {
        inner: {
          name: "inner",
          endpoint_configuration: [{ types: ["PRIVATE"], vpc_endpoint_ids: ["${aws_vpc_endpoint.api.id}"] }],
          disable_execute_api_endpoint: false,
          body: document(),
        },
        outer: { name: "outer", disable_execute_api_endpoint: true },
      },
      aws_api_gateway_rest_api_policy: {
        outer: {
          rest_api_id: "${aws_api_gateway_rest_api.outer.id}",
          policy: policy(
            { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: invoked, Resource: "execute-api:/*" },
            {
              Effect: "Deny",
              Principal: "*",
              Action: invoked,
              Resource: "execute-api:/*",
              Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
            },
          ),
        },
      },
      aws_api_gateway_base_path_mapping: {
        outer: { api_id: "${aws_api_gateway_rest_api.outer.id}", stage_name: "live", domain_name: "example.com" },
      },
      aws_api_gateway_stage: {
        inner: { rest_api_id: "${aws_api_gateway_rest_api.inner.id}", stage_name: "live", variables: { of: "orders" } },
      },
      aws_api_gateway_deployment: {
        outer: { rest_api_id: "${aws_api_gateway_rest_api.outer.id}", stage_name: "live" },
      },
      aws_api_gateway_method: {
        outer: {
          ...method("GET items", { rest_api_id: "${aws_api_gateway_rest_api.outer.id}" }),
        },
      },
      aws_api_gateway_resource: {
        items: {
          rest_api_id: "${aws_api_gateway_rest_api.outer.id}",
          parent_id: "${aws_api_gateway_rest_api.outer.root_resource_id}",
          path_part: "items",
        },
      },
      aws_api_gateway_integration: {
        outer: { ...method("GET items", { rest_api_id: "${aws_api_gateway_rest_api.outer.id}" }), type: "MOCK" },
      },
      aws_lambda_permission: { inner: permission("aws_api_gateway_rest_api.inner") },
      aws_vpc_endpoint: {
        api: { vpc_id: "vpc-1", service_name: "com.amazonaws.eu-west-1.execute-api", private_dns_enabled: true },
      },
      aws_vpc_endpoint_policy: {
        api: {
          vpc_endpoint_id: "${aws_vpc_endpoint.api.id}",
          policy: policy({ Effect: "Allow", Principal: "*", Action: invoked, Resource: "*" }),
        },
      },
    }),
  );
}

const serving = {
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.of}/invocations",
  },
};

/** IAM, a user pool and nobody guard it; only calls through the endpoint are let in. */
function document(): string {
  const invoked = { Principal: "*", Action: "execute-api:Invoke" };
  const served = JSON.parse(JSON.stringify(serving).replace("${stage", "$${stage")) as object;
  return JSON.stringify({
    openapi: "3.0.1",
    paths: {
      "/items": { get: { security: [{ iam: [] }], ...served }, options: { ...served } },
      "/items/{id}": { get: { security: [{ iam: [] }], ...served }, post: { security: [{ users: [] }], ...served } },
      "/scoped": { get: { security: [{ users: ["orders/read"] }], "x-amazon-apigateway-auth": {}, ...served } },
      "/typed": { get: { "x-amazon-apigateway-auth": { type: "AWS_IAM" }, ...served } },
    },
    components: {
      securitySchemes: {
        iam: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
        users: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authtype": "cognito_user_pools",
          "x-amazon-apigateway-authorizer": {
            type: "cognito_user_pools",
            providerARNs: ["${aws_cognito_user_pool.users.arn}"],
          },
        },
      },
    },
    "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: false },
    "x-amazon-apigateway-policy": {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", ...invoked, Resource: ["execute-api:/*/*/items", "execute-api:/*/POST/*"] },
        {
          Effect: "Deny",
          ...invoked,
          Resource: "execute-api:/*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.api.id}" } },
        },
      ],
    },
  });
}
