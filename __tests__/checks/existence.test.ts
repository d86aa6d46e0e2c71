import {
  adding,
  addMethods,
  type Change,
  findingsIn,
  mayCall,
  policy,
  type Resources,
  sound,
  summaries,
  without,
} from "../support/terraform";

/** Makes it unknown whether there is a resource; references lead to the first. */
function mayExist(resources: Resources, type: string, name: string): Resources {
  const text = JSON.stringify(resources).replaceAll(
    new RegExp(`\\b${type}\\.${name}(?=[.\\]])`, "g"),
    `${type}.${name}[0]`,
  );
  const referring = JSON.parse(text) as Resources;
  adding({ [type]: { [name]: { count: "${var.some ? 1 : 0}" } } })(referring);
  return referring;
}

const found = (resources: Resources) => summaries(findingsIn(resources));

const places = Object.entries(sound()).flatMap(([type, byName]) => Object.keys(byName).map((name) => ({ type, name })));

test("nothing is found in a system that is as it should be, of which any one resource may not exist", () => {
  const faults = places.flatMap(({ type, name }) =>
    found(mayExist(sound(), type, name)).map((fault) => `${type}.${name}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

const everybody = policy({
  Effect: "Allow",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
});
const apiPolicy = (name: string, text: string): Change =>
  adding({
    aws_api_gateway_rest_api_policy: {
      [name]: { rest_api_id: "${aws_api_gateway_rest_api.shop.id}", policy: text },
    },
  });

test.each<readonly [string, Change, string, string]>([
  [
    "resource-policy-allows-everybody",
    apiPolicy("shop", everybody),
    "aws_api_gateway_rest_api_policy",
    "aws_api_gateway_rest_api_policy.shop",
  ],
  [
    "policy-names-no-route",
    adding({ aws_iam_role_policy: { staff: { policy: mayCall("GET/nothing") } } }),
    "aws_iam_role_policy",
    "aws_iam_role_policy.staff",
  ],
  [
    "integration-without-permission",
    without("aws_lambda_permission", "orders"),
    "aws_api_gateway_method",
    "aws_api_gateway_method.get-orders",
  ],
  [
    "group-role-without-token-mapping",
    adding({ aws_cognito_identity_pool_roles_attachment: { members: { role_mapping: [] } } }),
    "aws_cognito_user_pool_client",
    "aws_cognito_user_group.admin",
  ],
])("%s is found whether or not what it is about may not exist", (id, change, type, address) => {
  const resources = sound();
  change(resources);
  const [name] = address.startsWith(`${type}.`) ? [address.slice(type.length + 1)] : ["web"];
  const finding = `${id} at ${address}`;
  expect(found(resources)).toContain(finding);
  expect(found(mayExist(resources, type, name))).toContain(finding);
});

test("what only a denial that may not exist would refuse is no finding", () => {
  const resources = sound();
  addMethods(resources, { "DELETE order": {} });
  adding({
    aws_api_gateway_integration: { "delete-order": { credentials: "arn:aws:iam::*:user/*" } },
    aws_iam_role_policy: {
      admin: {
        policy: policy(
          { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" },
          { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" },
        ),
      },
      denial: {
        role: "${aws_iam_role.admin.name}",
        policy: policy({ Effect: "Deny", Action: "lambda:InvokeFunction", Resource: "*" }),
      },
    },
  })(resources);
  const finding = "caller-without-invoke-permission at aws_iam_role.admin";
  expect(found(resources)).toContain(finding);
  expect(found(mayExist(resources, "aws_iam_role_policy", "denial"))).not.toContain(finding);
});

test("of several resource policies that may not exist each is looked at", () => {
  const resources = sound();
  const nobody = policy({ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" });
  apiPolicy("first", nobody)(resources);
  apiPolicy("second", everybody)(resources);
  const both = ["first", "second"].reduce(
    (all, name) => mayExist(all, "aws_api_gateway_rest_api_policy", name),
    resources,
  );
  expect(found(both)).toContain("resource-policy-allows-everybody at aws_api_gateway_rest_api_policy.second");
});
