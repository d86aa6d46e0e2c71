import fc from "fast-check";
import { UserError } from "../../../src/errors";
import { type Configuration } from "../../../src/access/terraform/configuration";
import { readTerraform } from "../../../src/access/terraform/read";
import { symbolsIn } from "../../support/terraform-json";

test.each<[string, unknown, string]>([
  ["package.json", { name: "x", version: "1" }, '"name" is no block of Terraform'],
  ["template.json", { Resources: {} }, '"Resources" is no block of Terraform'],
  ["terraform.tfstate", { version: 4, lineage: "a", resources: [] }, "a state as Terraform stores it"],
  ["text.json", "text", "it is not a JSON object"],
  ["null.json", null, "it is not a JSON object"],
  ["list.json", [], "it is not a JSON object"],
  ["empty.tf.json", {}, "there is no block of Terraform in it"],
  ["comment.tf.json", { "//": "later" }, "there is no block of Terraform in it"],
  ["state.json", { format_version: "1.0" }, "the state is empty"],
  ["plan.json", { format_version: "2.0", planned_values: {} }, 'its format_version "2.0" is not known'],
  ["plan.json", { format_version: "1.2", planned_values: {}, errored: true }, "planning ended with an error"],
  ["plan.json", { format_version: "1.2", planned_values: {}, deferred_changes: [{}] }, "planning put changes off"],
  ["plan.json", { format_version: 1, planned_values: {} }, "its format_version 1 is not known"],
])("fails for %s of %j, naming the file and what is read", (name, json, what) => {
  expect(() => readTerraform([{ name, json }])).toThrow(UserError);
  expect(() => readTerraform([{ name, json }])).toThrow(`${name}: it cannot be read: `);
  expect(() => readTerraform([{ name, json }])).toThrow(what);
  expect(() => readTerraform([{ name, json }])).toThrow("Terraform JSON (*.tf.json, cdk.tf.json)");
});

test("fails without a file, and for a plan beside other files", () => {
  expect(() => readTerraform([])).toThrow("there is no block of Terraform in it");
  const plan = { name: "plan.json", json: { format_version: "1.2", planned_values: {} } };
  expect(() => readTerraform([{ name: "a.tf.json", json: {} }, plan])).toThrow(/^plan\.json: .* read alone/);
});

test.each<[unknown, RegExp]>([
  [{ resource: "x" }, /^a\.tf\.json: resource: this is no block of Terraform/],
  [{ resource: { aws_vpc: "x" } }, /^a\.tf\.json: aws_vpc: this is no block of Terraform/],
  [{ resource: { aws_vpc: { a: "x" } } }, /^a\.tf\.json: aws_vpc\.a: this is no block of Terraform/],
  [{ data: { aws_vpc: { a: ["x"] } } }, /^a\.tf\.json: data\.aws_vpc\.a: this is no block of Terraform/],
  [{ locals: ["x"] }, /^a\.tf\.json: locals: this is no block of Terraform/],
  [{ resource: { aws_vpc: { a: [{}, {}] } } }, /^aws_vpc\.a: it is declared twice/],
  [[{ locals: { a: 1 } }, { locals: { a: 2 } }], /^local\.a: it is declared twice/],
  [{ provider: { aws: [{}, {}] } }, /^provider aws: it is declared twice/],
])("fails for %j, naming what is wrong", (json, message) => {
  expect(() => readTerraform([{ name: "a.tf.json", json }])).toThrow(message);
});

