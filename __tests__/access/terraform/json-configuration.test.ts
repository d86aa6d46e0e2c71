import { textIn } from "../../../src/access/terraform/configuration";
import { readTerraform } from "../../../src/access/terraform/read";
import { evaluated, read, resourceAt, shown } from "../../support/terraform-json";

const addresses = (json: unknown) => read(json).resources.map(({ address }) => address);

test.each<[string, unknown]>([
  ["objects", { resource: { aws_vpc: { a: {}, b: {} } } }],
  ["a list of types", { resource: [{ aws_vpc: { a: {} } }, { aws_vpc: { b: {} } }] }],
  ["a list of names", { resource: { aws_vpc: [{ a: {} }, { b: {} }] } }],
  ["lists of bodies", { resource: { aws_vpc: { a: [{}], b: [{}] } } }],
  ["a list of whole bodies", [{ resource: { aws_vpc: { a: {} } } }, { resource: { aws_vpc: { b: {} } } }]],
  ["comments", { "//": "why", resource: { "//": "a", aws_vpc: { "//": ["b"], a: { "//": "${broken" }, b: {} } } }],
])("blocks written as %s are found", (_form, json) => {
  expect(addresses(json)).toEqual(["aws_vpc.a", "aws_vpc.b"]);
});

test("the files of a folder are read as one, overrides last", () => {
  const configuration = readTerraform([
    {
      name: "override.tf.json",
      json: { resource: { aws_vpc: { a: { cidr_block: "10.1.0.0/16" } } }, locals: { n: "new" } },
    },
    {
      name: "a.tf.json",
      json: { resource: { aws_vpc: { a: { cidr_block: "10.0.0.0/16", tags: { n: "${local.n}" } } } } },
    },
    { name: "b.tf.json", json: { locals: [{ n: "old" }, { other: 1 }], variable: { size: { default: 1 } } } },
    {
      name: "c.tf.json",
      json: { resource: { aws_subnet: { s: { vpc_id: "${aws_vpc.a.id}", size: "${var.size}" } } } },
    },
    { name: "folder/terraform.tfvars.json", json: { size: 2 } },
  ]);
  expect(resourceAt(configuration, "aws_vpc.a").values).toEqual({ cidr_block: "10.1.0.0/16", tags: { n: "new" } });
  expect(shown(resourceAt(configuration, "aws_subnet.s").values)).toEqual({ vpc_id: "${aws_vpc.a.id}", size: 2 });
});

test("resources come in the order of their addresses, and by type", () => {
  const configuration = read({
    data: { aws_region: { current: {} } },
    resource: { aws_vpc: { b: {}, a: {} }, aws_subnet: { c: {} } },
  });
  expect(configuration.resources.map(({ address }) => address)).toEqual([
    "aws_subnet.c",
    "aws_vpc.a",
    "aws_vpc.b",
    "data.aws_region.current",
  ]);
  expect(configuration.ofType("aws_vpc").map(({ address }) => address)).toEqual(["aws_vpc.a", "aws_vpc.b"]);
  expect(configuration.dataOfType("aws_region")).toHaveLength(1);
  expect(configuration.ofType("aws_region")).toEqual([]);
  expect(configuration.ofType("constructor")).toEqual([]);
});

test("arguments are evaluated, and what Terraform keeps for itself is none", () => {
  const { values } = resourceAt(
    read({
      resource: {
        aws_x: {
          a: {
            count: 1,
            provider: "aws",
            depends_on: ["aws_x.b"],
            lifecycle: { ignore_changes: ["name"] },
            left_out: null,
            list: ["a", null],
            nested: { "//": "why", deep: [{ name: "${aws_x.b.name}", nothing: null }], "${aws_x.b.name}": 1 },
          },
          b: { name: "b" },
        },
      },
    }),
    "aws_x.a[0]",
  );
  expect(values).toEqual({ list: ["a"], nested: { deep: [{ name: "b" }], b: 1 } });
});

test("how an argument was written can be read beside its value", () => {
  const json = { variable: { a: { default: "b" } }, resource: { aws_x: { a: { name: "${var.a}" } } } };
  const { values, written } = resourceAt(read(json), "aws_x.a");
  expect([values.name, written?.("name"), written?.("other")]).toEqual(["b", '"${var.a}"', undefined]);
});

test("names that JavaScript has itself are names like others", () => {
  const text = '{"resource":{"aws_x":{"__proto__":{"constructor":"a","__proto__":"b"}}}}';
  const configuration = read(JSON.parse(text));
  const { address, values } = configuration.resources[0] ?? {};
  expect(address).toBe("aws_x.__proto__");
  expect(JSON.stringify(values)).toBe('{"constructor":"a","__proto__":"b"}');
  expect(shown(evaluated("${local.constructor}${local.tree.toString}", { locals: { tree: {} } }))).toBe(
    "${${local.constructor}${local.tree.toString}}",
  );
});

test("characters that stand for symbols cannot be smuggled in", () => {
  const forged = "\uE000iaws_x.other.id\uE001";
  for (const text of [
    forged,
    `${forged}\${1}`,
    '${"\\uE000iaws_x.other.id\\uE001"}',
    `\${jsondecode("\\"\\\\ue000i\\\\ue001\\"")}`,
  ]) {
    expect(evaluated(text)).not.toMatch(/[\uE000-\uE003]/);
  }
  expect(shown(evaluated(`\${sha256("${forged}")}`))).toContain("\uFFFD");
});

