import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { access, type AccessOptions } from "../../src/cli/commands/access";
import { Checkout } from "../support/checkout";

const integration = { type: "mock" };
const open = { get: { "x-amazon-apigateway-integration": integration } };
const signed = {
  get: { "x-amazon-apigateway-auth": { type: "AWS_IAM" }, "x-amazon-apigateway-integration": integration },
};
const json = {
  provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111122223333"] }] },
  resource: {
    aws_api_gateway_rest_api: {
      web: { name: "web", body: JSON.stringify({ openapi: "3.0.1", paths: { "/a": open, "/b/{id}": signed } }) },
    },
    aws_api_gateway_stage: {
      web: { rest_api_id: "${aws_api_gateway_rest_api.web.id}", stage_name: "v1", deployment_id: "d" },
    },
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-access-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command prints of the folder. */
async function printed(options: AccessOptions = {}): Promise<string> {
  const texts: string[] = [];
  const spy = jest.spyOn(process.stdout, "write").mockImplementation((text) => texts.push(String(text)) > 0);
  try {
    await access(folder, options);
  } finally {
    spy.mockRestore();
  }
  return texts.join("");
}

test("of a folder of Terraform JSON the table is shown", async () => {
  expect(await printed()).toMatch(/^Who can call what: .*\n\nweb: REST API, .*, stage v1\n\n {2}GET \/a {2}\[NONE\]\n/);
});

test("it is also shown as JSON and as Markdown", async () => {
  expect(JSON.parse(await printed({ json: true }))).toMatchObject({
    version: 1,
    title: folder,
    apis: [{ label: "web" }],
  });
  expect(await printed({ markdown: true })).toContain("\n| `GET /a` (NONE) | internet | let in | everybody |  |\n");
});

test("--why explains one call, by the path that is called", async () => {
  expect(await printed({ why: ["anonymous", "GET /b/42"] })).toMatch(
    /^anonymous, GET \/b\/\{id\} of web\n {2}from internet: refused 403, the request is not/,
  );
  expect(JSON.parse(await printed({ why: ["anonymous", "GET /a"], json: true }))).toMatchObject({ route: "GET /a" });
});

test("fails for a principal that there is not, naming those that there are", async () => {
  await expect(printed({ why: ["boss", "GET /a"] })).rejects.toThrow(
    /there is no such principal\n {2}got: +"boss"\n {2}allowed: anonymous, /,
  );
});

/** The configuration with one more open route. */
const more = JSON.stringify(json).replace(
  String.raw`\"/a\":`,
  String.raw`\"/c\":${JSON.stringify(JSON.stringify(open)).slice(1, -1)},\"/a\":`,
);

test("--write writes a snapshot, and --check fails with what has changed since", async () => {
  const checkout = new Checkout();
  try {
    // What is synthesized is not the point here, and takes long.
    checkout.edit("cdktf.json", "node src/launch.mjs src/main.ts", "true");
    const stack = join(checkout.root, "cdktf.out", "stacks", "dev");
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(json));
    rmSync(join(checkout.root, "environments", "dev.access.txt"));
    const file = "environments/dev.access.txt";
    expect(await checkout.run("access", "dev", "--write")).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: `${file}: written\n`,
    });
    writeFileSync(join(stack, "cdk.tf.json"), more);
    const gain = "  + new route GET /c on web (NONE): lets in everybody from the internet\n";
    expect(await checkout.run("access", "dev", "--check")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        `${file}: who can call what is not what it says any more\n${gain}` +
        "  fix:     if that is meant, write it anew and commit it: npm run access -- dev --write\n",
    });
  } finally {
    await checkout.remove();
  }
}, 20_000);
