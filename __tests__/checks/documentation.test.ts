import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assumptions } from "../../src/access/assumptions";
import { findingIds } from "../../src/finding-ids";
import { projectRoot } from "../../src/project-root";

const findings = readFileSync(join(projectRoot(), "docs", "findings.md"), "utf8");
const model = readFileSync(join(projectRoot(), "docs", "access-model.md"), "utf8");

test("docs/findings.md has a section for each finding, and for nothing else, in the order of the code", () => {
  const sections = [...findings.matchAll(/^### `(.*)`$/gm)].map(([, id]) => id);
  expect(sections).toEqual(findingIds);
});

test.each(findingIds)("docs/findings.md says of %s how grave it is, an example and the fix", (id) => {
  const section = findings.split(`### \`${id}\`\n`)[1]?.split(/^##/m)[0] ?? "";
  expect(section.trim()).toMatch(/^(error|warning|info)\. /);
  expect(section).toMatch(/Example: /);
  expect(section).toMatch(/Fix(:|, where)/);
});

test("docs/findings.md links to sections that the model has", () => {
  const anchors = new Set(
    [...model.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
  const linked = [...findings.matchAll(/access-model\.md#([^)]*)/g)].map(([, anchor]) => anchor);
  expect(linked.filter((anchor) => anchor === undefined || !anchors.has(anchor))).toEqual([]);
});

/** The sources below a folder, as one text. */
function sources(...folders: readonly string[]): string {
  const folder = join(projectRoot(), ...folders);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

test("each finding is looked for, and has a test", () => {
  const [rules, tests] = [sources("src", "checks"), sources("__tests__", "checks")];
  expect(findingIds.filter((id) => !rules.includes(`"${id}"`))).toEqual([]);
  expect(findingIds.filter((id) => !tests.includes(id))).toEqual([]);
});

test("docs/access-model.md lists each assumption, and has each section that code cites", () => {
  const listed = [...model.matchAll(/^\| (A\d+) \|/gm)].map(([, id]) => id);
  expect(listed).toEqual(Object.keys(assumptions));
  const sections = new Set([...model.matchAll(/^#+ ([\d.]+?)\.? /gm)].map(([, section]) => section));
  const cited = [...sources("src").matchAll(/(?:access-model\.md,? (?:section )?|section: ")(\d(?:\.\d)?)/g)];
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.map(([, section]) => section).filter((section) => !sections.has(section))).toEqual([]);
});
