import { assert, constantFrom, json, jsonValue, oneof, property, record } from "fast-check";
import { diagnosticLines, readUiLine } from "../../src/terraform/ui";
import { anyText } from "../support/any-text";

const line = (fields: object) => JSON.stringify({ "@level": "info", "@module": "terraform.ui", ...fields });

test("what happens to a resource is progress, in terraform's words", () => {
  expect(readUiLine(line({ type: "apply_start", "@message": "aws_iam_role.a: Creating..." }))).toEqual({
    kind: "progress",
    text: "aws_iam_role.a: Creating...",
  });
});

test.each([
  ["refresh_start", "aws_iam_role.a: Refreshing state... [id=a]"],
  ["planned_change", "aws_iam_role.a: Plan to create"],
])("%s is left to the log: there is one for each resource", (type, message) => {
  expect(readUiLine(line({ type, "@message": message }))).toEqual({ kind: "other" });
});

test("a summary line carries its counts", () => {
  const changes = { add: 2, change: 0, import: 1, remove: 3, operation: "apply" };
  expect(readUiLine(line({ type: "change_summary", "@message": "Apply complete!", changes }))).toEqual({
    kind: "counts",
    text: "Apply complete!",
    counts: { add: 2, change: 0, import: 1, remove: 3 },
  });
});

test("a diagnostic keeps summary, detail and address, and loses colours", () => {
  const event = readUiLine(
    line({
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "\u001B[31mcreating pool\u001B[0m",
        detail: "first\nsecond\n",
        address: "aws_cognito_user_pool.main",
      },
    }),
  );
  expect(event).toMatchObject({ kind: "diagnostic", diagnostic: { severity: "error", summary: "creating pool" } });
  expect(event.kind === "diagnostic" && diagnosticLines(event.diagnostic)).toEqual([
    "aws_cognito_user_pool.main: creating pool",
    "  first",
    "  second",
  ]);
});

test("init tells of the backend and of downloads only", () => {
  expect(
    readUiLine(
      line({
        type: "init_output",
        message_code: "initializing_backend_message",
        "@message": "Initializing the backend...",
      }),
    ).kind,
  ).toBe("progress");
  expect(
    readUiLine(line({ type: "log", "@message": "Installing provider version: hashicorp/aws v5.100.0..." })).kind,
  ).toBe("progress");
  expect(
    readUiLine(
      line({ type: "init_output", message_code: "output_init_success_cli_message", "@message": "You may now begin" }),
    ).kind,
  ).toBe("other");
  expect(readUiLine(line({ type: "something_new", "@message": "a: b" })).kind).toBe("other");
});

test.each(["", "Error: no JSON", "{", "{}", "[]", "null", '{"type":1}', '{"type":null,"@message":{}}'])(
  "%j is text",
  (text) => {
    expect(readUiLine(text)).toEqual({ kind: "text", text });
  },
);

test("no line whatsoever makes it fail, nor leaves a control character", () => {
  const garbage = oneof(
    anyText,
    json(),
    record({
      type: constantFrom("diagnostic", "change_summary", "apply_start"),
      "@message": jsonValue(),
      diagnostic: jsonValue(),
      changes: jsonValue(),
    }).map((one) => JSON.stringify(one)),
  );
  // eslint-disable-next-line no-control-regex -- that is what it looks for
  const control = /[\u0000-\u0008\u000B-\u001F\u007F]/;
  const isPlain = property(garbage, (text) => {
    const event = readUiLine(text);
    return !("text" in event && control.test(event.text));
  });
  expect(() => assert(isPlain)).not.toThrow();
});