test("whatever the JSON is, it is read or refused with an explanation", () => {
  const word = fc.constantFrom(
    "resource",
    "data",
    "locals",
    "provider",
    "aws",
    "aws_iam_role",
    "count",
    "a",
    "//",
    "dynamic",
    "alias",
  );
  const text = fc.constantFrom("", "x", "${local.a}", "${aws_iam_role.a.arn}", "${each.key}", "${a[", "$${x}");
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie("json"), { maxLength: 2 }),
      fc.dictionary(word, tie("json"), { maxKeys: 3 }),
    ),
  }));
  const shape = fc.oneof(
    json,
    fc.record({ resource: fc.record({ aws_iam_role: fc.dictionary(word, fc.dictionary(word, json)) }), locals: json }),
    fc.record({ format_version: fc.constant("1.0"), values: fc.record({ root_module: json }) }),
    fc.record({
      format_version: fc.constant("1.0"),
      planned_values: json,
      configuration: json,
      resource_changes: json,
    }),
  );
  fc.assert(
    fc.property(shape, (given) => {
      try {
        const { resources } = readTerraform([{ name: "a.tf.json", json: given }]);
        for (const resource of resources) JSON.stringify([resource.values, resource.attribute("arn"), resource.label]);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

/** A small system whose resources have these names. */
function system(names: readonly string[]): Configuration {
  const [api, role, pool, local] = names;
  return readTerraform([
    {
      name: "main.tf.json",
      json: {
        locals: { [`${local}`]: `\${aws_api_gateway_rest_api.${api}.execution_arn}/*` },
        resource: {
          aws_api_gateway_rest_api: { [`${api}`]: { name: "api" } },
          aws_cognito_user_pool: { [`${pool}`]: {} },
          aws_iam_role: { [`${role}`]: { description: `\${sha256(aws_cognito_user_pool.${pool}.id)}` } },
          aws_iam_role_policy: {
            policy: {
              role: `\${aws_iam_role.${role}.id}`,
              policy: `\${jsonencode({Resource = local.${local}, Pool = aws_cognito_user_pool.${pool}.arn})}`,
            },
          },
        },
      },
    },
  ]);
}

test("other names for the resources change the names of symbols, and nothing else", () => {
  const name = fc
    .stringMatching(/^[a-z][a-z0-9_-]{0,5}$/)
    .filter((one) => !["true", "false", "null", "for"].includes(one));
  fc.assert(
    fc.property(fc.tuple(name, name, name, name), (names) => {
      const renamed = (text: string) =>
        ["api_gateway_rest_api", "iam_role", "cognito_user_pool"].reduce(
          (before, type, index) => before.replaceAll(`aws_${type}.${names[index]}.`, `aws_${type}.${"apq"[index]}.`),
          text,
        );
      const valuesOf = ({ resources }: Configuration) => resources.map(({ values }) => renamed(JSON.stringify(values)));
      expect(valuesOf(system(names)).toSorted()).toEqual(valuesOf(system(["a", "p", "q", "l"])).toSorted());
    }),
  );
});

test("the symbols are those that only AWS knows", () => {
  const policy = system(["a", "r", "p", "l"]).ofType("aws_iam_role_policy")[0];
  expect(symbolsIn(policy?.values ?? {}, "identity")).toEqual([
    "aws_api_gateway_rest_api.a.id",
    "aws_cognito_user_pool.p.id",
    "aws_iam_role.r.id",
  ]);
  expect(symbolsIn(policy?.values ?? {}, "unknown")).toEqual(["the account", "the region"]);
});

test("1 MB is read without delay", () => {
  const count = 1000;
  const roles = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `r${index}`,
      {
        name: `role-${index}`,
        description: "x".repeat(400),
        assume_role_policy: `\${jsonencode({Statement = [{Effect = "Allow", Resource = "\${aws_iam_role.r${(index + 1) % count}.arn}"}]})}`,
        tags: { other: `\${local.all["r${index}"]}` },
      },
    ]),
  );
  const all = Object.fromEntries(Object.keys(roles).map((name) => [name, "y".repeat(400)]));
  const json = { locals: { all }, resource: { aws_iam_role: roles } };
  expect(JSON.stringify(json).length).toBeGreaterThan(1_000_000);
  const before = performance.now();
  expect(readTerraform([{ name: "a.tf.json", json }]).resources).toHaveLength(count);
  expect(performance.now() - before).toBeLessThan(3000);
});
