import { type Access, accessOf } from "../../src/access/access";
import { type Decision } from "../../src/access/decision";
import { readTerraform } from "../../src/access/terraform/read";
import { type JsonValue } from "../../src/json";
import {
  allow,
  deny,
  document,
  guarded,
  merged,
  open,
  policy,
  type Resources,
  served,
  servedFunction,
  sigv4,
} from "./api-gateway/support";

const account = "111122223333";
const userPool = "cognito-idp.us-east-1.amazonaws.com/${aws_cognito_user_pool.users.id}";

const trust = (amr: string) =>
  policy({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.members.id}" },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
    },
  });

const role = (name: string, amr: string, more: Record<string, JsonValue> = {}): Resources => ({
  aws_iam_role: { [name]: { name, assume_role_policy: trust(amr), ...more } },
});

const grant = (name: string, to: string, ...statements: readonly JsonValue[]): Resources => ({
  aws_iam_role_policy: { [name]: { role: `\${aws_iam_role.${to}.name}`, policy: policy(...statements) } },
});

/** People of one user pool: a group `admin` with a role of its own, the others, and guests. */
export const people: Resources = merged(
  {
    aws_cognito_user_pool: { users: { name: "users" } },
    aws_cognito_user_pool_client: {
      web: {
        user_pool_id: "${aws_cognito_user_pool.users.id}",
        allowed_oauth_flows_user_pool_client: true,
        allowed_oauth_flows: ["code"],
        allowed_oauth_scopes: ["openid", "things/read"],
      },
    },
    aws_cognito_user_group: {
      admin: {
        name: "admin",
        precedence: 1,
        role_arn: "${aws_iam_role.admin.arn}",
        user_pool_id: "${aws_cognito_user_pool.users.id}",
      },
      general: {
        name: "general",
        precedence: 2,
        role_arn: "${aws_iam_role.general.arn}",
        user_pool_id: "${aws_cognito_user_pool.users.id}",
      },
    },
    aws_cognito_identity_pool: {
      members: {
        allow_unauthenticated_identities: true,
        allow_classic_flow: true,
        cognito_identity_providers: [{ client_id: "${aws_cognito_user_pool_client.web.id}", provider_name: userPool }],
      },
    },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        identity_pool_id: "${aws_cognito_identity_pool.members.id}",
        roles: { authenticated: "${aws_iam_role.general.arn}", unauthenticated: "${aws_iam_role.guest.arn}" },
        role_mapping: [
          {
            identity_provider: `${userPool}:\${aws_cognito_user_pool_client.web.id}`,
            type: "Token",
            ambiguous_role_resolution: "AuthenticatedRole",
          },
        ],
      },
    },
    aws_cognito_identity_pool_provider_principal_tag: {
      members: {
        identity_pool_id: "${aws_cognito_identity_pool.members.id}",
        identity_provider_name: userPool,
        use_defaults: false,
        principal_tags: { client: "aud" },
      },
    },
  },
  role("admin", "authenticated", { permissions_boundary: "${aws_iam_policy.boundary.arn}" }),
  role("general", "authenticated"),
  role("guest", "unauthenticated"),
  {
    aws_iam_policy: {
      boundary: { name: "boundary", policy: policy(allow("*")) },
      things: {
        name: "things",
        policy: policy(allow("${aws_api_gateway_rest_api.rest.execution_arn}/live/GET/things/*")),
      },
    },
    aws_iam_role_policy_attachment: {
      things: { role: "${aws_iam_role.general.name}", policy_arn: "${aws_iam_policy.things.arn}" },
    },
  },
  grant("admin", "admin", allow(["${aws_api_gateway_rest_api.rest.execution_arn}/live/*"]), allow("*")),
  grant("limits", "admin", deny("${aws_api_gateway_rest_api.rest.execution_arn}/live/DELETE/*")),
  grant("guest", "guest", allow("${aws_api_gateway_rest_api.rest.execution_arn}/live/GET/things/public")),
);

const inRest = { rest_api_id: "${aws_api_gateway_rest_api.rest.id}" };
const uri = served.uri;

function method(name: string, resource: string, verb: string, more: Record<string, JsonValue>): Resources {
  const place = { ...inRest, resource_id: resource, http_method: verb };
  return {
    aws_api_gateway_method: { [name]: { ...place, ...more } },
    aws_api_gateway_integration: { [name]: { ...place, type: "AWS_PROXY", integration_http_method: "POST", uri } },
  };
}

const iam = { authorization: "AWS_IAM" };
const [root, things, thing, proxy] = [
  "${aws_api_gateway_rest_api.rest.root_resource_id}",
  ...["things", "thing", "proxy"].map((name) => `\${aws_api_gateway_resource.${name}.id}`),
] as const;

