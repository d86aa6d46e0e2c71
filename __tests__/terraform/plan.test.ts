import { assert, constant, json, jsonValue, oneof, property, record, string } from "fast-check";
import { UserError } from "../../src/errors";
import { planAsJson, planAsMarkdown, planAsText } from "../../src/terraform";
import { alarming, byKind, isEmpty, readPlan } from "../../src/terraform/plan";

const change = (address: string, actions: readonly string[], more: object = {}, inChange: object = {}) => ({
  address,
  mode: address.startsWith("data.") ? "data" : "managed",
  type: address.replace(/^data\./, "").split(".")[0],
  change: { actions, before: null, after: {}, ...inChange },
  ...more,
});
const plan = (changes: readonly object[], outputs: object = {}) =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    output_changes: outputs,
  });

const mixed = plan(
  [
    change("aws_iam_role.b", ["create"]),
    change("aws_iam_role.a", ["create"]),
    change("aws_lambda_function.f", ["update"]),
    change(
      "aws_cognito_user_pool.main",
      ["delete", "create"],
      {},
      { replace_paths: [["username_attributes"], ["schema", 0, "name"]] },
    ),
    change("terraform_data.t", ["create", "delete"], { action_reason: "replace_because_tainted" }),
    change("aws_s3_bucket.state", ["no-op"], {}, { importing: { id: "state" } }),
    change("aws_cognito_user_pool_client.web", ["delete"], { action_reason: "delete_because_no_resource_config" }),
    change("aws_sns_topic.t", ["delete"]),
    change("aws_iam_policy.new", ["no-op"], { previous_address: "aws_iam_policy.old" }),
    change("data.aws_caller_identity.me", ["read"]),
  ],
  { url: { actions: ["update"] }, same: { actions: ["no-op"] } },
);

test("sorts what a plan does by what happens to each resource", () => {
  const summary = readPlan(mixed, "dev");
  expect(summary.created.map(({ address }) => address)).toEqual(["aws_iam_role.a", "aws_iam_role.b"]);
  expect(summary.updated).toEqual([{ address: "aws_lambda_function.f", type: "aws_lambda_function" }]);
  expect(summary.replaced).toEqual([
    {
      address: "aws_cognito_user_pool.main",
      type: "aws_cognito_user_pool",
      stateful: true,
      because: ["username_attributes", "schema[0].name"],
      deletionProtected: false,
    },
    {
      address: "terraform_data.t",
      type: "terraform_data",
      stateful: false,
      because: ["replace because tainted"],
      deletionProtected: false,
    },
  ]);
  expect(summary.destroyed.map(({ address }) => address)).toEqual([
    "aws_cognito_user_pool_client.web",
    "aws_sns_topic.t",
  ]);
  expect(summary.imported.map(({ address }) => address)).toEqual(["aws_s3_bucket.state"]);
  expect(summary.moved.map(({ address }) => address)).toEqual(["aws_iam_policy.new"]);
  expect(summary.outputs).toEqual(["url"]);
  expect(isEmpty(summary)).toBe(false);
  expect(byKind(summary.created)).toEqual([["aws_iam_role", 2]]);
});

test("raises an alarm for users and state, and for nothing else", () => {
  expect(alarming(readPlan(mixed, "dev")).map(({ address }) => address)).toEqual([
    "aws_cognito_user_pool.main",
    "aws_cognito_user_pool_client.web",
  ]);
  const forgotten = readPlan(plan([change("aws_cognito_identity_pool.main", ["forget"])]), "dev");
  expect(alarming(forgotten)).toHaveLength(1);
});

test("a plan without changes is empty", () => {
  const summary = readPlan(plan([change("aws_iam_role.a", ["no-op"]), change("data.aws_x.y", ["read"])]), "dev");
  expect(isEmpty(summary)).toBe(true);
  expect(planAsText(summary)).toBe("dev: no changes");
});

test("renders it for a terminal", () => {
  expect(planAsText(readPlan(mixed, "dev")))
    .toBe(`dev: 2 to create, 1 to update, 2 to replace, 2 to destroy, 1 to import, 1 to move
  created
    aws_iam_role (2)
      aws_iam_role.a
      aws_iam_role.b
  imported
    aws_s3_bucket.state
  updated
    aws_lambda_function.f
  replaced
    aws_cognito_user_pool.main, because of username_attributes, schema[0].name
    terraform_data.t, because of replace because tainted
  destroyed
    aws_cognito_user_pool_client.web
    aws_sns_topic.t
  moved to another address
    aws_iam_policy.new
  outputs changed
    url
  ALARM: This takes away what no apply brings back: users and their sign-ins, or state.
    aws_cognito_user_pool.main is replaced
    aws_cognito_user_pool_client.web is destroyed`);
});

