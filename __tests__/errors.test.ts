import { describe as lines, UserError } from "../src/errors";

const problem = { where: "environments/dev.ts", what: "region is not valid", fix: "correct the value" };

test("an error says where, what and how to mend it", () => {
  expect(lines(problem)).toBe("environments/dev.ts: region is not valid\n  fix:     correct the value");
});

test("an error says what was given and what is allowed, where there is that", () => {
  expect(lines({ ...problem, got: "Tokyo", allowed: "ap-northeast-1" })).toBe(
    "environments/dev.ts: region is not valid\n" +
      '  got:     "Tokyo"\n' +
      "  allowed: ap-northeast-1\n" +
      "  fix:     correct the value",
  );
  expect(lines({ ...problem, allowed: "ap-northeast-1" })).toBe(
    "environments/dev.ts: region is not valid\n  allowed: ap-northeast-1\n  fix:     correct the value",
  );
});

test.each<[got: unknown, text: string]>([
  ["", '""'],
  ["1", '"1"'],
  [1, "1"],
  [null, "null"],
  [false, "false"],
  [{ a: [1] }, '{"a":[1]}'],
  [Number.NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [12345678901234567890n, "12345678901234567890"],
])("the value %p is told as %s", (got, text) => {
  expect(lines({ ...problem, got })).toContain(`\n  got:     ${text}\n`);
});

test("a UserError holds those lines, or lines that were made before", () => {
  expect(new UserError(problem)).toMatchObject({ name: "UserError", message: lines(problem) });
  expect(new UserError("one\ntwo").message).toBe("one\ntwo");
});
