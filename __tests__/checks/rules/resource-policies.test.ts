import { adding, type Change, foundAfter, policy, type Resources, summaries } from "../../support/terraform";

const shop = "aws_api_gateway_rest_api.shop";
const everybody = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const deployment = adding({
  aws_api_gateway_deployment: { v1: { triggers: { policy: "${sha1(aws_api_gateway_rest_api.shop.policy)}" } } },
});

/** The API with a policy, which its deployment follows. */
const withPolicy =
  (...statements: readonly object[]): Change =>
  (resources) => {
    adding({ aws_api_gateway_rest_api: { shop: { policy: policy(...statements) } } })(resources);
    deployment(resources);
  };
const endpoint = (type: string, vpc_endpoint_ids: readonly string[] = []): Change =>
  adding({ aws_api_gateway_rest_api: { shop: { endpoint_configuration: [{ types: [type], vpc_endpoint_ids }] } } });
const found = (...changes: readonly Change[]) => summaries(foundAfter(...changes));
const denyUnless = (operator: string, condition: object) => ({
  ...everybody,
  Effect: "Deny",
  Condition: { [operator]: condition },
});

describe("an Allow for everybody", () => {
  test.each([
    ["everything", everybody],
    ["a method", { ...everybody, Resource: "execute-api:/v1/GET/orders" }],
    ["AWS *", { ...everybody, Principal: { AWS: "*" } }],
    ["every path below", { ...everybody, Resource: "execute-api:/v1/GET/orders/4*" }],
    ["a network alone", { ...everybody, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }],
    ["the account's own", { ...everybody, Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } }],
  ])("of %s is found on routes of AWS_IAM", (_, statement) => {
    expect(found(withPolicy(statement))).toEqual([`resource-policy-allows-everybody at ${shop}`]);
  });

  test.each([
    ["OPTIONS", { ...everybody, Resource: "execute-api:/*/OPTIONS/*" }],
    ["one role", { ...everybody, Principal: { AWS: "arn:aws:iam::111122223333:role/batch" } }],
    ["another account", { ...everybody, Condition: { StringEquals: { "aws:PrincipalAccount": "444455556666" } } }],
    ["an organization", { ...everybody, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } }],
    ["who is denied", { ...everybody, Effect: "Deny", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }],
  ])("of %s is none", (_, statement) => {
    expect(found(withPolicy(statement))).not.toContain(`resource-policy-allows-everybody at ${shop}`);
  });

  test.each([
    ["another organization", denyUnless("StringNotEquals", { "aws:PrincipalOrgID": "o-1234567890" })],
    ["all but one role", denyUnless("ArnNotLike", { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/batch" })],
    [
      "whom NotPrincipal leaves over",
      {
        Effect: "Deny",
        NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/batch" },
        Action: "execute-api:Invoke",
        Resource: "execute-api:/*",
      },
    ],
  ])("is none where a Deny is about %s", (_, deny) => {
    expect(found(withPolicy(everybody, deny))).toEqual([]);
    expect(found(withPolicy(everybody, { ...deny, Resource: "execute-api:/v1/GET/orders" }))).toEqual([
      `resource-policy-allows-everybody at ${shop}`,
    ]);
  });

  test("is found where a Deny is about other accounts, about some callers, or about networks", () => {
    for (const deny of [
      denyUnless("StringEquals", { "aws:PrincipalTag/team": "red" }),
      denyUnless("StringNotEquals", { "aws:PrincipalAccount": "111122223333" }),
      denyUnless("NotIpAddress", { "aws:SourceIp": "203.0.113.0/24" }),
    ])
      expect(found(withPolicy(everybody, deny))).toEqual([`resource-policy-allows-everybody at ${shop}`]);
  });

  test("is needed on open routes", () => {
    const open: Change = (resources) => {
      for (const method of Object.values(resources.aws_api_gateway_method ?? {})) method.authorization = "NONE";
    };
    expect(found(open, withPolicy(everybody))).toEqual([]);
  });
});

test("a role under Federated is found", () => {
  const federated = { ...everybody, Principal: { Federated: "arn:aws:iam::111122223333:role/admin" } };
  expect(found(withPolicy(federated))).toEqual([`resource-policy-names-federated-role at ${shop}`]);
});

test("a resource policy that allows a route that there is not is found", () => {
  const named = {
    ...everybody,
    Principal: { AWS: "arn:aws:iam::111122223333:role/batch" },
    Resource: "execute-api:/prod/*",
  };
  expect(found(withPolicy(named))).toEqual([`policy-names-no-route at ${shop}`]);
});

describe("networks", () => {
  const byEndpoint = denyUnless("StringNotEquals", { "aws:SourceVpce": "vpce-1" });

  test("a private API without a policy is found", () => {
    expect(found(endpoint("PRIVATE"))).toEqual([`private-api-without-resource-policy at ${shop}`]);
  });

  test("a policy whose API is not known may be a private API's", () => {
    const rest_api_id = "${var.api}";
    const of = adding({ aws_api_gateway_rest_api_policy: { of: { rest_api_id, policy: policy(byEndpoint) } } });
    expect(found(endpoint("PRIVATE"), of)).toEqual([]);
  });

  test("a private API whose policy stands in its body has one", () => {
    const body = JSON.stringify({
      openapi: "3.0.1",
      paths: {},
      "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement: [byEndpoint] },
    });
    const triggers = { body: "${sha1(aws_api_gateway_rest_api.shop.body)}" };
    const inBody = adding({
      aws_api_gateway_rest_api: { shop: { body } },
      aws_api_gateway_deployment: { v1: { triggers } },
    });
    expect(found(endpoint("PRIVATE"), inBody)).toEqual([]);
  });

  test.each([
    [byEndpoint, "denies every call"],
    [denyUnless("StringEquals", { "aws:SourceVpc": "vpc-1" }), "denies nothing"],
    [
      {
        ...denyUnless("StringEquals", { "aws:SourceVpc": "vpc-1" }),
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/b" },
      },
      "allows nothing",
    ],
    [denyUnless("NotIpAddress", { "aws:VpcSourceIp": "10.0.0.0/8" }), "denies every call"],
  ])("a test of VPCs on a public API is found, with what it does: %j", (statement, effect) => {
    const findings = foundAfter(withPolicy(statement));
    expect(summaries(findings)).toEqual([`vpc-condition-on-public-api at ${shop}`]);
    expect(findings[0]?.reason).toMatch(new RegExp(`the statement ${effect}$`));
  });

  test("a test that always holds beside others is not said to deny every call", () => {
    const both = denyUnless("StringNotEquals", { "aws:SourceVpce": "vpce-1" });
    const statement = { ...both, Condition: { ...both.Condition, NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } } };
    expect(foundAfter(withPolicy(statement))).toMatchObject([
      {
        id: "vpc-condition-on-public-api",
        reason: expect.stringMatching(/the test always holds and changes nothing$/),
      },
    ]);
    expect(foundAfter(endpoint("PRIVATE"), withPolicy(statement))).toMatchObject([
      { id: "source-ip-on-private-api", reason: expect.stringMatching(/the test always holds and changes nothing$/) },
    ]);
  });

  test("a test of VPCs is right on a private API, and one that minds absence on any", () => {
    expect(found(endpoint("PRIVATE"), withPolicy(byEndpoint))).toEqual([]);
    expect(found(withPolicy(denyUnless("StringNotEqualsIfExists", { "aws:SourceVpce": "vpce-1" })))).toEqual([]);
  });

  test("aws:SourceIp is found on a private API, and aws:VpcSourceIp is not", () => {
    expect(
      found(endpoint("PRIVATE"), withPolicy(denyUnless("NotIpAddress", { "aws:SourceIp": "10.0.0.0/8" }))),
    ).toEqual([`source-ip-on-private-api at ${shop}`]);
    expect(
      found(endpoint("PRIVATE"), withPolicy(denyUnless("NotIpAddress", { "aws:VpcSourceIp": "10.0.0.0/8" }))),
    ).toEqual([]);
  });

  test("vpc_endpoint_ids are found beside a policy that restricts no endpoint", () => {
    const ids = endpoint("PRIVATE", ["vpce-1"]);
    const open: Change = (resources) => {
      for (const method of Object.values(resources.aws_api_gateway_method ?? {})) method.authorization = "NONE";
    };
    expect(found(ids, open, withPolicy(everybody))).toEqual([`vpc-endpoint-ids-without-restriction at ${shop}`]);
    expect(found(ids, open, withPolicy(everybody, byEndpoint))).toEqual([]);
    const role = { ...everybody, Principal: { AWS: "arn:aws:iam::111122223333:role/batch" } };
    expect(found(ids, withPolicy(role))).toEqual([]);
    expect(found(ids, withPolicy({ ...role, Effect: "Deny" }))).toEqual([
      `vpc-endpoint-ids-without-restriction at ${shop}`,
    ]);
  });
});