test("renders it for a pull request, the alarm first", () => {
  const lines = planAsMarkdown(readPlan(mixed, "dev")).split("\n");
  expect(lines.slice(0, 8)).toEqual([
    "### `dev`: 2 to create, 1 to update, 2 to replace, 2 to destroy, 1 to import, 1 to move",
    "",
    "> [!CAUTION]",
    "> This takes away what no apply brings back: users and their sign-ins, or state.",
    "> ",
    "> - `aws_cognito_user_pool.main` is replaced",
    "> - `aws_cognito_user_pool_client.web` is destroyed",
    "",
  ]);
  expect(lines).toContain("- `aws_cognito_user_pool.main`, because of `username_attributes`, `schema[0].name`");
});

test("what else is said of a plan stands behind the alarm and before the lists, which may be cut", () => {
  const markdown = planAsMarkdown(readPlan(mixed, "dev"), ["", "**Who can call what**"]);
  expect(markdown.indexOf("is destroyed")).toBeLessThan(markdown.indexOf("**Who can call what**"));
  expect(markdown.indexOf("**Who can call what**")).toBeLessThan(markdown.indexOf("**Created**"));
});

test("no address gets out of its code span", () => {
  const markdown = planAsMarkdown(readPlan(plan([change('aws_iam_role.a["`<b>`\n# x"]', ["update"])]), "dev"));
  expect(markdown).toContain('- ``aws_iam_role.a["`<b>` # x"]``');
});

test("a long list is cut, and says by how much", () => {
  const many = Array.from({ length: 120 }, (_, index) => change(`aws_iam_role.r${index}`, ["update"]));
  expect(planAsText(readPlan(plan(many), "dev"))).toMatch(/and 20 more$/);
});

const hundreds = () =>
  readPlan(
    plan(Array.from({ length: 300 }, (_, index) => change(`aws_${"abc"[index % 3]}_thing.r${index}`, ["create"]))),
    "dev",
  );

test("of many created resources, the first twenty of each kind are named, and the rest is counted", () => {
  const lines = planAsText(hundreds()).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "dev: 300 to create, 0 to update, 0 to replace, 0 to destroy",
    "  created",
    "    aws_a_thing (100)",
    "      aws_a_thing.r0",
  ]);
  expect(lines.filter((line) => line.includes("and 80 more"))).toEqual(
    ["a", "b", "c"].map((kind) => `      and 80 more aws_${kind}_thing`),
  );
  expect(lines).toHaveLength(2 + 3 * 22);
});

test("a pull request gets the created resources folded, after their counts", () => {
  expect(planAsMarkdown(readPlan(plan([change("aws_iam_role.a", ["create"])]), "dev")).split("\n")).toEqual([
    "### `dev`: 1 to create, 0 to update, 0 to replace, 0 to destroy",
    "",
    "**Created**",
    "",
    "- `aws_iam_role` × 1",
    "",
    "<details><summary>The resources to create</summary>",
    "",
    "- `aws_iam_role.a`",
    "",
    "</details>",
    "",
  ]);
  expect(planAsMarkdown(hundreds())).toContain("- and 80 more aws_b_thing\n");
});

test("renders it for programs", () => {
  const summary = JSON.parse(planAsJson(readPlan(mixed, "dev"))) as Record<string, unknown>;
  expect(summary).toMatchObject({
    stack: "dev",
    empty: false,
    counts: { create: 2, update: 1, replace: 2, destroy: 2, import: 1, forget: 0, move: 1 },
    alarms: ["aws_cognito_user_pool.main", "aws_cognito_user_pool_client.web"],
  });
});

test.each([
  ["no JSON", "Error: no such file", "the answer is not JSON"],
  ["another format", JSON.stringify({ format_version: "2.0" }), "format_version"],
  ["an action nobody knows", plan([change("a.b", ["explode"])]), "resource_changes.0.change.actions.0"],
  ["an incomplete plan", JSON.stringify({ format_version: "1.2", errored: true }), "incomplete"],
])("fails on %s, saying so", (_name, answer, what) => {
  expect(() => readPlan(answer, "dev")).toThrow(UserError);
  expect(() => readPlan(answer, "dev")).toThrow(what);
});

test("fails on garbage with a UserError only", () => {
  const near = record({
    format_version: constant("1.2"),
    resource_changes: jsonValue(),
    output_changes: jsonValue(),
  }).map((one) => JSON.stringify(one));
  const readsOrRefuses = property(oneof(string(), json(), near), (answer) => {
    try {
      readPlan(answer, "dev");
      return true;
    } catch (error) {
      return error instanceof UserError;
    }
  });
  expect(() => assert(readsOrRefuses)).not.toThrow();
});

test("every loss is named, however many there are", () => {
  const many = Array.from({ length: 150 }, (_, index) => change(`aws_cognito_user_pool.p${index}`, ["delete"]));
  const summary = readPlan(plan(many), "dev");
  expect(planAsText(summary).match(/aws_cognito_user_pool\.p\d+$/gm)).toHaveLength(150);
  expect(planAsText(summary).match(/aws_cognito_user_pool\.p\d+ is destroyed$/gm)).toHaveLength(150);
  expect(planAsMarkdown(summary).match(/- `aws_cognito_user_pool\.p\d+` is destroyed$/gm)).toHaveLength(150);
});
