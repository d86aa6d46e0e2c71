import { read, resourceAt, shown, shownAttribute, symbolsIn } from "../../support/terraform-json";

const configuration = read({
  provider: { aws: { region: "eu-west-1", allowed_account_ids: ["111111111111"] } },
  variable: { v: {} },
  resource: {
    aws_iam_role: { named: { name: "n", path: "/a/b/" }, made: { name_prefix: "p-" }, var: { name: "${var.v}" } },
    aws_iam_policy: { p: { name: "p" } },
    aws_iam_openid_connect_provider: { o: { url: "https://idp.example/x" } },
    aws_lambda_function: { f: { function_name: "fn" }, published: { function_name: "fn2", publish: true } },
    aws_lambda_alias: {
      byName: { function_name: "${aws_lambda_function.f.function_name}", name: "live" },
      byArn: { function_name: "${aws_lambda_function.f.arn}", name: "live" },
      byVar: { function_name: "${var.v}", name: "live" },
    },
    aws_api_gateway_rest_api: { r: { name: "r" } },
    aws_api_gateway_resource: {
      a: {
        rest_api_id: "${aws_api_gateway_rest_api.r.id}",
        parent_id: "${aws_api_gateway_rest_api.r.root_resource_id}",
        path_part: "a",
      },
      b: { parent_id: "${aws_api_gateway_resource.a.id}", path_part: "{b+}" },
      lost: { parent_id: "${var.v}", path_part: "x" },
    },
    aws_api_gateway_stage: { s: { rest_api_id: "${aws_api_gateway_rest_api.r.id}", stage_name: "api" } },
    aws_api_gateway_deployment: { d: { rest_api_id: "${aws_api_gateway_rest_api.r.id}" } },
    aws_api_gateway_authorizer: { z: { rest_api_id: "${aws_api_gateway_rest_api.r.id}" } },
    aws_apigatewayv2_api: { h: { protocol_type: "HTTP" }, w: { protocol_type: "WEBSOCKET" } },
    aws_apigatewayv2_stage: { s: { api_id: "${aws_apigatewayv2_api.h.id}", name: "$default" } },
    aws_apigatewayv2_route: { r: { api_id: "${aws_apigatewayv2_api.h.id}" } },
    aws_cognito_user_pool: { u: { name: "u" } },
    aws_cognito_user_pool_client: { c: { user_pool_id: "${aws_cognito_user_pool.u.id}" } },
    aws_cognito_resource_server: {
      one: { identifier: "shop", scope: { scope_name: "read" } },
      two: { identifier: "shop", scope: [{ scope_name: "read" }, { scope_name: "write" }] },
      none: { identifier: "shop" },
      open: { identifier: "shop", dynamic: { scope: { for_each: "${var.v}", content: { scope_name: "x" } } } },
    },
    aws_cognito_identity_pool: { i: {} },
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_vpc_endpoint: { e: {} },
    aws_security_group: { g: {} },
    aws_s3_bucket: { named: { bucket: "files" }, made: {} },
    aws_kms_key: { k: {} },
    aws_cloudwatch_log_group: { l: { name: "/aws/x" } },
    aws_sns_topic: { t: { name: "t" } },
    aws_x: { blocks: { block: { name: "n" } }, refers: { name: "${aws_x.blocks.block[0].name}" } },
  },
  data: {
    aws_caller_identity: { me: {} },
    aws_region: { here: {} },
    aws_partition: { p: {} },
    aws_iam_role: { r: { name: "other" } },
    aws_vpc_endpoint: { e: { vpc_id: "${aws_vpc.v.id}" } },
    aws_lambda_function: { f: { function_name: "theirs" } },
    aws_cognito_user_pool: { u: { user_pool_id: "eu-west-1_a" } },
    aws_api_gateway_rest_api: { r: { name: "theirs" } },
  },
});

