import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, sharingAPlace } from "../../environments";
import { type Access, accessAsText, accessOf, type Matrix, matrixOf, snapshotOf, staleness } from "../../src/access";
import { type Outcome } from "../../src/access/decision";
import { type Configuration } from "../../src/access/terraform/configuration";
import { fails, findingsOf, reportAsText } from "../../src/checks";
import { projectRoot } from "../../src/project-root";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { FoundationStack } from "../../stacks/foundation-stack";
import { environments } from "../support/environment-stacks";
import { testApp, written } from "../support/synth";
import { read } from "../support/terraform-json";

/** Remembers what something costly gave: here nothing changes it. */
function once<Of, T>(make: (of: Of) => T): (of: Of) => T {
  const made = new Map<Of, T>();
  return (of) => {
    if (!made.has(of)) made.set(of, make(of));
    return made.get(of) as T;
  };
}

const terraformOf = once((environment: Environment) => written(new EnvironmentStack(testApp(), environment)));
const configurationOf = once((environment: Environment) => read(terraformOf(environment)));
const matrixIn = once((environment: Environment): Matrix => matrixOf(accessOf(configurationOf(environment))));

/** What would make `npm run check` fail, as it would print it. */
function failing(name: string, configuration: Configuration): string {
  const findings = findingsOf(configuration);
  return fails(findings) ? reportAsText([{ name, findings }]) : "";
}

test.each(environments)("nothing is found in %s that nobody acknowledged", (name, environment) => {
  expect(failing(name, configurationOf(environment))).toBe("");
});

test.each(
  sharingAPlace(environments.map(([, environment]) => environment)).map((group) => [group[0].name, group] as const),
)("nothing is found in the foundation that %s is on", (name, group) => {
  expect(failing(name, read(written(new FoundationStack(testApp(), group))))).toBe("");
});

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

/** Whom each system is for, said by hand: what the constructs write must come to exactly this. */
const groups = ["general", "admin"];
const signedIn = ["signed in without a group", ...groups];
const people = ["anonymous", "guest of modes-guest", ...signedIn];
const tokens = ["ID token of web", "access token of web", "ID token of spa", "access token of spa"];
const foreign = ["token of another client", "token of another user pool"];
const asked = [...people, ...tokens, ...foreign];

const ofTheUserPool = [...signedIn, "ID token of web", "ID token of spa", "token of another client"];
const ofTheSpaClient = [...signedIn, "ID token of spa", "access token of spa"];
const everybody = asked;
const nobody: string[] = [];

const internet = "internet";
const endpoint = "the VPC endpoint";
const otherEndpoint = "another VPC endpoint";

