import { spawnSync } from "node:child_process";

/** A commit that changes are compared with. */
export interface Base {
  /** What people call it: a branch. */
  readonly name: string;
  /** Where the work began to differ from it: the merge base with HEAD. */
  readonly commit: string;
}

/**
 * Where the work began to differ from the branch that it is for: `GITHUB_BASE_REF` of a pull request, otherwise the
 * default branch, otherwise `main`.
 *
 * @returns A sentence's end that says why there is none, where there is none.
 */
export function mergeBase(root: string, variables: NodeJS.ProcessEnv): Base | string {
  const git = (...args: readonly string[]) => run(root, args);
  if (git("rev-parse", "--git-dir") === undefined) return "this is no checkout of a git repository";
  const wanted = variables.GITHUB_BASE_REF;
  const defaultBranch = git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  const name = wanted ? `origin/${wanted}` : (defaultBranch ?? "main");
  const commit = git("merge-base", "HEAD", name);
  return commit === undefined ? `git knows no commit that HEAD and ${name} have in common` : { name, commit };
}

/** The text of a file, by its path in the project, as a commit has it; undefined where it has none. */
export function fileAt(root: string, commit: string, path: string): string | undefined {
  return run(root, ["show", `${commit}:./${path}`], false);
}

/** What git prints; undefined where it fails, or where there is no git. */
function run(root: string, args: readonly string[], trimmed = true): string | undefined {
  const { status, stdout } = spawnSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (status !== 0) return undefined;
  return trimmed ? stdout.trim() : stdout;
}