describe("circles", () => {
  test.each<[string, unknown, RegExp]>([
    ["a local", { locals: { a: "${local.a}" } }, /local\.a: it refers to itself[^]*local\.a -> local\.a/],
    ["locals", { locals: { a: "${local.b}", b: "x${upper(local.a)}" } }, /got: {5}"local\.a -> local\.b -> local\.a"/],
    [
      "attributes",
      { resource: { aws_x: { a: { name: "${aws_x.b.name}" }, b: { name: "${aws_x.a.name}" } } } },
      /aws_x\.a\.name -> aws_x\.b\.name -> aws_x\.a\.name/,
    ],
    ["for_each", { resource: { aws_x: { a: { for_each: "${aws_x.a}" } } } }, /aws_x\.a\.for_each: it refers to itself/],
    [
      "paths",
      {
        resource: {
          aws_api_gateway_resource: {
            a: { parent_id: "${aws_api_gateway_resource.b.id}", path_part: "a" },
            b: { parent_id: "${aws_api_gateway_resource.a.id}", path_part: "b" },
          },
          aws_x: { a: { path: "${aws_api_gateway_resource.a.path}" } },
        },
      },
      /aws_api_gateway_resource\.a\.path: it refers to itself/,
    ],
  ])("fails for %s that refer to themselves, naming them", (_what, json, message) => {
    const used = { ...(json as object), output: {} };
    const uses = "locals" in used ? { ...used, resource: { aws_x: { z: { a: "${local.a}" } } } } : used;
    expect(() => read(uses)).toThrow(message);
  });

  test("a resource may refer to another that refers back to a different attribute", () => {
    const configuration = read({
      resource: { aws_x: { a: { name: "a", other: "${aws_x.b.name}" }, b: { name: "b", other: "${aws_x.a.name}" } } },
    });
    expect(resourceAt(configuration, "aws_x.a").values).toEqual({ name: "a", other: "b" });
  });
});

test("a chain of a hundred references is followed, and fails for one of 10,000 with an explanation", () => {
  const chain = (length: number) =>
    Object.fromEntries(Array.from({ length }, (_, n) => [`l${n}`, n === 0 ? "end" : `\${local.l${n - 1}}`]));
  expect(evaluated("${local.l99}", { locals: chain(100) })).toBe("end");
  expect(() => evaluated("${local.l9999}", { locals: chain(10_000) })).toThrow(
    /its references and expressions lead deeper than Gatehouse follows/,
  );
});

test("fails for JSON that is nested 100,000 times", () => {
  const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
  expect(() => read({ resource: { aws_x: { a: { deep } } } })).toThrow(/^aws_x\.a\.deep: /);
  expect(() => read({ resource: deep })).toThrow(/this is no block of Terraform/);
  const text = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  expect(() => evaluated(`\${jsondecode("${text}")}`)).toThrow(/^test\.this\.value: /);
});

test("values of variables are converted to the variables' types", () => {
  const variable = {
    names: { type: "set(string)", default: ["b", "a", "b"] },
    port: { type: "string", default: 443 },
    open: { type: "bool", default: "false" },
    sizes: { type: "list(number)", default: ["1", 2] },
    pair: { type: "tuple([string, number])", default: [1, "2"] },
    tags: { type: "map(any)", default: { n: 1, t: "x" } },
    routes: {
      type: 'map(object({ path = string, method = optional(string, "GET"), open = optional(bool) }))',
      default: { a: { path: "/a", unknown: 1 }, b: { path: "/b", method: null, open: "true" } },
    },
  };
  const valueOf = (name: string): unknown =>
    JSON.parse(textIn(evaluated(`\${jsonencode([var.${name}][0])}`, { variable })) ?? "");
  expect(valueOf("names")).toEqual(["a", "b"]);
  expect(valueOf("port")).toBe("443");
  expect(valueOf("open")).toBe(false);
  expect(valueOf("sizes")).toEqual([1, 2]);
  expect(valueOf("pair")).toEqual(["1", 2]);
  expect(valueOf("tags")).toEqual({ n: "1", t: "x" });
  expect(valueOf("routes")).toEqual({
    a: { path: "/a", method: "GET", open: null },
    b: { path: "/b", method: "GET", open: true },
  });
});

test("a variable that can't be null has its default where null is given", () => {
  const json = {
    variable: { a: { default: "a", nullable: false }, b: { default: "b" } },
    resource: { aws_x: { x: { a: "${var.a}", b: "${var.b}" } } },
  };
  const configuration = readTerraform([
    { name: "main.tf.json", json },
    { name: "terraform.tfvars.json", json: { a: null, b: null } },
  ]);
  expect(resourceAt(configuration, "aws_x.x").values).toEqual({ a: "a" });
});

test("what is given is no list that is written in brackets, and Terraform does not find them equal", () => {
  const variable = { none: { type: "list(string)", default: [] } };
  expect(evaluated("${var.none == [] ? 1 : 2}", { variable })).not.toBe(1);
});

test("values of variables come from the files that Terraform lets have the last word", () => {
  const json = { variable: { v: { default: "default" } }, resource: { aws_x: { a: { v: "${var.v}" } } } };
  const given = (...names: readonly string[]) => {
    const files = names.map((name) => ({ name, json: { v: name } }));
    return resourceAt(readTerraform([{ name: "main.tf.json", json }, ...files]), "aws_x.a").values.v;
  };
  expect(given("a.auto.tfvars.json", "terraform.tfvars.json")).toBe("a.auto.tfvars.json");
  expect(given("b.auto.tfvars.json", "a.auto.tfvars.json")).toBe("b.auto.tfvars.json");
  expect(given("terraform.tfvars.json")).toBe("terraform.tfvars.json");
});
