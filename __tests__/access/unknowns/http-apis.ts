import { adding, type Arguments, policy, type Resources } from "../../support/terraform";
import { changed, callers, permission } from "./changed";

/** HTTP APIs with JWT: one of routes, one of a document, one that was created quickly. */
export function httpApis(): Resources {
  const ofNotes = { api_id: "${aws_apigatewayv2_api.notes.id}" };
  const route = (key: string, more: Arguments) => ({
    ...ofNotes,
    route_key: key,
    target: "integrations/${aws_apigatewayv2_integration.notes.id}",
    ...more,
  });
  const jwt = { authorization_type: "JWT", authorizer_id: "${aws_apigatewayv2_authorizer.jwt.id}" };
  const issuer = "https://${aws_cognito_user_pool.users.endpoint}";
  const audience = ["${aws_cognito_user_pool_client.web.id}"];
  return changed(
    adding({
      aws_cognito_user_pool_client: {
        web: {
          allowed_oauth_flows_user_pool_client: true,
          allowed_oauth_flows: ["code"],
          allowed_oauth_scopes: ["openid", "notes/write"],
        },
      },
      aws_iam_role_policy: {
        staff: { policy: policy(callers("${aws_apigatewayv2_api.notes.execution_arn}/$default/POST/signed")) },
      },
      aws_apigatewayv2_api: {
        notes: {
          name: "notes",
          protocol_type: "HTTP",
          cors_configuration: [{ allow_origins: ["https://example.com"] }],
        },
        written: { name: "written", protocol_type: "HTTP", body: httpDocument(issuer, audience) },
        quick: { name: "quick", protocol_type: "HTTP", target: "${aws_lambda_function.orders.arn}" },
      },
      aws_apigatewayv2_stage: {
        notes: { ...ofNotes, name: "$default" },
        written: { api_id: "${aws_apigatewayv2_api.written.id}", name: "live" },
      },
      aws_apigatewayv2_authorizer: {
        jwt: { ...ofNotes, authorizer_type: "JWT", name: "jwt", jwt_configuration: [{ issuer, audience }] },
      },
      aws_apigatewayv2_integration: {
        notes: {
          ...ofNotes,
          integration_type: "AWS_PROXY",
          integration_uri: "${aws_lambda_function.orders.invoke_arn}",
        },
      },
      aws_apigatewayv2_route: {
        read: route("GET /notes", jwt),
        write: route("POST /notes", { ...jwt, authorization_scopes: ["notes/write"] }),
        signed: route("POST /signed", { authorization_type: "AWS_IAM" }),
        open: route("GET /open", { authorization_type: "NONE" }),
        rest: route("$default", jwt),
      },
      aws_lambda_permission: {
        notes: permission("aws_apigatewayv2_api.notes"),
        written: permission("aws_apigatewayv2_api.written"),
        quick: {
          ...permission("aws_apigatewayv2_api.quick"),
          source_arn: "${aws_apigatewayv2_api.quick.execution_arn}/*",
        },
      },
    }),
  );
}

function httpDocument(issuer: string, audience: readonly string[]): string {
  const served = {
    "x-amazon-apigateway-integration": { type: "AWS_PROXY", uri: "${aws_lambda_function.orders.invoke_arn}" },
  };
  return JSON.stringify({
    openapi: "3.0.1",
    paths: { "/notes": { get: { security: [{ users: [] }], ...served } }, "/open": { get: served } },
    components: {
      securitySchemes: {
        users: {
          type: "oauth2",
          "x-amazon-apigateway-authorizer": { type: "jwt", jwtConfiguration: { issuer, audience } },
        },
      },
    },
    "x-amazon-apigateway-cors": { allowOrigins: ["https://example.com"] },
  });
}
