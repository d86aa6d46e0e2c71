import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { alarming, findTerraform, isEmpty, Terraform, type TerraformBinary } from "../../../src/terraform";

let folder: string;
let binary: TerraformBinary;
let lines: string[];
beforeAll(async () => {
  binary = await findTerraform();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-run-"));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A stack of Terraform's built-in resource, which needs no provider; its state is local. */
function stack(resources: object, onLine: (line: string) => void = () => undefined): Terraform {
  const stackFolder = join(folder, "stack");
  mkdirSync(stackFolder, { recursive: true });
  const json = {
    terraform: { backend: { local: { path: "state.tfstate" } } },
    resource: { terraform_data: resources },
    output: { answer: { value: 42 }, hidden: { value: "x", sensitive: true } },
  };
  writeFileSync(join(stackFolder, "cdk.tf.json"), JSON.stringify(json));
  return new Terraform({
    binary,
    stack: "toy",
    folder: stackFolder,
    logFolder: join(folder, "logs"),
    variables: { TF_CLI_CONFIG_FILE: undefined },
    advice: {
      planAgain: "npm run plan -- toy",
      applyAgain: "npm run apply -- toy",
      createBackend: "npm run bootstrap -- toy",
    },
    onProgress: (line) => {
      lines.push(line);
      onLine(line);
    },
  });
}
const planFile = () => join(folder, "toy.tfplan");
const shell = (command: string) => ({ provisioner: [{ "local-exec": { command } }] });

test("plan, apply, empty second plan, outputs, replacement, destroy", async () => {
  const first = stack({ a: { input: "one", triggers_replace: ["x"] }, b: { input: "two" } });
  await first.init();
  expect(await first.plan(planFile())).toBe(true);
  const summary = await first.summarize(planFile());
  expect(summary.created.map(({ address }) => address)).toEqual(["terraform_data.a", "terraform_data.b"]);
  expect(lines).toEqual(
    expect.arrayContaining([
      "Initializing the backend...",
      "Plan: 2 to add, 0 to change, 0 to destroy.",
    ]),
  );
  expect(lines.join("\n")).not.toContain("Plan to create");

  lines = [];
  expect(await first.apply(planFile())).toEqual({ add: 2, change: 0, remove: 0, import: 0 });
  expect(lines).toEqual(
    expect.arrayContaining([
      "terraform_data.a: Creating...",
      expect.stringMatching(/^terraform_data\.a: Creation complete after \d+s \[id=/),
      "Apply complete! Resources: 2 added, 0 changed, 0 destroyed.",
    ]),
  );
  expect(await first.outputs()).toMatchObject({ answer: { value: 42, sensitive: false }, hidden: { sensitive: true } });

  expect(await first.plan(planFile())).toBe(false);
  expect(isEmpty(await first.summarize(planFile()))).toBe(true);

  const changed = stack({ a: { input: "one", triggers_replace: ["y"] }, b: { input: "three" } });
  await changed.plan(planFile());
  const { replaced, updated } = await changed.summarize(planFile());
  expect(replaced).toEqual([
    {
      address: "terraform_data.a",
      type: "terraform_data",
      stateful: false,
      because: ["triggers_replace"],
      deletionProtected: false,
    },
  ]);
  expect(updated.map(({ address }) => address)).toEqual(["terraform_data.b"]);
  expect(alarming(await changed.summarize(planFile()))).toEqual([]);

  await changed.plan(planFile(), "-destroy");
  expect((await changed.summarize(planFile())).destroyed).toHaveLength(2);
  expect((await changed.apply(planFile())).remove).toBe(2);
});

test("nothing that is shown has colours", async () => {
  const toy = stack({ a: {} });
  await toy.init();
  await toy.plan(planFile());
  expect(lines.join("\n")).not.toContain("\u001B");
});

test("fails with the resource, the reason and the log, which holds everything", async () => {
  const toy = stack({ broken: shell("echo before; exit 3") });
  await toy.init();
  await toy.plan(planFile());
  const message = await messageOf(toy.apply(planFile()));
  expect(message).toMatch(
    /^terraform apply of toy: failed \(exit 1\)\n {4}terraform_data\.broken: local-exec provisioner error\n {6}Error running command/,
  );
  const log = /the whole log: (.*)$/m.exec(message)?.[1] ?? "";
  expect(dirname(log)).toBe(join(folder, "logs"));
  expect(readFileSync(log, "utf8")).toMatch(/^# .* terraform apply -json -input=false [\s\S]*"type":"diagnostic"/);
});

test("fails to apply a plan when the state has changed since, and says to plan again", async () => {
  const toy = stack({ a: {} });
  await toy.init();
  await toy.plan(planFile());
  const other = join(folder, "other.tfplan");
  await toy.plan(other);
  await toy.apply(other);
  expect(await messageOf(toy.apply(planFile()))).toMatch(
    /^terraform apply of toy: the saved plan is stale: .*\n {2}fix: .*npm run plan -- toy/,
  );
});

test("fails on a plan that is no plan, and on a stack without a folder", async () => {
  const toy = stack({ a: {} });
  await toy.init();
  writeFileSync(planFile(), "no plan");
  expect(await messageOf(toy.apply(planFile()))).toContain("terraform apply of toy: failed (exit 1)");
  expect(await messageOf(toy.summarize(planFile()))).toContain("terraform show of toy");
  rmSync(join(folder, "stack"), { recursive: true });
  expect(await messageOf(toy.init())).toContain("the stack's folder is not there");
});

test("one interruption in the middle of an apply: what has begun ends, the state is kept and unlocked", async () => {
  const toy = stack(
    {
      first: {},
      slow: { ...shell("sleep 30"), depends_on: ["terraform_data.first"] },
      last: { depends_on: ["terraform_data.slow"] },
    },
    (line) => {
      if (line.includes("Provisioning with")) process.emit("SIGINT");
    },
  );
  await toy.init();
  await toy.plan(planFile());
  const message = await messageOf(toy.apply(planFile()));
  expect(message).toMatch(
    /^terraform apply of toy: interrupted; the state is unlocked\n[\s\S]*fix: .*terraform_data\.slow; go on from what was done: npm run apply -- toy;/,
  );
  expect(lines).toContainEqual(expect.stringMatching(/^interrupted: terraform ends what it has begun/));
  expect(lines).not.toContain("terraform_data.last: Creating...");
  expect(readdirSync(join(folder, "stack")).filter((name) => name.includes("lock.info"))).toEqual([]);
  await toy.plan(planFile());
  const { created, replaced } = await toy.summarize(planFile());
  expect([created.map(({ address }) => address), replaced.map(({ address }) => address)]).toEqual([
    ["terraform_data.last"],
    ["terraform_data.slow"],
  ]);
});

test("fails to apply while another apply holds the lock, and says who does", async () => {
  const toy = stack({ slow: shell("sleep 4") });
  await toy.init();
  await toy.plan(planFile());
  const first = toy.apply(planFile());
  for (let tries = 0; tries < 100 && !existsSync(join(folder, "stack", ".state.tfstate.lock.info")); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await messageOf(toy.plan(join(folder, "second.tfplan")))).toMatch(
    /^terraform plan of toy: the state is locked by \S+ since .* \(apply, lock [0-9a-f-]{36}\)\n {2}fix: +wait until that has ended .* terraform force-unlock [0-9a-f-]{36};/,
  );
  expect((await first).add).toBe(1);
});

test("fails without terraform on PATH; TERRAFORM_BINARY_NAME finds it all the same", async () => {
  await expect(findTerraform({ PATH: folder })).rejects.toThrow("there is no terraform on PATH");
  const path =
    (process.env.PATH ?? "")
      .split(delimiter)
      .map((one) => join(one, "terraform"))
      .find((one) => existsSync(one)) ?? "terraform";
  await expect(findTerraform({ PATH: folder, TERRAFORM_BINARY_NAME: path })).resolves.toMatchObject({ command: path });
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "it did not fail",
    (error: unknown) => (error as Error).message,
  );
}
