import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileAt, mergeBase } from "../../src/cli/git";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gatehouse-git-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    "git",
    ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect([status, stderr.includes("fatal")]).toEqual([0, false]);
  return stdout.trim();
}

function commit(file: string, text: string): string {
  mkdirSync(join(root, "environments"), { recursive: true });
  writeFileSync(join(root, file), text);
  git("add", file);
  git("commit", "--quiet", "--message", text);
  return git("rev-parse", "HEAD");
}

const file = "environments/dev.access.txt";

test("the base is where a branch left main, and what lay there can be read although main went on", () => {
  git("init", "--quiet", "--initial-branch", "main");
  const left = commit(file, "as it was\n");
  git("switch", "--quiet", "--create", "work");
  commit(file, "as it is\n");
  git("switch", "--quiet", "main");
  commit(file, "as it became\n");
  git("switch", "--quiet", "work");
  expect(mergeBase(root, {})).toEqual({ name: "main", commit: left });
  expect(fileAt(root, left, file)).toBe("as it was\n");
  expect(fileAt(root, left, "environments/prod.access.txt")).toBeUndefined();
  expect(fileAt(join(root, "environments"), left, "dev.access.txt")).toBe("as it was\n");
});

test("a pull request's own base comes before the default branch of origin, and that before main", () => {
  git("init", "--quiet", "--initial-branch", "main");
  const first = commit(file, "1");
  git("update-ref", "refs/remotes/origin/release", first);
  const second = commit(file, "2");
  git("update-ref", "refs/remotes/origin/trunk", second);
  git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
  commit(file, "3");
  expect(mergeBase(root, { GITHUB_BASE_REF: "release" })).toEqual({ name: "origin/release", commit: first });
  expect(mergeBase(root, { GITHUB_BASE_REF: "" })).toEqual({ name: "origin/trunk", commit: second });
});

test("without a repository, a commit or the branch there is none, and it is said why", () => {
  expect(mergeBase(root, {})).toBe("this is no checkout of a git repository");
  git("init", "--quiet", "--initial-branch", "main");
  expect(mergeBase(root, {})).toBe("git knows no commit that HEAD and main have in common");
  commit(file, "1");
  expect(mergeBase(root, { GITHUB_BASE_REF: "gone" })).toBe(
    "git knows no commit that HEAD and origin/gone have in common",
  );
});
