import { Token } from "cdktf";
import fc from "fast-check";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { HttpApi } from "../../src/constructs/apigateway/http-api";
import { openAuth } from "../../src/constructs/apigateway/open-auth";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { ResourceServer } from "../../src/constructs/cognito/resource-server";
import { UserPoolGroup } from "../../src/constructs/cognito/user-pool-group";
import { Alarm } from "../../src/constructs/monitoring/alarm";
import { AlarmTopic } from "../../src/constructs/monitoring/alarm-topic";
import { holdsTemplate, literal, resolved } from "../../src/constructs/tokens";
import { SinglePageSite } from "../../src/constructs/web/single-page-site";
import { httpStage } from "../support/http-api";
import { identityPool, userPool } from "../support/identity";
import { handlerOf, stage } from "../support/rest-api";
import { synthesized, testStack } from "../support/synth";

test.each([
  ["${a}", "$${a}"],
  ["%{if}", "%%{if}"],
  ["$${a}", "$$${a}"],
  ["100 % of $5 {a}", "100 % of $5 {a}"],
])("Terraform reads %s as it stands when it is written %s", (text, written) => {
  expect(literal(text)).toBe(written);
  expect(holdsTemplate(text)).toBe(written !== text);
});

test("references that cdktf made stay references", () => {
  const text = literal(`\${a} ${Token.asString({ resolve: () => "${aws_vpc.network.id}" })} %{b}`);
  expect(resolved(testStack(), text)).toBe("$${a} ${aws_vpc.network.id} %%{b}");
});

test("what is literal has as many marks as the text, each doubled, and nothing else changed", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "%", "{", "a") }), (text) => {
      expect(literal(text).replaceAll(/([$%])\1(?=\{)/g, "$1")).toBe(text);
    }),
  );
});

describe("plain text that a construct passes on", () => {
  const text = "costs ${5} or %{more}";
  const written = "costs $${5} or %%{more}";

  test("is read by Terraform as it stands: descriptions", () => {
    const stack = testStack();
    const handler = handlerOf(stack, "hello", { description: text });
    const api = new HttpApi(stack, "http", {
      name: "http",
      description: text,
      auth: openAuth({ allowedBecause: text }),
      stage: httpStage,
    });
    api.route("GET /hello", { handler });
    new UserPoolGroup(stack, "group", {
      identityPool: identityPool(stack, { mode: "token" }),
      description: text,
      precedence: 1,
    });
    const topic = new AlarmTopic(stack, "topic", { name: "topic", emails: [] });
    new Alarm(stack, "alarm", {
      topic,
      name: "alarm",
      description: text,
      metric: { namespace: "AWS/Lambda", name: "Errors" },
      count: "sum",
      threshold: 1,
    });
    new SinglePageSite(stack, "site", { name: "site", bucketName: "site-bucket", description: text });
    const json = synthesized(stack);
    expect(json.single("aws_lambda_function")).toMatchObject({ description: written });
    expect(json.single("aws_cognito_user_group")).toMatchObject({ description: written });
    expect(json.single("aws_cloudwatch_metric_alarm")).toMatchObject({ alarm_description: written });
    expect(json.single("aws_cloudfront_distribution")).toMatchObject({ comment: written });
    const { description, body } = json.single("aws_apigatewayv2_api");
    expect(description).toBe(written);
    expect(JSON.parse(String(body))).toMatchObject({
      info: { description: written },
      paths: { "/hello": { get: { description: `Open to everybody: ${written}` } } },
    });
  });

  test("is read by Terraform as it stands: scopes, rules and models", () => {
    const stack = testStack();
    new ResourceServer(stack, "server", {
      userPool: userPool(stack, {}, "others"),
      identifier: "hello",
      name: "Hello",
      scopes: { read: text },
    });
    identityPool(stack, {
      mode: "rules",
      rules: [
        { name: "rich", claim: "custom:${}", match: "Equals", value: text, userWritableBecause: "for this test" },
      ],
      whenNoMatch: "Deny",
    });
    const api = new RestApi(stack, "rest", {
      name: "rest",
      auth: openAuth({ allowedBecause: "for this test" }),
      endpoint: regional(),
      stage,
    });
    const pattern = "^${1,2}%{3}$";
    const body = { name: "Price", schema: { type: "object", properties: { "${a}": { type: "string", pattern } } } };
    api.route("POST /prices", { handler: handlerOf(stack), request: { body } });
    const json = synthesized(stack);
    expect(json.single("aws_cognito_resource_server")).toMatchObject({ scope: [{ scope_description: written }] });
    expect(json.single("aws_cognito_identity_pool_roles_attachment")).toMatchObject({
      role_mapping: [{ mapping_rule: [{ claim: "custom:$${}", value: written }] }],
    });
    const document = JSON.parse(String(json.single("aws_api_gateway_rest_api").body)) as object;
    expect(document).toMatchObject({
      components: {
        schemas: { Price: { properties: { "$${a}": { type: "string", pattern: "^$${1,2}%%{3}$" } } } },
      },
    });
  });
});
