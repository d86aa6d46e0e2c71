import { type Access, accessOf, readTerraform } from "../../src/access";
import { type Outcome } from "../../src/access/decision";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { environments } from "../support/environment-stacks";
import { testApp, written } from "../support/synth";

/** Whom each system is for, said by hand: what the constructs write must come to exactly this. */
const people = ["anonymous", "guest of modes-guest", "signed in", "general", "admin"];
const tokens = ["ID token of web", "access token of web", "ID token of spa", "access token of spa"];
const foreign = ["token of another client", "token of another user pool"];
const asked = [...people, ...tokens, ...foreign];

const ofTheUserPool = [
  "signed in",
  "general",
  "admin",
  "ID token of web",
  "ID token of spa",
  "token of another client",
];
const ofTheSpaClient = ["signed in", "general", "admin", "ID token of spa", "access token of spa"];
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

const accesses = new Map<string, Access>(
  environments.map(([name, environment]) => [
    name,
    accessOf(readTerraform([{ name, json: written(new EnvironmentStack(testApp(), environment)) }])),
  ]),
);

function accessTo(environment: string): Access {
  const access = accesses.get(environment);
  if (!access) throw new Error(`there is no environment ${environment}`);
  return access;
}

function originOf(access: Access, name: string) {
  const first = access.origins.find(({ kind, label }) => (name === endpoint ? kind === "endpoint" : label === name));
  if (!first) throw new Error(`there is no origin ${name}: ${access.origins.map(({ label }) => label).join()}`);
  return first;
}

function outcomes(environment: string, api: string, label: string, from: string): Map<string, Outcome> {
  const access = accessTo(environment);
  const route = access.routes.find((one) => one.api.label === api && one.label === label);
  if (!route) throw new Error(`there is no route ${label} of ${api}`);
  const origin = originOf(access, from);
  return new Map(
    access.principals.map((principal) => [principal.label, access.decision({ route, principal, origin }).outcome]),
  );
}

describe.each(environments.map(([name]) => name))("in %s", (name) => {
  test.each(matrix)("%s %s lets in whom it is for, and nobody else", (api, route, letIn) => {
    for (const [from, expected] of Object.entries(letIn)) {
      const all = outcomes(name, api, route, from);
      const present = asked.filter((label) => all.has(label));
      const open = present.filter((label) => all.get(label) === "allowed");
      expect([from, open.toSorted()]).toEqual([from, present.filter((label) => expected.includes(label)).toSorted()]);
      for (const label of present) expect([from, label, all.get(label)]).not.toEqual([from, label, "conditional"]);
    }
  });

  test("the table above names every route but preflights and the other operations of the login proxy", () => {
    const named = new Set(matrix.map(([api, route]) => `${api} ${route}`));
    const others = accessTo(name).routes.filter(({ api, label }) => !named.has(`${api.label} ${label}`));
    expect(others.filter(({ preflight }) => !preflight).map(({ api, label }) => `${api.label} ${label}`)).toEqual([
      "login-proxy POST /admin-respond-to-auth-challenge",
      "login-proxy POST /get-credentials-for-identity",
      "login-proxy POST /initiate-auth",
      "login-proxy POST /respond-to-auth-challenge",
    ]);
  });

  test("nobody of the other user pool is let in anywhere but where everybody is", () => {
    const access = accessTo(name);
    const strangers = access.principals.filter(({ label }) => label.endsWith(" modes-users"));
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
    ["signed in", undefined],
    ["anonymous", undefined],
  ])("%s has the role %s", (label, role) => {
    const principal = accessTo(name).principals.find((one) => one.label === label);
    const roles = principal?.credentials.flatMap((one) => (one.kind === "role" ? [one.role.name] : []));
    expect(roles).toEqual(role === undefined ? [] : [role]);
  });
});

test("there are guests in dev, and none in prod", () => {
  const guests = (name: string) => accessTo(name).principals.filter(({ kind }) => kind === "guest");
  expect(guests("dev").map(({ label }) => label)).toEqual(["guest of modes-guest"]);
  expect(guests("prod")).toEqual([]);
});
