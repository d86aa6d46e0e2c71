import { type Access, accessOf } from "../../src/access/access";
import { readTerraform } from "../../src/access/terraform/read";

const integration = { type: "mock" };
const operation = (more: object = {}) => ({ "x-amazon-apigateway-integration": integration, ...more });
const iam = { "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
const paths = {
  "/": { get: operation() },
  "/members": { post: operation(iam) },
  "/members/{id}": { get: operation(iam) },
  "/{proxy+}": { "x-amazon-apigateway-any-method": operation() },
};
const stage = (name: string, api: string) => ({
  rest_api_id: `\${aws_api_gateway_rest_api.${api}.id}`,
  stage_name: name,
  deployment_id: "d",
});
const body = JSON.stringify({ openapi: "3.0.1", paths });

function accessTo(resource: Readonly<Record<string, unknown>>): Access {
  const provider = { aws: [{ region: "us-east-1", allowed_account_ids: ["111122223333"] }] };
  return accessOf(readTerraform([{ name: "main.tf.json", json: { provider, resource } }]));
}

const access = accessTo({
  aws_api_gateway_rest_api: { one: { name: "one", body }, two: { name: "two", body }, three: { name: "three", body } },
  aws_api_gateway_stage: { one: stage("v1", "one"), two: stage("v1", "two"), twoNext: stage("v2", "two") },
});
const apis = [...new Set(access.routes.map(({ api }) => api))];

test("an API with several stages is shown once for each, and one without a stage as not deployed", () => {
  expect(apis.map(({ label, description }) => [label, description.split(", ").at(-1)])).toEqual([
    ["one", "stage v1"],
    ["three", "not deployed"],
    ["two/v1", "stage v1"],
    ["two/v2", "stage v2"],
  ]);
});

test("routes stand with what they ask for", () => {
  const shown = access.routes.filter(({ api }) => api === apis[0]).map(({ label, auth, asks }) => [label, auth, asks]);
  expect(shown).toEqual([
    ["GET /", "NONE", "nothing"],
    ["POST /members", "AWS_IAM", "signature"],
    ["GET /members/{id}", "AWS_IAM", "signature"],
    ["ANY /{proxy+}", "NONE", "nothing"],
  ]);
});

test.each([
  ["GET", "/members/42", "GET /members/{id}"],
  ["POST", "/members", "POST /members"],
  // A verb that the resource lacks falls through to an open greedy route: docs/access-model.md 3
  ["GET", "/members", "ANY /{proxy+}"],
])("%s %s is served by %s", (method, path, label) => {
  const [one] = apis;
  expect(one && access.serving(one, method, path)?.label).toBe(label);
});

test("a route whose path is not known stands with what it is read from", () => {
  const method = { rest_api_id: stage("v1", "one").rest_api_id, resource_id: "${var.resource}" };
  const of = accessTo({
    aws_api_gateway_rest_api: { one: { name: "one" } },
    aws_api_gateway_method: { get: { ...method, http_method: "GET", authorization: "NONE" } },
  });
  expect(of.routes.map(({ method: verb, path, label }) => [verb, path, label])).toEqual([
    ["GET", "/${path of var.resource}", "GET /${path of var.resource}"],
  ]);
});

test("each decision can be explained, and the explanation changes nothing about it", () => {
  for (const route of access.routes)
    for (const principal of access.principals)
      for (const origin of access.origins) {
        const cell = { route, principal, origin };
        const decision = access.decision(cell);
        expect(access.explain(cell).length).toBeGreaterThan(0);
        expect(access.decision(cell)).toEqual(decision);
      }
});

test("a configuration without APIs has no routes, and nothing is said of what is not covered", () => {
  const none = accessTo({ aws_s3_bucket: { files: { bucket: "files" } } });
  expect([none.routes, none.notCovered]).toEqual([[], []]);
  expect(none.principals.map(({ label }) => label)).toContain("anonymous");
});