describe("deployments", () => {
  const at = "aws_api_gateway_deployment.v1";
  const someRole = { ...everybody, Principal: { AWS: "arn:aws:iam::111122223333:role/batch" } };
  const triggered =
    (triggers: Record<string, string> | undefined): Change =>
    (resources) => {
      withPolicy(someRole)(resources);
      Object.assign(resources.aws_api_gateway_deployment?.v1 ?? {}, { triggers });
    };

  test.each([
    ["no triggers", undefined],
    [
      "the methods alone",
      {
        methods: "${sha1(jsonencode([aws_api_gateway_method.get-orders, aws_api_gateway_integration.get-orders.uri]))}",
      },
    ],
  ])("with %s are found beside a policy", (_, triggers) => {
    expect(found(triggered(triggers))).toEqual([`deployment-without-policy-trigger at ${at}`]);
  });

  test.each([
    [
      "the policy",
      { all: "${sha1(jsonencode([aws_api_gateway_method.get-orders.id, aws_api_gateway_rest_api.shop.policy]))}" },
    ],
    ["a hash that was made beforehand", { document: "9e1abd5f2a64eb142a8836ed2949b16e" }],
    [
      "the policy behind a long list",
      {
        all: "${sha1(jsonencode([aws_api_gateway_method.get-orders.id, aws_api_gateway_method.post-orders.id, aws_api_gateway_method.get-order.id, aws_api_gateway_rest_api.shop.policy]))}",
      },
    ],
    [
      "the whole API",
      { all: "${sha1(jsonencode([aws_api_gateway_method.get-orders, aws_api_gateway_rest_api.shop]))}" },
    ],
    ["what a local holds", { all: "${sha1(jsonencode([aws_api_gateway_method.get-orders.id, local.others]))}" }],
  ])("with %s are none", (_, triggers) => {
    expect(found(triggered(triggers))).toEqual([]);
  });

  test("that are replaced with the policy are none", () => {
    const lifecycle = { replace_triggered_by: [shop] };
    const replaced = adding({ aws_api_gateway_deployment: { v1: { lifecycle: [lifecycle] } } });
    expect(found(triggered(undefined), replaced)).toEqual([]);
  });

  test("of a policy that is a resource name it in the fix", () => {
    const own = adding({
      aws_api_gateway_rest_api_policy: { shop: { rest_api_id: `\${${shop}.id}`, policy: policy(someRole) } },
    });
    const [finding] = foundAfter(own);
    expect(finding).toMatchObject({
      id: "deployment-without-policy-trigger",
      what: "no trigger changes with aws_api_gateway_rest_api_policy.shop.policy",
    });
  });

  test("with the body alone are found beside a policy", () => {
    const body: Change = adding({
      aws_api_gateway_rest_api: { shop: { body: JSON.stringify({ openapi: "3.0.1", paths: {} }) } },
    });
    const alone = triggered({ body: "${sha1(jsonencode(aws_api_gateway_rest_api.shop.body))}" });
    expect(found(body, alone)).toEqual([`deployment-without-policy-trigger at ${at}`]);
  });

  test("of a body without triggers are found", () => {
    const body: Change = (resources: Resources) => {
      adding({ aws_api_gateway_rest_api: { shop: { body: JSON.stringify({ openapi: "3.0.1", paths: {} }) } } })(
        resources,
      );
      delete resources.aws_api_gateway_deployment?.v1?.triggers;
    };
    expect(found(body)).toEqual([`deployment-without-policy-trigger at ${at}`]);
  });
});
