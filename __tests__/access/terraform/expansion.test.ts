import { isOpen, textOf } from "../../../src/access/formula";
import { read, resourceAt, shown } from "../../support/terraform-json";

describe("count and for_each", () => {
  const json = {
    variable: { unknown: {} },
    locals: { people: { ann: { age: 40 }, bob: { age: 8 } } },
    resource: {
      aws_x: {
        counted: { count: "${length(keys(local.people))}", name: "n${count.index}" },
        none: { count: 0, name: "x" },
        each: { for_each: "${local.people}", name: "${each.key}", age: "${each.value.age}" },
        set: { for_each: '${toset(["b", "a"])}', name: "${each.value}" },
        chained: { for_each: "${aws_x.each}", name: "${each.value.name}2" },
        refers: {
          one: "${aws_x.counted[1].name}",
          all: "${aws_x.counted[*].name}",
          key: '${aws_x.each["ann"].age}',
          names: "${[for k, x in aws_x.each : x.name]}",
          values: "${values(aws_x.each)[*].name}",
          gone: "${try(aws_x.none[0].name, null)}",
        },
        open: { for_each: "${var.unknown}", name: "${each.key}", upper: "${upper(each.key)}" },
        maybe: { count: "${var.unknown ? 1 : 0}", name: "maybe" },
        uses: {
          open: '${aws_x.open["k"].id}',
          all: "${aws_x.open[*].id}",
          maybe: "${aws_x.maybe[0].name}",
          other: "${aws_x.maybe[1].name}",
        },
      },
    },
  };
  const configuration = read(json);

  test("known ones make instances", () => {
    const made = configuration.resources.map(({ address, values }): [string, unknown] => [address, values.name]);
    expect(made).toEqual(
      expect.arrayContaining([
        ["aws_x.counted[0]", "n0"],
        ["aws_x.counted[1]", "n1"],
        ['aws_x.each["ann"]', "ann"],
        ['aws_x.each["bob"]', "bob"],
        ['aws_x.set["a"]', "a"],
        ['aws_x.chained["bob"]', "bob2"],
      ]),
    );
    expect(made.filter(([address]) => address.startsWith("aws_x.none"))).toEqual([]);
    expect(resourceAt(configuration, 'aws_x.each["ann"]').values.age).toBe(40);
  });

  test("references find instances", () => {
    expect(resourceAt(configuration, "aws_x.refers").values).toEqual({
      one: "n1",
      all: ["n0", "n1"],
      key: 40,
      names: ["ann", "bob"],
      values: ["ann", "bob"],
    });
  });

  test("unknown ones make one resource that may not exist", () => {
    const [open, maybe] = [resourceAt(configuration, "aws_x.open"), resourceAt(configuration, "aws_x.maybe")];
    expect(shown(open.values)).toEqual({
      name: "${each.key of aws_x.open}",
      upper: "${upper(each.key) of aws_x.open}",
    });
    expect(open.exists !== undefined && isOpen(open.exists) && textOf(open.exists)).toBe(
      "for_each of aws_x.open makes one",
    );
    expect(maybe.exists !== undefined && textOf(maybe.exists)).toBe("count of aws_x.maybe makes one");
    expect(resourceAt(configuration, "aws_x.counted[0]").exists).toBeUndefined();
    expect(shown(resourceAt(configuration, "aws_x.uses").values)).toEqual({
      open: '${aws_x.open["k"].id}',
      all: "${aws_x.open[*].id}",
      maybe: "maybe",
      other: "${aws_x.maybe[1].name}",
    });
  });

  test.each([["-1"], ["${1.5}"], ["many"], [1_000_000]])("fails for a count of %s", (count) => {
    expect(() => read({ resource: { aws_x: { a: { count } } } })).toThrow(
      /^aws_x\.a: its count is no number of resources/,
    );
  });

  test("fails for a count of null, and says that it is", () => {
    expect(() => read({ resource: { aws_x: { a: { count: null } } } })).toThrow(/got: +"null"/);
  });
});

test("dynamic blocks become the blocks that they stand for", () => {
  const { values } = resourceAt(
    read({
      variable: { unknown: {} },
      locals: { rules: [{ from: 1 }, { from: 2 }] },
      resource: {
        aws_x: {
          a: {
            rule: { from: 0 },
            dynamic: {
              rule: {
                for_each: "${local.rules}",
                content: {
                  from: "${rule.value.from}",
                  dynamic: { deep: { for_each: ["x"], content: { at: "${rule.key}${deep.value}" } } },
                },
              },
              named: [{ for_each: { k: "v" }, iterator: "it", content: { key: "${it.key}", value: "${it.value}" } }],
              open: { for_each: "${var.unknown}", content: {} },
            },
          },
          b: { dynamic: { a: "no block", b: 1 } },
        },
      },
    }),
    "aws_x.a",
  );
  expect(shown(values)).toEqual({
    rule: [{ from: 0 }, { from: 1, deep: [{ at: "0x" }] }, { from: 2, deep: [{ at: "1x" }] }],
    named: [{ key: "k", value: "v" }],
    open: ["${dynamic open}"],
  });
});

test("dynamic blocks of a map stand in the order of its keys, and those of a set have its elements as keys", () => {
  const dynamic = {
    of_map: { for_each: { b: 1, a: 2 }, content: { rule: "${of_map.key}${of_map.value}" } },
    of_set: { for_each: '${toset(["y", "x"])}', content: { rule: "${of_set.key}${of_set.value}" } },
  };
  expect(resourceAt(read({ resource: { aws_x: { a: { dynamic } } } }), "aws_x.a").values).toEqual({
    of_map: [{ rule: "a2" }, { rule: "b1" }],
    of_set: [{ rule: "xx" }, { rule: "yy" }],
  });
});
