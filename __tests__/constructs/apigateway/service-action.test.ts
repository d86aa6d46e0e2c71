import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { cors, serviceAction, setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const auth = openAuth({ allowedBecause: "whoever signs in has no token yet" });

function apiWith(props: Parameters<typeof setUp>[0] = {}) {
  const { stack, api } = setUp(props);
  const handler = serviceAction(stack);
  api.route("POST /admin-initiate-auth", { handler, auth });
  api.route("POST /initiate-auth", { handler: { ...handler, action: "InitiateAuth" }, auth });
  const json = synthesized(stack);
  const { paths } = JSON.parse(String(json.single("aws_api_gateway_rest_api").body)) as {
    paths: Record<string, { post: Record<string, unknown> }>;
  };
  return { json, post: paths["/admin-initiate-auth"]?.post };
}

test("API Gateway calls the operation by its role, and only with a body that the template made", () => {
  const { post } = apiWith();
  expect(post?.["x-amazon-apigateway-integration"]).toEqual({
    type: "aws",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:ap-northeast-1:cognito-idp:action/AdminInitiateAuth",
    credentials: "${aws_iam_role.login.arn}",
    passthroughBehavior: "never",
    requestParameters: { "integration.request.header.Content-Type": "'application/x-amz-json-1.1'" },
    requestTemplates: { "application/json": "{}", "application/x-www-form-urlencoded": "{}" },
    responses: {
      default: { statusCode: "200", responseParameters: {} },
      "4\\d{2}": { statusCode: "400", responseParameters: {} },
      "5\\d{2}": { statusCode: "502", responseParameters: {} },
    },
    timeoutInMillis: 29_000,
  });
  expect(Object.keys(post?.["responses"] ?? {})).toEqual(["200", "400", "502"]);
});

test("its answers carry the CORS headers, which no function adds", () => {
  const { post } = apiWith({ cors });
  const headers = {
    "method.response.header.Access-Control-Allow-Origin": "'https://example.com'",
    "method.response.header.Access-Control-Allow-Credentials": "'true'",
  };
  expect(post?.["x-amazon-apigateway-integration"]).toMatchObject({
    responses: { default: { responseParameters: headers }, "4\\d{2}": { responseParameters: headers } },
  });
  expect(post?.["responses"]).toMatchObject({ "200": { headers: { "Access-Control-Allow-Origin": {} } } });
});

test("it is deployed only once its role may do something, and no function may be invoked", () => {
  const { json } = apiWith();
  expect(json.single("aws_api_gateway_deployment")).toMatchObject({
    depends_on: ["aws_iam_role_policy.login_permissions"],
  });
  expect(json.all("aws_lambda_permission")).toEqual({});
});
