import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe as lines, reportingErrors, UserError } from "../src/errors";

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

describe("a command that fails", () => {
  const printed = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const exitCode = process.exitCode;
  afterEach(() => {
    process.exitCode = exitCode;
    printed.mockClear();
  });
  const failing = async (body: () => void) => {
    await reportingErrors(body);
    expect(process.exitCode).toBe(1);
    expect(printed).toHaveBeenCalledTimes(1);
    return printed.mock.calls[0]?.[0] as unknown;
  };

  test("prints what its user can mend, without a stack trace", async () => {
    const told = await failing(() => {
      throw new UserError(problem);
    });
    expect(told).toBe(lines(problem));
  });

  test("prints what the file system refuses, with the path, without a stack trace", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-errors-"));
    const file = join(folder, "file");
    writeFileSync(file, "");
    const told = await failing(() => {
      readFileSync(join(file, "below"));
    });
    expect(told).toBe(
      `${join(file, "below")}: the file system refuses: not a directory\n  fix:     make a folder of what is a file in this path`,
    );
    rmSync(folder, { recursive: true });
  });

  test("keeps the stack trace of what is a fault of ours", async () => {
    const fault = new TypeError("undefined is not a function");
    const told = await failing(() => {
      throw fault;
    });
    expect(told).toBe(fault);
  });
});
