import { constant, plan, references } from "../../support/plan-json";
import { resourceAt, shown, shownAttribute } from "../../support/terraform-json";

describe("around the plan", () => {
  const prior = (resources: readonly object[]) => ({ prior_state: { values: { root_module: { resources } } } });
  const document = {
    address: "data.aws_iam_policy_document.d",
    mode: "data",
    type: "aws_iam_policy_document",
    name: "d",
    values: { json: '{"Statement":[]}' },
  };

  test("data sources that were read already come from the state before; resources that go do not", () => {
    const gone = { address: "aws_x.gone", mode: "managed", type: "aws_x", name: "gone", values: {} };
    const configuration = plan(
      [],
      { resources: { "data.aws_iam_policy_document.d": { statement: [{ actions: constant(["a:B"]) }] } } },
      { ...prior([document, gone]), resource_changes: [{ address: gone.address, change: { actions: ["delete"] } }] },
    );
    expect(configuration.resources.map(({ address }) => address)).toEqual([document.address]);
    expect(resourceAt(configuration, document.address).attribute("json")).toBe('{"Statement":[]}');
  });

  test("resources that a plan passes over stay as they are, wherever they have been moved from", () => {
    const old = (name: string) => ({ address: `aws_x.${name}`, mode: "managed", type: "aws_x", name });
    const configuration = plan(
      [{ address: "aws_x.new", values: { name: "n" } }, { address: "aws_x.forgotten" }],
      { resources: { "aws_x.kept": { name: references("var.other") } } },
      {
        ...prior([{ ...old("kept"), values: { name: "k" } }, old("moved"), old("forgotten")]),
        resource_changes: [
          { address: "aws_x.new", previous_address: "aws_x.moved", change: { actions: ["no-op"] } },
          { address: "aws_x.forgotten", change: { actions: ["forget"] } },
        ],
      },
    );
    expect(configuration.resources.map(({ address, values }) => [address, values])).toEqual([
      ["aws_x.kept", { name: "k" }],
      ["aws_x.new", { name: "n" }],
    ]);
  });

  test("a plan to destroy everything leaves nothing", () => {
    const all = { address: "aws_x.a", mode: "managed", type: "aws_x", name: "a", values: {} };
    const changes = { resource_changes: [{ address: "aws_x.a", change: { actions: ["delete"] } }] };
    expect(plan([], {}, { ...prior([all]), ...changes, planned_values: {} }).resources).toEqual([]);
  });

  test("what is not configured and not known is AWS's own choice, and so not there; blocks may be", () => {
    const configuration = plan(
      [
        {
          address: "aws_api_gateway_rest_api.a",
          values: { endpoint_configuration: [{ types: ["REGIONAL"] }] },
          unknown: { policy: true, endpoint_configuration: [{ types: [false], vpc_endpoint_ids: true }] },
        },
        { address: "data.aws_iam_policy_document.d", mode: "data", unknown: { json: true, statement: true } },
      ],
      {
        resources: {
          "aws_api_gateway_rest_api.a": { endpoint_configuration: [{ types: constant(["REGIONAL"]) }] },
          "data.aws_iam_policy_document.d": {},
        },
      },
    );
    expect(resourceAt(configuration, "aws_api_gateway_rest_api.a").values).toEqual({
      endpoint_configuration: [{ types: ["REGIONAL"] }],
    });
    expect(shownAttribute(configuration, "data.aws_iam_policy_document.d", "json")).toBe(
      "${data.aws_iam_policy_document.d.json}",
    );
  });

  test("what is left of an earlier replacement does not hide what its successor refers to", () => {
    const configuration = plan(
      [{ address: "aws_x.a" }, { address: "aws_x.b", unknown: { a_id: true } }],
      { resources: { "aws_x.b": { a_id: references("aws_x.a.id") } } },
      {
        resource_changes: [
          { address: "aws_x.b", change: { actions: ["create"], after_unknown: { a_id: true } } },
          { address: "aws_x.b", deposed: "0a", change: { actions: ["delete"], after_unknown: {} } },
        ],
      },
    );
    expect(shown(resourceAt(configuration, "aws_x.b").values)).toEqual({ a_id: "${aws_x.a.id}" });
  });

  test("the account comes from what is known of the state before", () => {
    const old = {
      address: "aws_x.old",
      mode: "managed",
      type: "aws_x",
      name: "old",
      values: { arn: "arn:aws:sns:eu-west-1:555555555555:t" },
    };
    expect(resourceAt(plan([{ address: "aws_x.new" }], {}, prior([old])), "aws_x.new").accountId).toBe("555555555555");
  });

  test("the account and the region come from the provider first", () => {
    const provider_config = {
      aws: { expressions: { region: constant("a-b-1"), allowed_account_ids: references("var.account") } },
    };
    const configuration = plan(
      [{ address: "aws_x.a" }],
      {},
      {
        configuration: { provider_config, root_module: {} },
        variables: { account: { value: ["111111111111"] } },
      },
    );
    expect(shown(resourceAt(configuration, "aws_x.a").region)).toBe("a-b-1");
  });

  test("fails for a provider of another partition", () => {
    const provider_config = { aws: { expressions: { region: constant("us-gov-west-1") } } };
    const reading = () => plan([{ address: "aws_x.a" }], {}, { configuration: { provider_config, root_module: {} } });
    expect(reading).toThrow(/^provider aws: its region is of another partition/);
  });

  test("fails for modules whose outputs and inputs go round in circles", () => {
    const module = { inputs: { a: references("module.m.b") }, outputs: { b: references("var.a") }, resources: {} };
    const reading = () =>
      plan([{ address: "aws_x.a", unknown: { some_id: true } }], {
        calls: { m: module },
        resources: { "aws_x.a": { some_id: references("module.m.b") } },
      });
    expect(reading).toThrow(/^module\.m\.b: it refers to itself/);
  });
});
