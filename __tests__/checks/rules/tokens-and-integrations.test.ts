import {
  adding,
  addMethods,
  type Arguments,
  type Change,
  foundAfter,
  integration,
  jwtApi,
  mayCall,
  policy,
  summaries,
  without,
} from "../../support/terraform";

const found = (...changes: readonly Change[]) => summaries(foundAfter(...changes));

describe("JWT authorizers", () => {
  const at = "aws_apigatewayv2_authorizer.jwt";
  const issuer = "https://${aws_cognito_user_pool.users.endpoint}";
  const audience = ["${aws_cognito_user_pool_client.web.id}"];
  const http = (jwt: Arguments = {}, route: Arguments = { authorization_scopes: ["notes/read"] }): Change =>
    adding(jwtApi(jwt, route));

  test("an authorizer of the pool's issuer and client is as it should be", () => {
    expect(foundAfter(http())).toEqual([]);
  });

  test.each([
    [`${issuer}/.well-known/jwks.json`, /the path of a document/],
    ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc/", /a slash at its end/],
    ["cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", /without https/],
  ])("the issuer %s is found", (wrong, fault) => {
    const findings = foundAfter(http({ issuer: wrong }));
    expect(summaries(findings)).toEqual([`jwt-issuer-is-no-issuer at ${at}`]);
    expect(findings[0]?.what).toMatch(fault);
  });

  test.each(["https://login.example.org/", "https://login.example.org/tenant"])("the issuer %s is one", (other) => {
    expect(found(http({ issuer: other }))).toEqual([]);
  });

  test.each([
    "${aws_cognito_user_pool.users.id}",
    "https://notes.example.org",
    "${aws_cognito_user_pool_client.other.id}",
  ])("the audience %s is found, which is no client of the pool", (wrong) => {
    const other = adding({
      aws_cognito_user_pool: { others: { name: "others" } },
      aws_cognito_user_pool_client: { other: { name: "other", user_pool_id: "${aws_cognito_user_pool.others.id}" } },
    });
    expect(found(other, http({ audience: [...audience, wrong] }))).toEqual([`jwt-audience-of-unknown-client at ${at}`]);
  });

  test("a resource server of the pool may be the audience: clients ask for it by resource", () => {
    const identifier = "https://notes.example.org";
    const server = (user_pool_id: string) =>
      adding({ aws_cognito_resource_server: { n: { identifier, user_pool_id } } });
    const others = adding({ aws_cognito_user_pool: { others: { name: "others" } } });
    const named = http({ audience: [identifier] });
    expect(found(server("${aws_cognito_user_pool.users.id}"), named)).toEqual([]);
    expect(found(others, server("${aws_cognito_user_pool.others.id}"), named)).toEqual([
      `jwt-audience-of-unknown-client at ${at}`,
    ]);
  });

  test("a client's id that somebody wrote may be one that is made elsewhere", () => {
    expect(found(http({ audience: ["5v1c8f0k2m9q7r4t6w3x8y0z2a"] }))).toEqual([]);
  });

  test("a route without scopes is worth knowing, and fails nothing", () => {
    expect(foundAfter(http({}, {}))).toMatchObject([
      { id: "jwt-route-without-scopes", severity: "info", what: "a token is asked for, and no scope: GET /notes" },
    ]);
  });
});

describe("integrations", () => {
  test.each([
    ["no permission", without("aws_lambda_permission", "orders")],
    [
      "a permission of other methods",
      adding({
        aws_lambda_permission: { orders: { source_arn: "${aws_api_gateway_rest_api.shop.execution_arn}/*/PUT/*" } },
      }),
    ],
    [
      "a permission of another service",
      adding({ aws_lambda_permission: { orders: { principal: "events.amazonaws.com" } } }),
    ],
    [
      "a permission of another stage",
      adding({
        aws_lambda_permission: { orders: { source_arn: "${aws_api_gateway_rest_api.shop.execution_arn}/prod/*" } },
      }),
    ],
  ])("with %s are found, at each method", (_, change) => {
    expect(found(change)).toEqual([
      "integration-without-permission at aws_api_gateway_method.get-order",
      "integration-without-permission at aws_api_gateway_method.get-orders",
      "integration-without-permission at aws_api_gateway_method.post-orders",
    ]);
  });

  test("a function that is made elsewhere may have its permission there", () => {
    expect(
      found(without("aws_lambda_permission", "orders"), (resources) => {
        for (const one of Object.values(resources.aws_api_gateway_integration ?? {}))
          one.uri =
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:other/invocations";
      }),
    ).toEqual([]);
  });

  const passing: Change = adding({
    aws_api_gateway_integration: { "get-orders": integration("GET orders", { credentials: "arn:aws:iam::*:user/*" }) },
  });
  const invoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "${aws_lambda_function.orders.arn}" };

  test("whoever may call and not invoke is found where the caller's rights are passed on", () => {
    expect(found(passing)).toEqual([
      "caller-without-invoke-permission at aws_iam_role.admin",
      "caller-without-invoke-permission at aws_iam_role.staff",
    ]);
    const staff = adding({
      aws_iam_role_policy: { invoke: { name: "invoke", role: "${aws_iam_role.staff.name}", policy: policy(invoke) } },
    });
    expect(found(passing, staff)).toEqual(["caller-without-invoke-permission at aws_iam_role.admin"]);
  });

  test("whoever may not call the route is none", () => {
    const staff = adding({ aws_iam_role_policy: { staff: { policy: mayCall("POST/orders") } } });
    expect(found(passing, staff)).toEqual(["caller-without-invoke-permission at aws_iam_role.admin"]);
  });

  test("a route that asks for no signature has no caller", () => {
    const open: Change = (resources) => {
      addMethods(resources, { "GET orders": { authorization: "NONE" } });
      passing(resources);
    };
    expect(found(open)).toEqual(["caller-without-invoke-permission at aws_api_gateway_method.get-orders"]);
  });

  test("an integration's role that does not trust API Gateway is found", () => {
    const role = adding({
      aws_iam_role: {
        invoker: {
          name: "invoker",
          assume_role_policy: policy({
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
          inline_policy: [{ name: "invoke", policy: policy(invoke) }],
        },
      },
      aws_api_gateway_integration: { "get-orders": { credentials: "${aws_iam_role.invoker.arn}" } },
    });
    expect(found(role)).toEqual(["integration-without-permission at aws_api_gateway_method.get-orders"]);
  });
});
