import fc from "fast-check";
import { textIn } from "../../../../src/access/terraform/configuration";
import { UserError } from "../../../../src/errors";
import { parseTemplate } from "../../../../src/access/terraform/expression/parser";
import { evaluated, shown } from "../../../support/terraform-json";

const beside = {
  variable: { stage: { default: "beta" }, secret: {}, names: { default: ["b", "a"] }, nothing: { default: null } },
  locals: {
    tree: { a: { "b c": [1, 2] } },
    list: ["x", "y"],
    people: [
      { name: "ann", age: 40 },
      { name: "bob", age: 8 },
    ],
  },
  resource: { aws_api_gateway_rest_api: { a: {}, b: {} }, aws_iam_role: { made: { name: "made" } } },
};

test.each<[string, unknown]>([
  ["plain", "plain"],
  ["${1 + 2 * 3}", 7],
  ["${(1 + 2) * 3}", 9],
  ["${10 % 4 - -1}", 3],
  ["${2 > 1 && !(1 >= 2)}", true],
  ['${false || "a" == "a"}', true],
  ["a${1}b${true}", "a1btrue"],
  ["${var.stage}", "beta"],
  ["$${var.stage} %%{x}", "${var.stage} %{x}"],
  ["$$${x}", "$${x}"],
  ["$5 100% $", "$5 100% $"],
  ['${"in ${var.stage} $${x} \\" \\u0041 \\n"}', 'in beta ${x} " A \n'],
  ["a ${~ var.stage ~} b", "abetab"],
  ['${local.tree.a["b c"][1]}', 2],
  ['${local.tree["a"]}', { "b c": [1, 2] }],
  ["${local.list.1}", "y"],
  ["${local.people[*].name}", ["ann", "bob"]],
  ["${local.people.*.name[0]}", "ann"],
  ["${[1, 2,]}", [1, 2]],
  ['${{ a = 1, "b" : 2\n c = 3, (var.stage) = 4 }}', { a: 1, b: 2, c: 3, beta: 4 }],
  ["${{\n  a = [\n    1,\n  ]\n  # a comment\n  b = 2 // another\n}}", { a: [1], b: 2 }],
  ['${var.stage == "prod" ? 1 : var.stage == "beta" ? 2 : 3}', 2],
  ["${[for name in local.list : upper(name)]}", ["X", "Y"]],
  ['${[for i, name in local.list : "${i}${name}" if name != "x"]}', ["1y"]],
  ["${{for p in local.people : p.name => p.age if p.age > 10}}", { ann: 40 }],
  ['${{for p in local.people : "all" => p.name...}}', { all: ["ann", "bob"] }],
  ["${/* why */ 1}", 1],
  ["${-1.5e2}", -150],
  ['${local.list [0]}${local.tree .a\n["b c"] [1]}', "x2"],
  ["${null == var.nothing}", true],
  ['${[for k, v in {b = 1, "10" = 2, "9" = 3, a = 4} : "${k}${v}"]}', ["102", "93", "a4", "b1"]],
  ['${{for k, v in toset(["b", "a", "b"]) : k => upper(v)}}', { a: "A", b: "B" }],
  ['${[for k, v in tolist(toset(["b", "a"])) : "${k}${v}"]}', ["0a", "1b"]],
  ["${try([for v in var.nothing : v], [1])}", [1]],
])("%s gives %j", (text, expected) => {
  expect(evaluated(text, beside)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['${jsonencode({b = ["x", 1, true, null], a = "<&>"})}', '{"a":"\\u003c\\u0026\\u003e","b":["x",1,true,null]}'],
  ['${jsondecode("{\\"a\\": [1]}").a[0]}', 1],
  ['${format("%s-%d-%v%%", "a", 2, true)}', "a-2-true%"],
  ['${join(",", ["a"], ["b", 1])}', "a,b,1"],
  ['${split("/", "a/b")}', ["a", "b"]],
  ['${concat(["a"], local.list)}', ["a", "x", "y"]],
  ["${merge({a = 1, b = 1}, {b = 2}, null)}", { a: 1, b: 2 }],
  ["${flatten([[1, [2]], 3])}", [1, 2, 3]],
  ['${toset(["b", "a", "b"])}', ["a", "b"]],
  ["${tolist(local.list)}", ["x", "y"]],
  ["${tomap({a = 1})}", { a: 1 }],
  [
    '${jsonencode([tolist([1, "a"]), toset([true, "a"]), tomap({a = 1, b = "c"})])}',
    '[["1","a"],["a","true"],{"a":"1","b":"c"}]',
  ],
  ["${toset([10, 9, 10])}", [9, 10]],
  ["${tostring(1)}", "1"],
  ['${tonumber("2") + 1}', 3],
  ['${tobool("true")}', true],
  ['${compact(["", "a", null])}', ["a"]],
  ['${distinct(["a", "b", "a"])}', ["a", "b"]],
  ['${lower("AB")}${upper("cd")}', "abCD"],
  ['${replace("a-b-c", "-", "_")}', "a_b_c"],
  ['${trimprefix("abc", "a")}${trimsuffix("abc", "c")}', "bcab"],
  ['${lookup({a = 1}, "a", 2)}${lookup({a = 1}, "b", 2)}', "12"],
  ["${element(local.list, 3)}", "y"],
  ['${length(local.list)}${length("abc")}${length({a = 1})}', "231"],
  ["${keys({b = 1, a = 2})}", ["a", "b"]],
  ["${values({b = 1, a = 2})}", [2, 1]],
  ['${coalesce("", null, "a")}', "a"],
  ['${try(local.tree.missing, local.list[9], "else")}', "else"],
  ["${can(local.tree.a)}${can(local.tree.missing)}", "truefalse"],
  ['${contains(local.list, "x")}', true],
  ["${sort(var.names)}", ["a", "b"]],
  ["${reverse([1, 2])}", [2, 1]],
  ['${zipmap(["a"], [1])}', { a: 1 }],
  ["${one([])}", null],
  ['${concat([["a"], ["b"]]...)}', ["a", "b"]],
  ['${startswith("abc", "a")}${endswith("abc", "b")}', "truefalse"],
  ['${trimspace(" a ")}', "a"],
  ['${sensitive("a")}', "a"],
])("the function in %s gives %j", (text, expected) => {
  expect(evaluated(text, beside)).toEqual(expected);
});

test.each<[string, unknown]>([
  ["${var.secret}", "${var.secret}"],
  ["a-${var.secret}", "a-${var.secret}"],
  ['${var.secret.part[0]["k"]}', '${var.secret.part[0]["k"]}'],
  ["${upper(var.secret)}", "${upper(var.secret)}"],
  ['${sha256(  "a"\n)}', '${sha256( "a" )}'],
  ['${provider::aws::arn_parse("a")}', '${provider::aws::arn_parse("a")}'],
  ["%{if true}a%{endif}", "${%{if true}a%{endif}}"],
  ["${<<EOT\na\nEOT\n}", "${${<<EOT a EOT }}"],
  ["${module.api.url}", "${module.api.url}"],
  ['${module.api["a"].url}', '${module.api["a"].url}'],
  ["${path.module}/a", "${path.module}/a"],
  ["${terraform.workspace}", "${terraform.workspace}"],
  ["${aws_sns_topic.missing.arn}", "${aws_sns_topic.missing.arn}"],
  ["${data.aws_vpc.missing.id}", "${data.aws_vpc.missing.id}"],
  ["${local.missing}", "${local.missing}"],
  ["${local.list[7]}", "${local.list[7]}"],
  ["${var.secret ? 1 : 2}", "${var.secret ? 1 : 2}"],
  ["${var.secret ? 1 : 1}", 1],
  ["${var.secret == var.secret}", true],
  ['${var.secret != "a"}', '${var.secret != "a"}'],
  ['${"a-${var.secret}" == "b-${var.secret}"}', false],
  ["${aws_api_gateway_rest_api.a.id == aws_api_gateway_rest_api.b.id}", false],
  ['${aws_api_gateway_rest_api.a.id == ""}', false],
  ["${aws_api_gateway_rest_api.a.id == null}", false],
  ['${aws_api_gateway_rest_api.a.id == "abc"}', '${aws_api_gateway_rest_api.a.id == "abc"}'],
  ["${var.secret && false}", false],
  ['${tolist(["a"]) == ["a"]}', '${tolist(["a"]) == ["a"]}'],
  ['${tolist(["a"]) == ["b"]}', false],
  ['${concat(["a"], var.secret)}', ["a", "${var.secret[*]}"]],
  ['${length(concat(["a"], var.secret))}', '${length(concat(["a"], var.secret))}'],
  ["${length([var.secret])}", 1],
  ['${flatten(["a", var.secret])}', ["a", "${var.secret[*]}"]],
  ["${var.secret[*].id}", ["${var.secret[*].id[*]}"]],
  ["${merge({a = 1}, var.secret)}", "${merge({a = 1}, var.secret)}"],
  ['${split("/", "a/${aws_api_gateway_rest_api.a.id}/b")}', ["a", "${aws_api_gateway_rest_api.a.id}", "b"]],
  ['${split("-", aws_api_gateway_rest_api.a.id)}', '${split("-", aws_api_gateway_rest_api.a.id)}'],
  ['${replace("a/*/${aws_api_gateway_rest_api.a.id}", "/*", "")}', "a/${aws_api_gateway_rest_api.a.id}"],
  ['${replace(aws_api_gateway_rest_api.a.id, "a", "")}', '${replace(aws_api_gateway_rest_api.a.id, "a", "")}'],
  ['${replace("https://a", "/^https:/", "")}', '${replace("https://a", "/^https:/", "")}'],
  ['${coalesce(aws_api_gateway_rest_api.a.id, "x")}', "${aws_api_gateway_rest_api.a.id}"],
  ['${coalesce(var.secret, "x")}', '${coalesce(var.secret, "x")}'],
  ["${try(var.secret.a, 1)}", "${var.secret.a}"],
  ["${jsonencode({a = var.secret})}", '{"a":"${var.secret}"}'],
  ["${[for s in var.secret : s]}", "${[for s in var.secret : s]}"],
  ['${[for s in ["a", "b"] : md5(s)]}', ["${md5(s) (s of 0)}", "${md5(s) (s of 1)}"]],
  ["${1 + {}}", "${1 + {}}"],
  ["a${[]}", "${a${[]}}"],
])("where not all is known, %s gives %j", (text, expected) => {
  expect(shown(evaluated(text, beside))).toEqual(expected);
});

test("a long expression that is not known has a short name, and another name than one that begins alike", () => {
  const long = `\${sha256("${"a".repeat(200)}1")}`;
  const other = `\${sha256("${"a".repeat(200)}2")}`;
  const name = textIn(evaluated(long)) ?? "";
  expect(name.length).toBeLessThan(120);
  expect(evaluated(other)).not.toBe(name);
  expect(evaluated(long)).toBe(name);
});

test.each([
  ["${", "an expression is missing"],
  ["${a", "} is missing"],
  ["${a b}", "} is missing"],
  ['${"a}', "a quote is not closed"],
  ["${f(}", "an expression is missing"],
  ["${[1}", "] is missing"],
  ["${{a}}", "= or : is missing"],
  ["${for}", undefined],
  ['${"\\q"}', "a quoted text cannot hold this"],
  ["${[for a b : c]}", "in is missing"],
])("fails for %s, naming the argument", (text, what) => {
  const reading = () => evaluated(text);
  if (what === undefined) expect(reading).not.toThrow();
  else expect(reading).toThrow(`test.this.value: its expression cannot be read: ${what}`);
});

test.each([
  ["brackets", `\${${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ["parentheses", `\${${"(".repeat(10_000)}1${")".repeat(10_000)}}`],
  ["templates", `${'${"'.repeat(10_000)}a${'"}'.repeat(10_000)}`],
  ["negations", `\${${"!".repeat(10_000)}true}`],
  ["conditionals", `\${${"true ? 1 : ".repeat(10_000)}2}`],
  ["objects", `\${${"{a=".repeat(10_000)}`],
  ["indices", `\${a${"[a".repeat(10_000)}`],
])("fails for 10,000 nested %s, naming the argument", (_name, text) => {
  expect(() => evaluated(text)).toThrow(UserError);
  expect(() => evaluated(text)).toThrow(/^test\.this\.value: its expression cannot be read: it is nested too deeply/);
});

test("a long chain of operators, steps or parts is no deep one", () => {
  expect(evaluated(`\${1${" + 1".repeat(5000)}}`)).toBe(5001);
  expect(textIn(evaluated(`\${var.secret${".a".repeat(5000)}}`, beside))?.length).toBeLessThan(120);
  expect(evaluated("${1}".repeat(5000))).toBe("1".repeat(5000));
});

test("fails for texts that double each other again and again", () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`l${index + 1}`, `\${local.l${index}}\${local.l${index}}`]),
  );
  const lists = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`l${index + 1}`, [`\${local.l${index}}`, `\${local.l${index}}`]]),
  );
  for (const locals of [doubling, lists]) {
    expect(() => evaluated("${jsonencode(local.l60)}", { locals: { l0: "0123456789", ...locals } })).toThrow(
      /its value is larger, or nested more deeply, than Gatehouse reads/,
    );
  }
});

const anyText = fc.oneof(
  fc.string(),
  fc
    .array(
      fc.constantFrom(
        ...'${ ${~ } ~} %{ $${ " \\ ( ) [ ] { } . , : = => ? ! - + * / % < && || == ... for in if x aws_x local.a 1 1.5 true null [*] .* \n # // /* */ << <<E join( \\u00e9 \u{1F600} \uE000'.split(
          " ",
        ),
      ),
      { maxLength: 25 },
    )
    .map((parts) => `\${${parts.join(" ")}`),
);

test("whatever the text is, it is read or refused with an explanation", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        evaluated(text, { locals: { a: 1 } });
        parseTemplate(text, "here");
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 300 },
  );
});

const ordinary = fc.string().map((text) => text.replaceAll(/[\uE000-\uE003]/g, ""));
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    ordinary,
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      ordinary.filter((key) => key !== "//"),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;
const escaped = (text: string) => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
/** A value as an expression of Terraform's language. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, part]) => `${written(key)} = ${written(part)}`)
      .join("\n")}}`;
  }
  return typeof value === "string"
    ? escaped(JSON.stringify(value)).replaceAll(/\\./g, (c) => (c === "\\b" ? "\\u0008" : c === "\\f" ? "\\u000c" : c))
    : String(value);
}

test("a value written as an expression is read as itself, through jsonencode too", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(evaluated(`\${${written(value)}}`)).toEqual(value);
      expect(JSON.parse(textIn(evaluated(`\${jsonencode(${written(value)})}`)) ?? "")).toEqual(value);
      expect(evaluated(`\${jsondecode(jsonencode(${written(value)}))}`)).toEqual(value);
    }),
  );
});

test("a text whose ${ and %{ are escaped is read as it was", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("$", "{", "%", "}", "a", '"', "~")).map((parts) => parts.join("")),
      (text) => {
        // A sign before an escape would be taken for part of it.
        fc.pre(!/\$\$\{|%%\{/.test(text));
        expect(evaluated(escaped(text))).toBe(text);
      },
    ),
  );
});
