import { textOf } from "../../../src/access/formula";
import { evaluate } from "../../../src/access/iam/evaluate";
import { managedPolicy } from "../../../src/access/iam/managed-policies";
import { rolesOf, unknownRole } from "../../../src/access/iam/roles";
import { readable, symbolic } from "../../../src/access/symbols";
import { type Configuration, type Resource, type Value } from "../../../src/access/terraform/configuration";
import { account, request, statement } from "./requests";

const identity = (name: string) => symbolic({ kind: "identity", name });

/** A resource of which Terraform knows its arguments, and the attributes that are given. */
function managed(
  address: string,
  values: Readonly<Record<string, Value>>,
  attributes: Readonly<Record<string, Value>> = {},
): Resource {
  return {
    address,
    mode: "managed",
    type: address.split(".")[0] ?? "",
    label: address,
    values,
    attribute: (name) => attributes[name] ?? values[name] ?? identity(`${address}.${name}`),
    region: "eu-west-1",
    accountId: account,
    acknowledgements: [],
  };
}

function configuration(...resources: readonly Resource[]): Configuration {
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    dataOfType: () => [],
    unreadModules: [],
  };
}

const trust = JSON.stringify({
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
});
const allows = (sid: string) => JSON.stringify({ Version: "2012-10-17", Statement: statement({ Sid: sid }) });
const reader = (values = {}, name = "reader") =>
  managed(
    `aws_iam_role.${name}`,
    { name, assume_role_policy: trust, ...values },
    { arn: `arn:aws:iam::${account}:role/${name}`, id: name },
  );

/** The names of the statements of a role's policies. */
const statementsOf = (...resources: readonly Resource[]) =>
  rolesOf(configuration(...resources))[0]?.policies.flatMap(({ statements, unknown }) => [
    ...statements.map(({ name }) => name),
    ...(unknown === undefined ? [] : [unknown]),
  ]);

test("a role has its name, ARN, trust and boundary", () => {
  const limit = managed("aws_iam_policy.limit", { policy: allows("limit") });
  const [role] = rolesOf(configuration(reader({ permissions_boundary: identity("aws_iam_policy.limit.arn") }), limit));
  expect(role).toMatchObject({
    address: "aws_iam_role.reader",
    name: "reader",
    arn: `arn:aws:iam::${account}:role/reader`,
    accountId: account,
    policies: [],
    trust: { address: "aws_iam_role.reader, assume_role_policy" },
    boundary: { address: "aws_iam_policy.limit, policy", statements: [{ name: "limit" }] },
  });
  expect(rolesOf(configuration(reader()))[0]).not.toHaveProperty("boundary");
});

test("an empty boundary and an empty inline policy are none, as modules leave them", () => {
  const [role] = rolesOf(
    configuration(reader({ permissions_boundary: "", inline_policy: [{ name: "", policy: "" }] })),
  );
  expect(role).not.toHaveProperty("boundary");
  expect(role?.policies).toEqual([]);
});

test("a role that is only named has what is behind its ARN's last slash for a name", () => {
  const variable = symbolic({ kind: "unknown", name: 'replace(var.team, "/", "-")' });
  const nameOf = (name: string) => unknownRole(`arn:aws:iam::${account}:role/${name}`, "x").name;
  expect(nameOf("path/reader")).toBe("reader");
  expect(nameOf(`path/${variable}-reader`)).toBe(`${variable}-reader`);
});

test("a role has the policies within it, those that name it, and those attached to it", () => {
  const own = reader({
    inline_policy: [{ name: "inline", policy: allows("inline") }, {}],
    managed_policy_arns: [identity("aws_iam_policy.one.arn")],
  });
  const attached = (name: string) => managed(`aws_iam_policy.${name}`, { policy: allows(name) });
  expect(
    statementsOf(
      own,
      managed("aws_iam_role_policy.by-name", { role: "reader", policy: allows("by name") }),
      managed("aws_iam_role_policy.of-another", { role: "writer", policy: allows("of another") }),
      managed("aws_iam_role_policy_attachment.two", { role: "reader", policy_arn: identity("aws_iam_policy.two.arn") }),
      managed("aws_iam_policy_attachment.three", {
        roles: ["writer", "reader"],
        policy_arn: identity("aws_iam_policy.three.id"),
      }),
      managed("aws_iam_role_policy_attachments_exclusive.four", {
        role_name: "reader",
        policy_arns: [identity("aws_iam_policy.four.arn")],
      }),
      ...["one", "two", "three", "four", "five"].map(attached),
    ),
  ).toEqual(["inline", "one", "by name", "two", "three", "four"]);
});

