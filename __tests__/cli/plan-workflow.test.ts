import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames } from "../../environments";
import { projectRoot } from "../../src/project-root";

const workflow = readFileSync(join(projectRoot(), ".github/workflows/plan.yml"), "utf8");
const onAws = environmentNames.filter((name) => name !== "local");

/** The script of the step that posts the comment: the lines below its `run: |`, less their indentation. */
const script = workflow
  .slice(workflow.indexOf("- name: Post the comment"))
  .split("run: |\n")[1]
  ?.replaceAll(/^ {10}/gm, "");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-comment-"));
  // Stands in for GitHub's CLI: knows one comment, or none, and notes what it is asked to do.
  const gh = `#!/bin/sh\nif [ "$2" = "--paginate" ]; then cat comments; else echo "$@" > asked; fi\n`;
  writeFileSync(join(folder, "gh"), gh);
  chmodSync(join(folder, "gh"), 0o755);
  writeFileSync(join(folder, "comments"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

function comment(summaries: Readonly<Record<string, string>>, environments: readonly string[]): string {
  for (const [environment, summary] of Object.entries(summaries)) {
    mkdirSync(join(folder, `plan-${environment}`));
    writeFileSync(join(folder, `plan-${environment}`, "summary.md"), summary);
  }
  const { status, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script ?? ""], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      ENVIRONMENTS: environments.join(" "),
      MARKER: "<!-- marker -->",
      COMMIT: "c0ffee",
      BASE: "main",
      REPOSITORY: "owner/name",
      NUMBER: "7",
      RUN: "https://example.com/run",
    },
  });
  expect([status, stderr]).toEqual([0, ""]);
  return readFileSync(join(folder, "comment.md"), "utf8");
}
const asked = () => readFileSync(join(folder, "asked"), "utf8");

test("every environment on AWS is planned, and stands in the comment", () => {
  expect(workflow).toContain(`environment: [${onAws.join(", ")}]`);
  expect(workflow).toContain(`ENVIRONMENTS: ${onAws.join(" ")}\n`);
});

test("the first comment of a pull request is posted, and says where a plan is missing", () => {
  expect(comment({ dev: "### `dev`: no changes\n" }, ["dev", "prod"])).toBe(
    "<!-- marker -->\n## Terraform plans of c0ffee, merged into main\n\n" +
      "### `dev`: no changes\n\n### `prod`: there is no plan\n\n[The run](https://example.com/run)\n",
  );
  expect(asked()).toContain("--method POST repos/owner/name/issues/7/comments");
});

test("a later one takes its place", () => {
  writeFileSync(join(folder, "comments"), "42\n");
  comment({ dev: "### `dev`: no changes\n" }, ["dev"]);
  expect(asked()).toContain("--method PATCH repos/owner/name/issues/comments/42");
});

test.each([1, 3, 8])("long plans of %i environments fit into GitHub's 65,536 characters", (count) => {
  const environments = Array.from({ length: count }, (_, index) => `env-${index}`);
  const long = Array.from({ length: 2000 }, () => "a line of some forty characters, more or less\n").join("");
  const text = comment(Object.fromEntries(environments.map((name) => [name, long])), environments);
  expect(text.length).toBeLessThan(65_536);
  expect(text.match(/cut here/g)).toHaveLength(count);
});
