import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { projectRoot } from "../src/project-root";

const forbidden = [
  ["environments/dev.ts", "cdktf"],
  ["environments/dev.ts", "../stacks/environment-stack"],
  ["environments/dev.ts", "../src/constructs/aws-stack"],
  ["environments/dev.ts", "../src/execute-api"],
  ["src/errors.ts", "./constructs/aws-stack"],
  ["src/execute-api.ts", "../stacks/environment-stack"],
  ["src/stack-names.ts", "cdktf"],
  ["src/main.ts", "./cli/main"],
  ["src/constructs/iam/role.ts", "../../../environments"],
  ["src/constructs/iam/role.ts", "../../../stacks/environment-stack"],
  ["src/constructs/iam/role.ts", "../../access/matrix"],
  ["src/constructs/iam/role.ts", "../../functions/get-tech4all"],
  ["src/constructs/iam/role.ts", "@cdktf/provider-aws"],
  ["src/constructs/iam/role.ts", "@cdktf/provider-aws/lib"],
  ["src/constructs/iam/role.ts", "@cdktf/provider-aws/lib/index"],
  ["stacks/environment-stack.ts", "../src/cli/main"],
  ["stacks/environment-stack.ts", "@cdktf/provider-aws"],
  ["stacks/systems/identity.ts", "../environment-stack"],
  ["stacks/systems/identity.ts", "../foundation-stack"],
  ["stacks/systems/identity.ts", "../anything-else"],
  ["stacks/systems/identity.ts", "../../src/functions/get-tech4all"],
  ["src/functions/get.ts", "../errors"],
  ["src/functions/get.ts", "cdktf"],
  ["src/access/matrix.ts", "cdktf"],
  ["src/access/matrix.ts", "../constructs/aws-stack"],
  ["src/access/matrix.ts", "node:fs"],
  ["src/access/matrix.ts", "../terraform"],
  ["src/access/iam/roles.ts", "../../terraform"],
  ["src/access/iam/roles.ts", "../../constructs/aws-stack"],
  ["src/access/api-gateway/decision/decide.ts", "../../../terraform"],
  ["src/access/api-gateway/decision/decide.ts", "../reading/apis"],
  ["src/access/api-gateway/routing/routing.ts", "../decision/decide"],
  ["src/access/api-gateway/reading/apis.ts", "../routing/path"],
  ["src/access/api-gateway/facts/api.ts", "../reading/apis"],
  ["src/checks/rules.ts", "../cli/main"],
  ["src/checks/rules.ts", "constructs"],
  ["src/checks/rules.ts", "../terraform"],
  ["src/checks/rules/trust.ts", "../../terraform/plan"],
  ["src/local/index.ts", "../terraform"],
  ["src/local/index.ts", "../access/matrix"],
  ["src/terraform/run.ts", "../cli/main"],
  ["src/terraform/run.ts", "../../environments"],
  ["src/cli/main.ts", "../main"],
  ["src/cli/main.ts", "../constructs/aws-stack"],
  ["src/cli/main.ts", "../../stacks/environment-stack"],
] as const;

const allowed = [
  ["environments/dev.ts", "../src/errors"],
  ["environments/dev.ts", "../src/ipv4"],
  ["environments/dev.ts", "../src/names"],
  ["environments/dev.ts", "../src/origin"],
  ["environments/dev.ts", "../src/reason"],
  ["environments/dev.ts", "../src/token-validity"],
  ["environments/dev.ts", "./schema"],
  ["src/main.ts", "../stacks/environment-stack"],
  ["src/constructs/iam/role.ts", "../../execute-api"],
  ["src/constructs/iam/role.ts", "@cdktf/provider-aws/lib/iam-role"],
  ["stacks/environment-stack.ts", "../environments"],
  ["stacks/systems/identity.ts", "../../environments"],
  ["stacks/systems/admin-api.ts", "../shared"],
  ["stacks/systems/admin-api.ts", "../../src/constructs/apigateway/auth"],
  ["src/access/matrix.ts", "../execute-api"],
  ["src/access/matrix.ts", "./terraform/read"],
  ["src/access/iam/roles.ts", "../terraform/configuration"],
  ["src/access/api-gateway/reading/apis.ts", "../../terraform/configuration"],
  ["src/access/api-gateway/decision/decide.ts", "../routing/routing"],
  ["src/checks/rules.ts", "../access/matrix"],
  ["src/checks/facts.ts", "../access/terraform/configuration"],
  ["src/checks/rules/trust.ts", "../../access/terraform/configuration"],
  ["src/cli/main.ts", "../terraform"],
  ["src/cli/main.ts", "../../environments"],
] as const;

/** One file for each import, in the folder of the one that it stands for, and by its name where that matters. */
const nameOf = (file: string, index: number) => (file === "src/main.ts" ? file : file.replace(/\.ts$/, `-${index}.ts`));

/** The files in which the linter finds a forbidden import, of files with nothing but that import. */
function lint(imports: readonly (readonly [file: string, module: string])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-lint-"));
  try {
    copyFileSync(join(projectRoot(), ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const [index, [file, module]] of imports.entries()) {
      const path = join(folder, nameOf(file, index));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `import { x } from "${module}";\nexport const y${index} = x;\n`);
    }
    const oxlint = join(projectRoot(), "node_modules", ".bin", "oxlint");
    const { stdout } = spawnSync(oxlint, ["--format", "json"], { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    const found = diagnostics.filter(({ code }) => code.includes("no-restricted-imports"));
    return [...new Set(found.map(({ filename }) => relative(folder, resolve(folder, filename))))].toSorted();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const named = (imports: readonly (readonly [string, string])[]) =>
  imports.map(([file], index) => nameOf(file, index)).toSorted();

test("fails for every import against the layout's arrows", () => {
  expect(lint(forbidden)).toEqual(named(forbidden));
});

test("lets imports along the arrows be", () => {
  expect(lint(allowed)).toEqual([]);
});
