import { read, resourceAt, shown } from "../../support/terraform-json";

describe("providers", () => {
  const where = (provider: unknown, argument?: string, others: object = {}) => {
    const configuration = read({
      ...others,
      provider: { aws: provider },
      resource: { aws_vpc: { a: argument === undefined ? {} : { provider: argument } } },
    });
    const { region, accountId } = resourceAt(configuration, "aws_vpc.a");
    return [shown(region), shown(accountId)];
  };

  test.each<[string, unknown, string | undefined, [string, string]]>([
    ["nothing", {}, undefined, ["${the region}", "${the account}"]],
    ["both", { region: "eu-west-1", allowed_account_ids: ["111111111111"] }, undefined, ["eu-west-1", "111111111111"]],
    [
      "two accounts",
      { allowed_account_ids: ["111111111111", "222222222222"] },
      undefined,
      ["${the region}", "${the account}"],
    ],
    [
      "a role to assume",
      { assume_role: [{ role_arn: "arn:aws:iam::222222222222:role/x" }] },
      undefined,
      ["${the region}", "222222222222"],
    ],
    ["an alias", [{ region: "a-a-1" }, { alias: "u", region: "b-b-1" }], "aws.u", ["b-b-1", "${the account}"]],
    [
      "an alias in ${}",
      [{ region: "a-a-1" }, { alias: "u", region: "b-b-1" }],
      "${aws.u}",
      ["b-b-1", "${the account}"],
    ],
    [
      "an alias with credentials of its own",
      [{}, { alias: "u", profile: "other" }],
      "aws.u",
      ["${the region}", "${the account of provider aws.u}"],
    ],
  ])("a provider that says %s", (_what, provider, argument, expected) => {
    expect(where(provider, argument)).toEqual(expected);
  });

  test("a provider may refer to variables", () => {
    const variable = { region: { default: "eu-west-1" }, account: {} };
    expect(
      where({ region: "${var.region}", allowed_account_ids: ["${var.account}"] }, undefined, { variable }),
    ).toEqual(["eu-west-1", "${var.account}"]);
  });

  test("a resource may have a region of its own", () => {
    const configuration = read({
      provider: { aws: { region: "eu-west-1" } },
      resource: { aws_vpc: { a: { region: "us-east-1" } } },
    });
    expect(resourceAt(configuration, "aws_vpc.a").region).toBe("us-east-1");
  });

  test.each(["cn-north-1", "us-gov-west-1", "us-iso-east-1"])("fails for %s", (region) => {
    expect(() => where({ region })).toThrow(/^provider aws: its region is of another partition of AWS/);
    expect(() => read({ resource: { aws_vpc: { a: { region } } } })).toThrow(/^aws_vpc\.a: its region is of another/);
  });
});