const execute = "arn:aws:execute-api:eu-west-1:111111111111:";
const restId = "${aws_api_gateway_rest_api.r.id}";
const invoke = (arn: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const fn = "arn:aws:lambda:eu-west-1:111111111111:function:fn";

test.each<[string, unknown]>([
  ["aws_iam_role.named.arn", "arn:aws:iam::111111111111:role/a/b/n"],
  ["aws_iam_role.named.id", "n"],
  ["aws_iam_role.made.name", "${aws_iam_role.made.id}"],
  ["aws_iam_role.made.arn", "arn:aws:iam::111111111111:role/${aws_iam_role.made.id}"],
  ["aws_iam_role.var.arn", "arn:aws:iam::111111111111:role/${var.v}"],
  ["aws_iam_role.named.unique_id", "${aws_iam_role.named.unique_id}"],
  ["aws_iam_policy.p.arn", "arn:aws:iam::111111111111:policy/p"],
  ["aws_iam_openid_connect_provider.o.arn", "arn:aws:iam::111111111111:oidc-provider/idp.example/x"],
  ["aws_lambda_function.f.arn", fn],
  ["aws_lambda_function.f.id", "fn"],
  ["aws_lambda_function.f.invoke_arn", invoke(fn)],
  ["aws_lambda_function.f.qualified_arn", `${fn}:$LATEST`],
  ["aws_lambda_function.published.qualified_arn", `${fn}2:\${aws_lambda_function.published.version}`],
  ["aws_lambda_function.f.qualified_invoke_arn", invoke(`${fn}:$LATEST`)],
  ["aws_lambda_alias.byName.arn", `${fn}:live`],
  ["aws_lambda_alias.byArn.invoke_arn", invoke(`${fn}:live`)],
  ["aws_lambda_alias.byVar.arn", "${aws_lambda_alias.byVar.arn}"],
  ["aws_api_gateway_rest_api.r.arn", `arn:aws:apigateway:eu-west-1::/restapis/${restId}`],
  ["aws_api_gateway_rest_api.r.execution_arn", `${execute}${restId}`],
  ["aws_api_gateway_rest_api.r.root_resource_id", "${aws_api_gateway_rest_api.r.root_resource_id}"],
  ["aws_api_gateway_resource.a.path", "/a"],
  ["aws_api_gateway_resource.b.path", "/a/{b+}"],
  ["aws_api_gateway_resource.lost.path", "${aws_api_gateway_resource.lost.path}"],
  ["aws_api_gateway_stage.s.execution_arn", `${execute}${restId}/api`],
  ["aws_api_gateway_stage.s.invoke_url", `https://${restId}.execute-api.eu-west-1.amazonaws.com/api`],
  ["aws_api_gateway_stage.s.arn", `arn:aws:apigateway:eu-west-1::/restapis/${restId}/stages/api`],
  ["aws_api_gateway_deployment.d.execution_arn", `${execute}${restId}/`],
  ["aws_api_gateway_authorizer.z.id", "${aws_api_gateway_authorizer.z.id}"],
  [
    "aws_api_gateway_authorizer.z.arn",
    `arn:aws:apigateway:eu-west-1::/restapis/${restId}/authorizers/\${aws_api_gateway_authorizer.z.id}`,
  ],
  ["aws_apigatewayv2_api.h.execution_arn", `${execute}\${aws_apigatewayv2_api.h.id}`],
  ["aws_apigatewayv2_api.h.api_endpoint", "https://${aws_apigatewayv2_api.h.id}.execute-api.eu-west-1.amazonaws.com"],
  ["aws_apigatewayv2_api.w.api_endpoint", "wss://${aws_apigatewayv2_api.w.id}.execute-api.eu-west-1.amazonaws.com"],
  ["aws_apigatewayv2_api.h.arn", "arn:aws:apigateway:eu-west-1::/apis/${aws_apigatewayv2_api.h.id}"],
  ["aws_apigatewayv2_stage.s.id", "$default"],
  ["aws_apigatewayv2_route.r.id", "${aws_apigatewayv2_route.r.id}"],
  ["aws_cognito_user_pool.u.arn", "arn:aws:cognito-idp:eu-west-1:111111111111:userpool/${aws_cognito_user_pool.u.id}"],
  ["aws_cognito_user_pool.u.endpoint", "cognito-idp.eu-west-1.amazonaws.com/${aws_cognito_user_pool.u.id}"],
  ["aws_cognito_user_pool_client.c.id", "${aws_cognito_user_pool_client.c.id}"],
  ["aws_cognito_user_pool_client.c.client_secret", "${aws_cognito_user_pool_client.c.client_secret}"],
  ["aws_cognito_resource_server.one.scope_identifiers", ["shop/read"]],
  ["aws_cognito_resource_server.two.scope_identifiers", ["shop/read", "shop/write"]],
  ["aws_cognito_resource_server.none.scope_identifiers", []],
  ["aws_cognito_resource_server.open.scope_identifiers", "${aws_cognito_resource_server.open.scope_identifiers}"],
  [
    "aws_cognito_identity_pool.i.arn",
    "arn:aws:cognito-identity:eu-west-1:111111111111:identitypool/${aws_cognito_identity_pool.i.id}",
  ],
  ["aws_vpc.v.cidr_block", "10.0.0.0/16"],
  ["aws_vpc_endpoint.e.id", "${aws_vpc_endpoint.e.id}"],
  ["aws_security_group.g.arn", "arn:aws:ec2:eu-west-1:111111111111:security-group/${aws_security_group.g.id}"],
  ["aws_s3_bucket.named.arn", "arn:aws:s3:::files"],
  ["aws_s3_bucket.made.arn", "arn:aws:s3:::${aws_s3_bucket.made.id}"],
  ["aws_kms_key.k.arn", "arn:aws:kms:eu-west-1:111111111111:key/${aws_kms_key.k.id}"],
  ["aws_cloudwatch_log_group.l.arn", "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/x"],
  ["aws_sns_topic.t.arn", "arn:aws:sns:eu-west-1:111111111111:t"],
  ["aws_x.blocks.id", "${aws_x.blocks.id}"],
  ["aws_x.refers.name", "n"],
  ["data.aws_caller_identity.me.account_id", "111111111111"],
  ["data.aws_caller_identity.me.arn", "${data.aws_caller_identity.me.arn}"],
  ["data.aws_region.here.name", "eu-west-1"],
  ["data.aws_region.here.region", "eu-west-1"],
  ["data.aws_region.here.id", "eu-west-1"],
  ["data.aws_partition.p.partition", "aws"],
  ["data.aws_partition.p.dns_suffix", "amazonaws.com"],
  ["data.aws_iam_role.r.name", "other"],
  ["data.aws_iam_role.r.arn", "${data.aws_iam_role.r.arn}"],
  ["data.aws_vpc_endpoint.e.id", "${data.aws_vpc_endpoint.e.id}"],
  ["data.aws_vpc_endpoint.e.vpc_id", "${aws_vpc.v.id}"],
  ["data.aws_lambda_function.f.invoke_arn", invoke("arn:aws:lambda:eu-west-1:111111111111:function:theirs")],
  ["data.aws_cognito_user_pool.u.endpoint", "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a"],
  ["data.aws_api_gateway_rest_api.r.execution_arn", `${execute}\${data.aws_api_gateway_rest_api.r.id}`],
])("%s is %j", (reference, expected) => {
  const parts = reference.split(".");
  const name = parts.pop() ?? "";
  expect(shownAttribute(configuration, parts.join("."), name)).toEqual(expected);
});

const kindOf = (address: string, name: string, kind: "identity" | "unknown"): readonly string[] =>
  symbolsIn(resourceAt(configuration, address).attribute(name), kind);

test("what AWS gives to a resource alone is an identity, and what may be anything is not", () => {
  expect(kindOf("aws_apigatewayv2_route.r", "id", "identity")).toEqual(["aws_apigatewayv2_route.r.id"]);
  expect(kindOf("aws_iam_role.made", "arn", "identity")).toEqual(["aws_iam_role.made.id"]);
  expect(kindOf("aws_api_gateway_rest_api.r", "root_resource_id", "identity")).toHaveLength(1);
  expect(kindOf("aws_lambda_function.published", "version", "unknown")).toHaveLength(1);
  expect(kindOf("data.aws_vpc_endpoint.e", "id", "unknown")).toEqual(["data.aws_vpc_endpoint.e.id"]);
  expect(kindOf("data.aws_api_gateway_rest_api.r", "arn", "unknown")).toEqual(["data.aws_api_gateway_rest_api.r.id"]);
});

test("where the provider does not say, all resources share one account and one region", () => {
  const open = read({ resource: { aws_sns_topic: { a: { name: "a" }, b: { name: "b" } } } });
  expect(open.resources.map(({ region, accountId }) => [shown(region), shown(accountId)])).toEqual([
    ["${the region}", "${the account}"],
    ["${the region}", "${the account}"],
  ]);
  expect(shownAttribute(open, "aws_sns_topic.a", "arn")).toBe("arn:aws:sns:${the region}:${the account}:a");
});