test("a role whose name AWS makes up is named by reference", () => {
  const made = managed("aws_iam_role.made", { name_prefix: "made-", assume_role_policy: trust });
  const by = (role: string) => managed("aws_iam_role_policy.x", { role, policy: allows("x") });
  expect(statementsOf(made, by(identity("aws_iam_role.made.name")))).toEqual(["x"]);
  expect(statementsOf(made, by(identity("aws_iam_role.made.id")))).toEqual(["x"]);
  expect(statementsOf(made, by(identity("aws_iam_role.other.name")))).toEqual([]);
  expect(statementsOf(made, by("made-up"))).toEqual([]);
});

test("a policy whose role a variable names may be any role's", () => {
  const link = symbolic({ kind: "unknown", name: "var.role" });
  const by = managed("aws_iam_role_policy.x", { role: link, policy: allows("x") });
  const [role] = rolesOf(configuration(reader(), by));
  expect(role?.policies.map(({ when }) => readable(textOf(when ?? true)))).toEqual(["${var.role} is reader"]);
});

test("a policy that the Terraform only names is not known, unless it is one of AWS's that matter here", () => {
  const attach = (arn: string) =>
    statementsOf(reader(), managed("aws_iam_role_policy_attachment.x", { role: "reader", policy_arn: arn }));
  expect(attach("arn:aws:iam::aws:policy/AdministratorAccess")).toEqual(["statement 1"]);
  expect(attach("arn:aws:iam::aws:policy/PowerUserAccess")).toEqual(["arn:aws:iam::aws:policy/PowerUserAccess"]);
  expect(attach("arn:aws:iam::111111111111:policy/x")).toEqual(["arn:aws:iam::111111111111:policy/x"]);
  expect(attach(identity("data.aws_iam_policy.x.arn"))).toEqual(["${data.aws_iam_policy.x.arn}"]);
});

test.each([
  ["AdministratorAccess", "always"],
  ["AmazonAPIGatewayInvokeFullAccess", "always"],
  ["AmazonCognitoPowerUser", "never"],
  ["AmazonS3ReadOnlyAccess", "never"],
  ["service-role/AWSLambdaBasicExecutionRole", "never"],
  ["service-role/AWSLambdaVPCAccessExecutionRole", "never"],
])("AWS's %s lets call an API: %s", (name, answer) => {
  const policy = managedPolicy(`arn:aws:iam::aws:policy/${name}`);
  expect(textOf(evaluate(policy === undefined ? [] : [policy], request()).allowed)).toBe(answer);
  expect(policy?.address).toBe(`arn:aws:iam::aws:policy/${name}`);
});

test("AWS's policies are those of the partition", () => {
  const china = managedPolicy("arn:aws-cn:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess");
  expect(china?.statements[0]?.resources.patterns).toEqual(["arn:aws-cn:execute-api:*:*:*"]);
  expect(managedPolicy(`arn:aws:iam::${account}:policy/AdministratorAccess`)).toBeUndefined();
});

test("fails on a role's malformed policy with the address of what holds it", () => {
  const by = managed("aws_iam_role_policy.x", { role: "reader", policy: "{" });
  expect(() => rolesOf(configuration(reader(), by))).toThrow("aws_iam_role_policy.x, policy: policy is not JSON");
  expect(() => rolesOf(configuration(reader({ assume_role_policy: "{}" })))).toThrow(
    "aws_iam_role.reader, assume_role_policy: policy has no Statement",
  );
});
