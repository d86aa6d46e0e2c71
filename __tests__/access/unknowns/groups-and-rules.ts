import { adding, addMethods, type Arguments, policy, type Resources, trust } from "../../support/terraform";
import { changed, callers } from "./changed";

/** A regional REST API of AWS_IAM that groups and guests call, with managed policies, a boundary and session tags. */
export function groupsAndGuests(): Resources {
  return changed(
    adding({
      aws_cognito_identity_pool: { members: { allow_unauthenticated_identities: true, allow_classic_flow: false } },
      aws_cognito_identity_pool_roles_attachment: {
        members: {
          roles: { authenticated: "${aws_iam_role.signed-in.arn}", unauthenticated: "${aws_iam_role.guest.arn}" },
        },
      },
      aws_cognito_identity_pool_provider_principal_tag: {
        members: {
          identity_pool_id: "${aws_cognito_identity_pool.members.id}",
          identity_provider_name: "${aws_cognito_user_pool.users.endpoint}",
          use_defaults: false,
        },
      },
      aws_iam_role: {
        guest: { name: "guest", assume_role_policy: trust("unauthenticated") },
        admin: {
          permissions_boundary: "${aws_iam_policy.most.arn}",
          inline_policy: [{ name: "none", policy: denying }],
        },
        staff: { managed_policy_arns: ["${aws_iam_policy.logs.arn}"] },
        service: { name: "service", assume_role_policy: trustingApiGateway, managed_policy_arns: [] },
      },
      aws_iam_policy: {
        most: { name: "most", policy: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
        logs: { name: "logs", policy: policy({ Effect: "Allow", Action: "logs:*", Resource: "*" }) },
        guest: {
          name: "guest",
          policy: policy(
            callers("${aws_api_gateway_rest_api.shop.execution_arn}/v1/GET/orders", {
              Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
            }),
          ),
        },
        invoke: {
          name: "invoke",
          policy: policy({
            Effect: "Allow",
            Action: "lambda:InvokeFunction",
            Resource: "${aws_lambda_function.orders.arn}",
          }),
        },
      },
      aws_iam_role_policy_attachment: {
        guest: { role: "${aws_iam_role.guest.name}", policy_arn: "${aws_iam_policy.guest.arn}" },
        service: { role: "${aws_iam_role.service.name}", policy_arn: "${aws_iam_policy.invoke.arn}" },
      },
      aws_api_gateway_authorizer: {
        users: {
          name: "users",
          type: "COGNITO_USER_POOLS",
          rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
          provider_arns: ["${aws_cognito_user_pool.users.arn}"],
        },
        custom: {
          name: "custom",
          type: "REQUEST",
          rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
          authorizer_uri: "${aws_lambda_function.orders.invoke_arn}",
          authorizer_credentials: "${aws_iam_role.service.arn}",
        },
      },
      aws_api_gateway_resource: Object.fromEntries(
        ["mine", "ours", "asked", "failing"].map((name) => [
          name,
          {
            rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
            parent_id: "${aws_api_gateway_rest_api.shop.root_resource_id}",
            path_part: name,
          },
        ]),
      ),
      aws_cognito_user_pool_client: {
        web: {
          allowed_oauth_flows_user_pool_client: true,
          allowed_oauth_flows: ["code"],
          allowed_oauth_scopes: ["openid", "orders/read"],
          explicit_auth_flows: ["ALLOW_USER_SRP_AUTH"],
        },
      },
    }),
    (resources) =>
      addMethods(resources, {
        "OPTIONS orders": { authorization: "NONE", api_key_required: false },
        "GET mine": byUserPool,
        "GET ours": { ...byUserPool, authorization_scopes: ["orders/read"] },
        "GET asked": { authorization: "CUSTOM", authorizer_id: "${aws_api_gateway_authorizer.custom.id}" },
        "GET failing": { authorization: "NONE" },
      }),
    adding({
      aws_api_gateway_integration: {
        "get-mine": { credentials: "${aws_iam_role.service.arn}" },
        "get-ours": {
          uri: "${aws_lambda_function.orders.invoke_arn}",
          request_templates: { "application/json": "{}" },
        },
        "get-failing": { credentials: "arn:aws:iam::*:user/*" },
      },
    }),
  );
}

const denying = policy({
  Effect: "Deny",
  Action: "execute-api:Invoke",
  Resource: "arn:aws:execute-api:*:*:*/*/DELETE/*",
});

const trustingApiGateway = policy({
  Effect: "Allow",
  Principal: { Service: "apigateway.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const byUserPool: Arguments = {
  authorization: "COGNITO_USER_POOLS",
  authorizer_id: "${aws_api_gateway_authorizer.users.id}",
};

/** An identity pool that chooses roles by rules, takes other providers too, and allows the classic flow. */
export function rulesAndClassic(): Resources {
  const rule = (claim: string, value: string, role: string) => ({
    claim,
    match_type: "Equals",
    value,
    role_arn: `\${aws_iam_role.${role}.arn}`,
  });
  return changed(
    adding({
      aws_cognito_user_pool: { users: { lambda_config: [{ post_confirmation: "${aws_lambda_function.orders.arn}" }] } },
      aws_cognito_identity_pool: {
        members: {
          allow_classic_flow: true,
          openid_connect_provider_arns: ["arn:aws:iam::111122223333:oidc-provider/example.com"],
          supported_login_providers: { "graph.facebook.com": "1" },
        },
      },
      aws_cognito_identity_pool_roles_attachment: {
        members: {
          role_mapping: [
            {
              identity_provider: "${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.web.id}",
              type: "Rules",
              ambiguous_role_resolution: "Deny",
              mapping_rule: [rule("cognito:groups", "admin", "admin"), rule("email", "staff@example.com", "staff")],
            },
          ],
        },
      },
    }),
  );
}
