import { readTerraform } from "../../src/access";
import { findingsOf } from "../../src/checks";
import { adding, addMethods, type Change, mayCall, policy, sound, summaries, without } from "../support/terraform";

const shop = "aws_api_gateway_rest_api.shop";
const function_name = "${aws_lambda_function.orders.function_name}";

/** What is found in a sound configuration after changes, with a module that is given something. */
function found(given: object, locals: object, ...changes: readonly Change[]): readonly string[] {
  const resource = sound();
  for (const change of changes) change(resource);
  const provider = { aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"] } };
  const json = { provider, resource, locals, module: { more: { source: "./more", ...given } } };
  return summaries(findingsOf(readTerraform([{ name: "main.tf.json", json }])));
}

const isPrivate = adding({ aws_api_gateway_rest_api: { shop: { endpoint_configuration: [{ types: ["PRIVATE"] }] } } });
const preflight: Change = (resources) => addMethods(resources, { "OPTIONS orders": { authorization: "NONE" } });
const proxy: Change = (resources) => {
  const parent_id = `\${${shop}.root_resource_id}`;
  adding({
    aws_api_gateway_resource: { orders: { path_part: "{proxy+}" }, admin: { parent_id, path_part: "admin" } },
  })(resources);
  for (const one of Object.values(resources.aws_api_gateway_resource ?? {})) one.rest_api_id = `\${${shop}.id}`;
  addMethods(resources, { "ANY orders": { authorization: "NONE" }, "POST admin": {} });
};
const byCaller: Change = (resources) => {
  for (const one of Object.values(resources.aws_api_gateway_integration ?? {}))
    one.credentials = "arn:aws:iam::*:user/*";
  adding({
    aws_iam_role_policy: { staff: { policy: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }) } },
  })(resources);
};

test.each<[string, string, Change]>([
  [
    "aws_cognito_identity_pool.members",
    "identity-pool-without-roles",
    without("aws_cognito_identity_pool_roles_attachment", "members"),
  ],
  ["aws_lambda_function.orders", "integration-without-permission", without("aws_lambda_permission", "orders")],
  [shop, "integration-without-permission", without("aws_lambda_permission", "orders")],
  ["aws_iam_role.admin", "caller-without-invoke-permission", byCaller],
  [shop, "private-api-without-resource-policy", isPrivate],
  [shop, "refusals-without-cors", preflight],
  [shop, "policy-names-no-route", adding({ aws_iam_role_policy: { admin: { policy: mayCall("GET/items") } } })],
  [shop, "proxy-around-guarded-method", proxy],
])("where %s is given to a module, it may make what %s misses", (address, id, change) => {
  expect(found({}, {}, change).join()).toContain(id);
  expect(found({ of: `\${${address}.arn}` }, {}, change).join()).not.toContain(id);
});

test("what a module is given through locals counts, and what only locals hold does not", () => {
  const locals = { first: { name: "${local.second}" }, second: function_name };
  const change = without("aws_lambda_permission", "orders");
  expect(found({ functions: ["${local.first.name}"] }, locals, change)).toEqual([]);
  expect(found({ functions: ["${local.other}"] }, locals, change)).toHaveLength(3);
  expect(found({ depends_on: ["aws_lambda_function.orders"] }, locals, change)).toHaveLength(3);
});

test("a module that is called twice is refused", () => {
  const json = { module: [{ more: { source: "./a" } }, { more: { source: "./b" } }], resource: sound() };
  expect(() => readTerraform([{ name: "main.tf.json", json }])).toThrow(/module\.more: it is declared twice/);
});
