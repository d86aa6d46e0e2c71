import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../src/constructs/lambda/bundle";
import { TypescriptFunction, type TypescriptFunctionProps } from "../../../src/constructs/lambda/typescript-function";
import { projectRoot } from "../../../src/project-root";
import { synthesized, testStack } from "../../support/synth";

const functionWith = (props: Partial<TypescriptFunctionProps>) => {
  const stack = testStack();
  new TypescriptFunction(stack, "hello", {
    name: "hello",
    source: "src/functions/get-tech4all.ts",
    description: "Says hello",
    tracing: true,
    logRetentionDays: 7,
    ...props,
  });
  return synthesized(stack);
};

test("a function with a log of its own and a role that may write it", () => {
  const json = functionWith({ environment: { GREETING: "hello" } });
  const { zip, sha256 } = bundleFunction("src/functions/get-tech4all.ts", "test");
  const hash = createHash("sha256").update(zip).digest("hex");
  expect(json.only("aws_lambda_function")).toEqual({
    function_name: "hello",
    description: "Says hello",
    filename: `assets/hello_code/${hash}/get-tech4all.zip`,
    source_code_hash: sha256,
    handler: "index.handler",
    runtime: "nodejs22.x",
    architectures: ["arm64"],
    memory_size: 256,
    timeout: 27,
    role: "${aws_iam_role.hello_role.arn}",
    environment: { variables: { GREETING: "hello" } },
    tracing_config: { mode: "Active" },
    logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.hello_log.name}" },
    depends_on: ["aws_iam_role_policy.hello_role_permissions"],
  });
  expect(json.only("aws_cloudwatch_log_group")).toEqual({ name: "/aws/lambda/hello", retention_in_days: 7 });
  expect(json.policies()).toEqual({
    hello_role_permissions: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:ap-northeast-1:123456789012:log-group:${aws_cloudwatch_log_group.hello_log.name}:*",
        },
        {
          Sid: "WriteTraces",
          Effect: "Allow",
          Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
          Resource: "*",
        },
      ],
    },
  });
});

test("without tracing the role may write no traces", () => {
  const json = functionWith({ tracing: false });
  expect(json.only("aws_lambda_function")).toMatchObject({ tracing_config: { mode: "PassThrough" } });
  expect(JSON.stringify(json.policies())).not.toContain("xray");
});

describe("sources and archives", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return relative(projectRoot(), join(folder, name));
  };
  beforeEach(() => {
    mkdirSync(join(projectRoot(), ".gatehouse"), { recursive: true });
    folder = mkdtempSync(join(projectRoot(), ".gatehouse", "test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("the archive is one file, which runs and answers", async () => {
    const files = unzipSync(bundleFunction("src/functions/get-tech4all.ts", "test").zip);
    expect(Object.keys(files)).toEqual(["index.js"]);
    write("index.js", Buffer.from(files["index.js"] ?? []).toString());
    const { handler } = (await import(join(folder, "index.js"))) as { handler: (event: unknown) => Promise<unknown> };
    expect(await handler({ requestContext: { identity: { cognitoIdentityId: "id" } } })).toMatchObject({
      statusCode: 200,
      body: JSON.stringify({ message: "Tech for all", caller: "id" }),
    });
  });

  test("fails for a source that does not compile, with file and line", () => {
    const source = write("broken.ts", "export const handler = (\n");
    expect(() => functionWith({ source })).toThrow(
      /^test\/hello: the function's source does not compile:\n {4}.*broken\.ts:2:1: Unexpected end of file/,
    );
  });

  test("fails for an import of what is not there", () => {
    const source = write("import.ts", 'import "./nothing";\n');
    expect(() => functionWith({ source })).toThrow(/import\.ts:1:8: Could not resolve "\.\/nothing"/);
  });
});

test("fails for a source that is missing", () => {
  expect(() => functionWith({ source: "src/functions/none.ts" })).toThrow(
    'test/hello: the function\'s source is missing\n  got:     "src/functions/none.ts"',
  );
});

test.each<[string, Partial<TypescriptFunctionProps>, string]>([
  ["64 MB", { memoryMegabytes: 64 }, "a whole number of MB, 128 to 10240"],
  ["16 minutes", { timeoutSeconds: 960 }, "a whole number of seconds, 1 to 900"],
  ["a name with a dot", { name: "hello.world" }, "1 to 64 letters, digits, hyphens and underscores"],
])("fails for %s", (_, props, allowed) => {
  expect(() => functionWith(props)).toThrow(allowed);
});
