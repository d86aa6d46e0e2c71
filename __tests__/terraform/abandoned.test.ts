import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isOurs, removeRemains, RunNote } from "../../src/terraform/abandoned";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-note-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const note = () => new RunNote(join(folder, "terraform.pid"));
const deadProcess = () => spawnSync(process.execPath, ["-e", "0"]).pid;

test("no note, a process that runs and one that ended by itself tell of nothing", () => {
  expect(note().tellsOfKilled()).toBe(false);
  note().write(process.pid);
  expect(note().tellsOfKilled()).toBe(false);
  note().write(deadProcess());
  note().remove();
  expect(note().tellsOfKilled()).toBe(false);
});

test("a noted process that is gone was killed", () => {
  note().write(deadProcess());
  expect(note().tellsOfKilled()).toBe(true);
});

test("what remains of a terraform whose AWS is gone is taken away, and nothing else", () => {
  note().write(deadProcess());
  for (const name of ["errored.tfstate", "cdk.tf.json"]) writeFileSync(join(folder, name), "{}");
  removeRemains(folder);
  expect(readdirSync(folder)).toEqual(["cdk.tf.json"]);
});

test("a lock is ours where user and computer are", () => {
  const by = (who: string) => ({ id: "1", who, since: "", operation: "" });
  expect(isOurs(by(`${userInfo().username}@${hostname()}`))).toBe(true);
  expect(isOurs(by(`${userInfo().username}@elsewhere`))).toBe(false);
  expect(isOurs(by("someone"))).toBe(false);
});
