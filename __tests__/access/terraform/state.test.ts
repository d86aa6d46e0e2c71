import { readTerraform } from "../../../src/access/terraform/read";
import { resourceAt, shown, shownAttribute } from "../../support/terraform-json";

interface Given {
  readonly address: string;
  readonly values: object;
  readonly index?: string | number;
}

function resource({ address, values, index }: Given): object {
  const [, data, type, name] = /(data\.)?([a-z0-9_]+)\.([a-z_]+)(?:\[[^\]]*\])?$/.exec(address) ?? [];
  return {
    address,
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(index === undefined ? {} : { index }),
    provider_name: "registry.terraform.io/hashicorp/aws",
    values,
  };
}

function state(resources: readonly Given[], modules: readonly object[] = []) {
  const root_module = { resources: resources.map(resource), child_modules: modules };
  return readTerraform([{ name: "state.json", json: { format_version: "1.0", values: { root_module } } }]);
}

test("what was applied has its real ids, and what was left out is absent", () => {
  const configuration = state([
    {
      address: "aws_api_gateway_rest_api.a",
      values: {
        id: "abc",
        arn: "arn:aws:apigateway:eu-west-1::/restapis/abc",
        execution_arn: "arn:aws:execute-api:eu-west-1:111111111111:abc",
        root_resource_id: "root",
        policy: "",
        name: "${literal}",
        description: null,
        endpoint_configuration: [{ types: ["REGIONAL"], vpc_endpoint_ids: null }],
      },
    },
    { address: "aws_api_gateway_resource.r", values: { id: "r", parent_id: "root", path_part: "a" } },
  ]);
  const api = resourceAt(configuration, "aws_api_gateway_rest_api.a");
  expect(api.values).toEqual({
    id: "abc",
    arn: "arn:aws:apigateway:eu-west-1::/restapis/abc",
    execution_arn: "arn:aws:execute-api:eu-west-1:111111111111:abc",
    root_resource_id: "root",
    name: "${literal}",
    endpoint_configuration: [{ types: ["REGIONAL"] }],
  });
  expect([api.region, api.accountId, api.label]).toEqual(["eu-west-1", "111111111111", "a"]);
  expect(shownAttribute(configuration, "aws_api_gateway_resource.r", "path")).toBe("/a");
});

test("modules' resources are found, and called by their module", () => {
  const configuration = state(
    [{ address: 'aws_x.a["k"]', index: "k", values: { id: "1" } }],
    [
      {
        address: 'module.m["a.b"]',
        resources: [resource({ address: 'module.m["a.b"].aws_x.a[0]', index: 0, values: { id: "2" } })],
        child_modules: [
          {
            address: 'module.m["a.b"].module.n',
            resources: [resource({ address: 'module.m["a.b"].module.n.data.aws_x.a', values: { id: "3" } })],
          },
        ],
      },
    ],
  );
  expect(configuration.resources.map(({ address, label, mode }) => [address, label, mode])).toEqual([
    ['aws_x.a["k"]', 'a["k"]', "managed"],
    ['module.m["a.b"].aws_x.a[0]', 'module.m["a.b"].a[0]', "managed"],
    ['module.m["a.b"].module.n.data.aws_x.a', 'module.m["a.b"].module.n.a', "data"],
  ]);
});

describe("accounts and regions", () => {
  const other = { address: "aws_x.other", values: {} };
  const topic = (region: string, account: string, name = "t") => ({
    address: `aws_sns_topic.${name}`,
    values: { arn: `arn:aws:sns:${region}:${account}:${name}` },
  });
  const placeOf = (resources: readonly Given[], address = "aws_x.other") => {
    const { region, accountId } = resourceAt(state([...resources, other]), address);
    return [shown(region), shown(accountId)];
  };

  test("those of the others' ARNs are everyone's where they agree", () => {
    expect(placeOf([topic("eu-west-1", "111111111111")])).toEqual(["eu-west-1", "111111111111"]);
    expect(placeOf([topic("eu-west-1", "111111111111"), topic("us-east-1", "111111111111", "u")])).toEqual([
      "${the region of aws_x.other}",
      "111111111111",
    ]);
    expect(placeOf([topic("eu-west-1", "111111111111"), topic("eu-west-1", "222222222222", "u")])).toEqual([
      "eu-west-1",
      "${the account of aws_x.other}",
    ]);
    expect(placeOf([])).toEqual(["${the region}", "${the account}"]);
  });

  test("who asked tells the account; what other data sources found does not", () => {
    expect(placeOf([{ address: "data.aws_caller_identity.me", values: { account_id: "333333333333" } }])).toEqual([
      "${the region}",
      "333333333333",
    ]);
    expect(placeOf([{ address: "data.aws_sns_topic.t", values: { arn: "arn:aws:sns:a-b-1:444444444444:t" } }])).toEqual(
      ["${the region}", "${the account}"],
    );
  });

  test("what belongs to another resource is where that is, whatever else there is elsewhere", () => {
    const elsewhere = topic("us-east-1", "222222222222");
    const api = {
      address: "aws_api_gateway_rest_api.a",
      values: { id: "abc", execution_arn: "arn:aws:execute-api:eu-west-1:111111111111:abc" },
    };
    const owned = (address: string, values: object) => placeOf([elsewhere, api, { address, values }], address);
    const here = ["eu-west-1", "111111111111"];
    expect(owned("aws_api_gateway_stage.s", { rest_api_id: "abc" })).toEqual(here);
    const functionArn = "arn:aws:lambda:eu-west-1:111111111111:function:f";
    expect(owned("aws_lambda_permission.p", { function_name: functionArn })).toEqual(here);
    const invoke_arn = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
    expect(owned("aws_lambda_alias.a", { invoke_arn })[0]).toBe("eu-west-1");
    expect(owned("aws_vpc.v", { owner_id: "111111111111" })[1]).toBe("111111111111");
    expect(owned("aws_api_gateway_stage.s", { rest_api_id: "other" })).toEqual([
      "${the region of aws_api_gateway_stage.s}",
      "${the account of aws_api_gateway_stage.s}",
    ]);
  });

  test("what guards CloudFront is kept in a region that says nothing of the others'", () => {
    const acl = {
      address: "aws_wafv2_web_acl.w",
      values: { arn: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/w/1" },
    };
    expect(placeOf([acl, topic("eu-west-1", "111111111111")])).toEqual(["eu-west-1", "111111111111"]);
  });

  test("a pool's id tells the region", () => {
    const client = { address: "aws_cognito_user_pool_client.c", values: { user_pool_id: "eu-west-1_aBc" } };
    expect(placeOf([client, topic("us-east-1", "111111111111")], client.address)).toEqual([
      "eu-west-1",
      "111111111111",
    ]);
  });

  test("fails for another partition", () => {
    expect(() =>
      placeOf([{ address: "aws_x.a", values: { arn: "arn:aws-cn:sns:cn-north-1:111111111111:t" } }]),
    ).toThrow(/^aws_x\.a: its ARN is of another partition of AWS/);
  });
});

test.each<[unknown]>([
  [{ root_module: "x" }],
  [{ root_module: { resources: "x" } }],
  [{ root_module: { resources: [1] } }],
  [{ root_module: { resources: [{ address: "a" }] } }],
  [{ root_module: { child_modules: [[]] } }],
])("fails for the values %j, naming the file", (values) => {
  expect(() => readTerraform([{ name: "state.json", json: { format_version: "1.0", values } }])).toThrow(
    /^state\.json: it is not what Terraform shows/,
  );
});

test("a state without resources has none", () => {
  expect(state([]).resources).toEqual([]);
});