const matrix: readonly [api: string, route: string, let_in: Readonly<Record<string, readonly string[]>>][] = [
  ["admin-api", "GET /tech4all", { [internet]: ["admin"], [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["admin-api", "OPTIONS /tech4all", { [internet]: everybody, [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["general-api", "GET /profile", { [internet]: ofTheUserPool, [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["general-api", "POST /messages", { [internet]: ofTheUserPool, [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["general-api", "OPTIONS /messages", { [internet]: everybody, [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["hello-api", "GET /hello", { [internet]: ofTheSpaClient, [endpoint]: nobody, [otherEndpoint]: nobody }],
  ["login-proxy", "POST /admin-initiate-auth", { [internet]: nobody, [endpoint]: everybody, [otherEndpoint]: nobody }],
  ["login-proxy", "POST /get-id", { [internet]: nobody, [endpoint]: everybody, [otherEndpoint]: nobody }],
  ["login-proxy", "GET /profile", { [internet]: nobody, [endpoint]: ofTheUserPool, [otherEndpoint]: nobody }],
];

function accessTo(environment: Environment): Access {
  return matrixIn(environment).access;
}

function originOf(access: Access, name: string) {
  const first = access.origins.find(({ kind, label }) => (name === endpoint ? kind === "endpoint" : label === name));
  if (!first) throw new Error(`there is no origin ${name}: ${access.origins.map(({ label }) => label).join()}`);
  return first;
}

function outcomes(environment: Environment, api: string, label: string, from: string): Map<string, Outcome> {
  const access = accessTo(environment);
  const route = access.routes.find((one) => one.api.label === api && one.label === label);
  if (!route) throw new Error(`there is no route ${label} of ${api}`);
  const origin = originOf(access, from);
  return new Map(
    access.principals.map((principal) => [principal.label, access.decision({ route, principal, origin }).outcome]),
  );
}

describe.each(environments)("in %s", (name, environment) => {
  test.each(matrix)("%s %s lets in whom it is for, and nobody else", (api, route, letIn) => {
    for (const [from, expected] of Object.entries(letIn)) {
      const all = outcomes(environment, api, route, from);
      const present = asked.filter((label) => all.has(label));
      const open = present.filter((label) => all.get(label) === "allowed");
      expect([from, open.toSorted()]).toEqual([from, present.filter((label) => expected.includes(label)).toSorted()]);
      for (const label of present) expect([from, label, all.get(label)]).not.toEqual([from, label, "conditional"]);
    }
  });

  test("the table above names every route but preflights and the other operations of the login proxy", () => {
    const named = new Set(matrix.map(([api, route]) => `${api} ${route}`));
    const others = accessTo(environment).routes.filter(({ api, label }) => !named.has(`${api.label} ${label}`));
    expect(others.filter(({ preflight }) => !preflight).map(({ api, label }) => `${api.label} ${label}`)).toEqual([
      "login-proxy POST /admin-respond-to-auth-challenge",
      "login-proxy POST /get-credentials-for-identity",
      "login-proxy POST /initiate-auth",
      "login-proxy POST /respond-to-auth-challenge",
    ]);
  });

  test("everybody whom the table above asks about is there, save guests where there are none", () => {
    const labels = new Set(accessTo(environment).principals.map(({ label }) => label));
    expect(asked.filter((label) => !labels.has(label) && !label.startsWith("guest"))).toEqual([]);
  });

  test("nothing depends on what the Terraform does not say, and nothing fails", () => {
    const found = new Set(matrixIn(environment).decisions.map(({ outcome }) => outcome));
    expect([found.has("conditional"), found.has("failing")]).toEqual([false, false]);
  });

  test("nobody else, all of whom are of the other user pool, is let in anywhere but where everybody is", () => {
    const access = accessTo(environment);
    const strangers = access.principals.filter(({ label }) => !asked.includes(label));
    expect(strangers.length).toBeGreaterThan(0);
    for (const route of access.routes.filter(({ asks }) => asks !== "nothing")) {
      for (const origin of access.origins) {
        const opened = strangers.filter(
          (principal) => !["denied", "unreachable"].includes(access.decision({ route, principal, origin }).outcome),
        );
        expect([route.label, origin.label, opened.map(({ label }) => label)]).toEqual([route.label, origin.label, []]);
      }
    }
  });

  test.each([
    ["admin", `gatehouse-${name}-cognito-authenticated-admin-role`],
    ["general", `gatehouse-${name}-cognito-authenticated-general-role`],
    ["signed in without a group", undefined],
    ["anonymous", undefined],
  ])("%s has the role %s", (label, role) => {
    const principal = accessTo(environment).principals.find((one) => one.label === label);
    const roles = principal?.credentials.flatMap((one) => (one.kind === "role" ? [one.role.name] : []));
    expect(roles).toEqual(role === undefined ? [] : [role]);
  });
});

test.each([
  ["dev", ["guest of modes-guest"]],
  ["prod", []],
])("the guests of %s are %j", (name, guests) => {
  const [, environment] = environments.find(([one]) => one === name) ?? [];
  const principals = environment ? accessTo(environment).principals : [];
  expect(principals.filter(({ kind }) => kind === "guest").map(({ label }) => label)).toEqual(guests);
});

test("the README shows what the table of dev shows", () => {
  const [, environment] = environments.find(([name]) => name === "dev") ?? environments[0] ?? [];
  const table = environment ? accessAsText(matrixIn(environment), { title: "dev", all: false }) : "";
  const [shown] = table.slice(table.indexOf("admin-api: ")).split("\n\n  OPTIONS");
  const readme = readFileSync(join(projectRoot(), "README.md"), "utf8");
  expect(/```\n(admin-api: [\s\S]*?)\n```\n/.exec(readme)?.[1]).toBe(shown);
});

test("who is in no group is refused by the admin API on the assumption that says so", () => {
  const [[, environment]] = environments as [(typeof environments)[number]];
  const { access } = matrixIn(environment);
  const route = access.routes.find(({ label }) => label === "GET /tech4all");
  const principal = access.principals.find(({ label }) => label === "signed in without a group");
  const [origin] = access.origins;
  const decision = route && principal && origin && access.decision({ route, principal, origin });
  expect(decision).toMatchObject({ reason: "no role", assumptions: ["A3"] });
});

test("a grant that is added is told in a sentence: who gains what from where, and why not before", () => {
  const [[name, environment]] = environments as [(typeof environments)[number]];
  const json = structuredClone(terraformOf(environment)) as {
    readonly resource: { readonly aws_iam_role_policy: Record<string, { readonly policy: string }> };
  };
  const policies = json.resource.aws_iam_role_policy;
  const { policy = "" } = policies["identity_admin_role_permissions"] ?? {};
  const [arn = ""] = /arn:aws:execute-api:[^"]*GET\/tech4all/.exec(policy) ?? [];
  const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: arn };
  const grant = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  Object.assign(policies, { more: { role: "${aws_iam_role.identity_general_role.id}", policy: grant } });
  const now = snapshotOf(matrixOf(accessOf(read(json))));
  const file = `environments/${name}.access.txt`;
  const text = readFileSync(join(projectRoot(), file), "utf8");
  expect(staleness({ environment: name, file, text }, now)).toBe(
    `environments/${name}.access.txt: who can call what is not what it says any more\n` +
      "  + general gains GET /tech4all on admin-api from the internet; was: no statement of the role\n" +
      `    gatehouse-${name}-cognito-authenticated-general-role or of a resource policy allows it\n` +
      `  fix:     if that is meant, write it anew and commit it: npm run access -- ${name} --write`,
  );
});