/** A REST API in resources of their own, with routes of every kind. */
export const rest: Resources = merged(
  {
    aws_lambda_function: servedFunction.aws_lambda_function ?? {},
    aws_lambda_permission: {
      rest: {
        function_name: "served",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_api_gateway_rest_api.rest.execution_arn}/*",
      },
      http: {
        function_name: "served",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_apigatewayv2_api.http.execution_arn}/*",
      },
      inside: {
        function_name: "served",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_api_gateway_rest_api.inside.execution_arn}/*",
      },
    },
    aws_api_gateway_rest_api: { rest: { name: "rest", endpoint_configuration: [{ types: ["REGIONAL"] }] } },
    aws_api_gateway_resource: {
      things: { ...inRest, parent_id: root, path_part: "things" },
      thing: { ...inRest, parent_id: things ?? "", path_part: "{id}" },
      proxy: { ...inRest, parent_id: root, path_part: "{proxy+}" },
    },
    aws_api_gateway_stage: { rest: { ...inRest, stage_name: "live", deployment_id: "d" } },
    aws_api_gateway_authorizer: {
      users: { ...inRest, type: "COGNITO_USER_POOLS", provider_arns: ["${aws_cognito_user_pool.users.arn}"] },
    },
    aws_api_gateway_rest_api_policy: {
      rest: {
        ...inRest,
        policy: policy(
          allow("execute-api:/*", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }),
          deny("execute-api:/*/GET/things", { Principal: "*" }),
        ),
      },
    },
  },
  method("list", things ?? "", "GET", iam),
  method("remove", thing ?? "", "DELETE", iam),
  method("read", thing ?? "", "GET", iam),
  method("add", things ?? "", "POST", {
    authorization: "COGNITO_USER_POOLS",
    authorizer_id: "${aws_api_gateway_authorizer.users.id}",
  }),
  method("home", root, "GET", { authorization: "NONE" }),
  method("rest", proxy ?? "", "ANY", { authorization: "NONE" }),
);

const inHttp = { api_id: "${aws_apigatewayv2_api.http.id}" };

/** An HTTP API with tokens and without, and a private API behind an endpoint. */
export const others: Resources = {
  aws_apigatewayv2_api: { http: { name: "http", protocol_type: "HTTP" } },
  aws_apigatewayv2_stage: { http: { ...inHttp, name: "$default" } },
  aws_apigatewayv2_authorizer: {
    users: {
      ...inHttp,
      authorizer_type: "JWT",
      jwt_configuration: [{ issuer: `https://${userPool}`, audience: ["${aws_cognito_user_pool_client.web.id}"] }],
    },
  },
  aws_apigatewayv2_integration: {
    served: {
      ...inHttp,
      integration_type: "AWS_PROXY",
      integration_uri: `arn:aws:lambda:us-east-1:${account}:function:served`,
    },
  },
  aws_apigatewayv2_route: {
    read: {
      ...inHttp,
      route_key: "GET /read",
      target: "integrations/${aws_apigatewayv2_integration.served.id}",
      authorization_type: "JWT",
      authorizer_id: "${aws_apigatewayv2_authorizer.users.id}",
      authorization_scopes: ["things/read"],
    },
    signed: {
      ...inHttp,
      route_key: "GET /signed",
      target: "integrations/${aws_apigatewayv2_integration.served.id}",
      authorization_type: "AWS_IAM",
    },
    rest: { ...inHttp, route_key: "$default", target: "integrations/${aws_apigatewayv2_integration.served.id}" },
  },
  aws_vpc_endpoint: { way: { service_name: "com.amazonaws.us-east-1.execute-api", vpc_id: "vpc-1" } },
  aws_vpc_endpoint_policy: {
    way: {
      vpc_endpoint_id: "${aws_vpc_endpoint.way.id}",
      policy: policy(allow("*", { Principal: { AWS: "${aws_iam_role.admin.arn}" } })),
    },
  },
  aws_api_gateway_rest_api: {
    inside: {
      name: "inside",
      body: document({ "/signed": { get: guarded }, "/open": { get: open } }, { sigv4 }),
      endpoint_configuration: [{ types: ["PRIVATE"] }],
    },
  },
  aws_api_gateway_stage: {
    inside: { rest_api_id: "${aws_api_gateway_rest_api.inside.id}", stage_name: "live", deployment_id: "d" },
  },
  aws_api_gateway_rest_api_policy: {
    inside: {
      rest_api_id: "${aws_api_gateway_rest_api.inside.id}",
      policy: policy(
        allow("execute-api:/*/GET/open", { Principal: "*" }),
        deny("execute-api:/*", {
          Principal: "*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.way.id}" } },
        }),
      ),
    },
  },
};

/** A system in which something depends on each of its resources. */
export const system: Resources = merged(people, rest, others);

export function accessTo(resource: Resources): Access {
  const provider = { aws: { region: "us-east-1", allowed_account_ids: [account] } };
  return accessOf(readTerraform([{ name: "main.tf.json", json: { provider, resource } }]));
}

/** The decisions of all cells, by API, route, principal and origin. */
export function cellsOf(access: Access): ReadonlyMap<string, Decision> {
  const cells = new Map<string, Decision>();
  for (const route of access.routes)
    for (const principal of access.principals)
      for (const origin of access.origins)
        cells.set(
          [route.api.address, route.label, principal.label, origin.label].join(" | "),
          access.decision({ route, principal, origin }),
        );
  return cells;
}

/** A system in which one resource is made so many times; references lead to the first. */
export function counted(all: Resources, type: string, name: string, count: JsonValue): Resources {
  const text = JSON.stringify(all).replaceAll(`{${type}.${name}.`, `{${type}.${name}[0].`);
  const referring = JSON.parse(text) as Resources;
  return { ...referring, [type]: { ...referring[type], [name]: { ...referring[type]?.[name], count } } };
}

/** A system without one of its resources. */
export function without(all: Resources, type: string, name: string): Resources {
  const { [name]: _, ...others_ } = all[type] ?? {};
  return { ...all, [type]: others_ };
}
