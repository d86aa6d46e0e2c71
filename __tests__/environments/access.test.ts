import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment } from "../../environments";
import { accessAsText, accessOf, type Matrix, matrixOf, readTerraform, snapshotOf, staleness } from "../../src/access";
import { projectRoot } from "../../src/project-root";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { environments } from "../support/environment-stacks";
import { testApp, written } from "../support/synth";

const matrices = new Map<Environment, Matrix>();

function matrixIn(environment: Environment): Matrix {
  const known = matrices.get(environment);
  if (known) return known;
  const terraform = [{ name: "cdk.tf.json", json: written(new EnvironmentStack(testApp(), environment)) }];
  const matrix = matrixOf(accessOf(readTerraform(terraform)));
  matrices.set(environment, matrix);
  return matrix;
}

test.each(environments)(
  "who can call what in %s is what its snapshot says, or this says what changed",
  (name, environment) => {
    const file = `environments/${name}.access.txt`;
    const path = join(projectRoot(), file);
    const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    const problem = staleness({ environment: name, file, text }, snapshotOf(matrixIn(environment)));
    // Thrown, so that the sentences stand there as they are.
    if (problem !== undefined) throw new Error(problem);
    expect(problem).toBeUndefined();
  },
);

/** Who is let in on a route, by the origin; origins from which nobody is are left out. */
function letInOn({ access }: Matrix, api: string, label: string): Readonly<Record<string, readonly string[]>> {
  const route = access.routes.find((one) => one.api.label === api && one.label === label);
  expect(route).toBeDefined();
  if (route === undefined) return {};
  const letIn = access.origins.map((origin): [string, readonly string[]] => [
    origin.label,
    access.principals
      .filter((principal) => access.decision({ route, principal, origin }).outcome !== "denied")
      .filter((principal) => access.decision({ route, principal, origin }).outcome !== "unreachable")
      .map((principal) => principal.label),
  ]);
  return Object.fromEntries(letIn.filter(([, who]) => who.length > 0));
}

const endpoint = "VPC endpoint execute-api-endpoint";
const people = ["signed in", "admin", "general"];
const idTokens = [...people, "ID token of spa", "ID token of web", "token of another client"];
const spaTokens = [...people, "ID token of spa", "access token of spa"];

test.each(environments)("in %s each system lets in whom it is for, from where it is for", (_name, environment) => {
  const matrix = matrixIn(environment);
  const letIn = (api: string, label: string) => letInOn(matrix, api, label);
  const everybody = matrix.access.principals.map(({ label }) => label);
  expect(letIn("admin-api", "GET /tech4all")).toEqual({ internet: ["admin"] });
  expect(letIn("admin-api", "OPTIONS /tech4all")).toEqual({ internet: everybody });
  expect(letIn("general-api", "GET /profile")).toEqual({ internet: idTokens });
  expect(letIn("general-api", "POST /messages")).toEqual({ internet: idTokens });
  expect(letIn("hello-api", "GET /hello")).toEqual({ internet: spaTokens });
  expect(letIn("login-proxy", "POST /admin-initiate-auth")).toEqual({ [endpoint]: everybody });
  expect(letIn("login-proxy", "GET /profile")).toEqual({ [endpoint]: idTokens });
  expect(matrix.decisions.map(({ outcome }) => outcome)).not.toContain("conditional");
  expect(matrix.decisions.map(({ outcome }) => outcome)).not.toContain("failing");
});

test("the README shows what the table of dev shows", () => {
  const [, environment] = environments.find(([name]) => name === "dev") ?? environments[0] ?? [];
  const table = environment ? accessAsText(matrixIn(environment), { title: "dev", all: false }) : "";
  const [shown] = table.slice(table.indexOf("admin-api: ")).split("\n\n  OPTIONS");
  expect(readFileSync(join(projectRoot(), "README.md"), "utf8")).toContain(`\`\`\`\n${shown}\n\`\`\`\n`);
});

test("who is in no group is refused by the admin API on the assumption that says so", () => {
  const [[, environment]] = environments as [(typeof environments)[number]];
  const { access } = matrixIn(environment);
  const route = access.routes.find(({ label }) => label === "GET /tech4all");
  const principal = access.principals.find(({ label }) => label === "signed in");
  const [origin] = access.origins;
  const decision = route && principal && origin && access.decision({ route, principal, origin });
  expect(decision).toMatchObject({ reason: "no role", assumptions: ["A3"] });
});

test("a grant that is added is told in a sentence: who gains what from where, and why not before", () => {
  const [[name, environment]] = environments as [(typeof environments)[number]];
  const json = structuredClone(written(new EnvironmentStack(testApp(), environment))) as {
    readonly resource: { readonly aws_iam_role_policy: Record<string, { readonly policy: string }> };
  };
  const policies = json.resource.aws_iam_role_policy;
  const { policy } = policies["identity_admin_role_permissions"] ?? {};
  Object.assign(policies, { more: { role: "${aws_iam_role.identity_general_role.id}", policy } });
  const now = snapshotOf(matrixOf(accessOf(readTerraform([{ name: "cdk.tf.json", json }]))));
  const file = `environments/${name}.access.txt`;
  const text = readFileSync(join(projectRoot(), file), "utf8");
  expect(staleness({ environment: name, file, text }, now)).toBe(
    `environments/${name}.access.txt: who can call what is not what it says any more\n` +
      "  + general gains GET /tech4all on admin-api from the internet; was: no statement of the role\n" +
      `    gatehouse-${name}-cognito-authenticated-general-role or of a resource policy allows it\n` +
      `  fix:     if that is meant, write it anew and commit it: npm run access -- ${name} --write`,
  );
});
