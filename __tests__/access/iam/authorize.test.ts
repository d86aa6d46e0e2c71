import fc from "fast-check";
import { isOpen, textOf } from "../../../src/access/formula";
import { authorize } from "../../../src/access/iam/authorize";
import { guestSessionPolicies } from "../../../src/access/iam/guest-session-policies";
import { type Policy } from "../../../src/access/iam/policy";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { unknownRole } from "../../../src/access/iam/roles";
import { symbolic } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { account, keys, policy, request, resource, role, session, statement } from "./requests";

type Says = "Allow" | "Deny" | "Neither";

const [roleArn, sessionArn] = session.kind === "session" ? [session.roleArn, session.sessionArn] : ["", ""];

const says = (effect: Says, more: Readonly<Record<string, Value>> = {}) =>
  policy({
    Effect: effect === "Deny" ? "Deny" : "Allow",
    Resource: effect === "Neither" ? "arn:aws:execute-api:eu-west-1:111111111111:other/*" : resource,
    ...more,
  });

const allows = says("Allow");
const nothing = says("Neither");
const grants = (principal: Value) => says("Allow", { Principal: principal });

// docs/access-model.md 3.3, table A.
test.each<[Says, Says, boolean]>([
  ["Allow", "Allow", true],
  ["Allow", "Neither", true],
  ["Allow", "Deny", false],
  ["Neither", "Allow", true],
  ["Neither", "Neither", false],
  ["Neither", "Deny", false],
  ["Deny", "Allow", false],
  ["Deny", "Neither", false],
  ["Deny", "Deny", false],
])("in one account, a role that says %s beside a resource policy that says %s: %s", (own, other, when) => {
  const resourcePolicy = says(other, { Principal: "*" });
  const answer = authorize({ role: role([says(own)]), resourcePolicy, request: request(), sameAccount: true });
  expect(answer).toMatchObject({ when, denied: own === "Deny" || other === "Deny" });
});

// docs/access-model.md 3.3, table B.
test.each<[Says, Says, boolean]>([
  ["Allow", "Allow", true],
  ["Allow", "Neither", false],
  ["Allow", "Deny", false],
  ["Neither", "Allow", false],
  ["Neither", "Neither", false],
  ["Neither", "Deny", false],
  ["Deny", "Allow", false],
  ["Deny", "Neither", false],
  ["Deny", "Deny", false],
])("across accounts, a role that says %s beside a resource policy that says %s: %s", (own, other, when) => {
  const resourcePolicy = says(other, { Principal: "*" });
  const answer = authorize({ role: role([says(own)]), resourcePolicy, request: request(), sameAccount: false });
  expect(answer).toMatchObject({ when, denied: own === "Deny" || other === "Deny" });
});

test("without a resource policy the role decides, and across accounts nobody gets in", () => {
  const of = (policies: Policy[], sameAccount: boolean) =>
    authorize({ role: role(policies), request: request(), sameAccount }).when;
  expect(of([allows], true)).toBe(true);
  expect(of([], true)).toBe(false);
  expect(of([nothing, allows], true)).toBe(true);
  expect(of([allows], false)).toBe(false);
});

test("who has no role gets what the resource policy says", () => {
  const of = (resourcePolicy?: Policy) =>
    authorize({ resourcePolicy, request: request({ caller: { kind: "anonymous" } }), sameAccount: true }).when;
  expect(of()).toBe(false);
  expect(of(grants("*"))).toBe(true);
  expect(of(grants({ AWS: roleArn }))).toBe(false);
  expect(of(says("Deny", { Principal: "*" }))).toBe(false);
});

// docs/access-model.md 5.1.
test.each<[string, Value, boolean, boolean]>([
  ["everyone", "*", true, true],
  ["everyone", { AWS: "*" }, true, true],
  ["the session", { AWS: sessionArn }, true, true],
  ["the role", { AWS: roleArn }, true, false],
  ["the account", { AWS: account }, false, false],
  ["the account", { AWS: `arn:aws:iam::${account}:root` }, false, false],
  ["another role", { AWS: "arn:aws:iam::111111111111:role/other" }, false, false],
  ["the role as an identity provider", { Federated: roleArn }, false, false],
])(
  "a resource policy that names %s: alone %s, beside a limit that leaves it out %s",
  (_, principal, alone, limited) => {
    const resourcePolicy = grants(principal);
    const input = { resourcePolicy, request: request(), sameAccount: true };
    expect(authorize({ ...input, role: role([]) }).when).toBe(alone);
    expect(authorize({ ...input, role: role([], nothing) }).when).toBe(limited);
    expect(authorize({ ...input, role: role([]), sessionPolicies: [nothing] }).when).toBe(limited);
  },
);

test("the account that a resource policy of another account names does the resource's part", () => {
  const of = (policies: Policy[]) =>
    authorize({
      role: role(policies),
      resourcePolicy: grants({ AWS: account }),
      request: request(),
      sameAccount: false,
    });
  expect(of([allows])).toMatchObject({ when: true, byIdentity: true, byResource: true });
  expect(of([])).toMatchObject({ when: false, byIdentity: false, byResource: true });
});

test("a boundary and session policies leave what they allow too, and what they deny is denied", () => {
  const of = (boundary: Policy | undefined, sessionPolicies?: Policy[]) =>
    authorize({ role: role([allows], boundary), sessionPolicies, request: request(), sameAccount: true });
  expect(of(allows).when).toBe(true);
  expect(of(nothing)).toMatchObject({ when: false, denied: false });
  expect(of(says("Deny"))).toMatchObject({ when: false, denied: true });
  expect(of(allows, [nothing]).when).toBe(false);
  expect(of(nothing, [allows]).when).toBe(false);
  expect(of(undefined, [allows]).when).toBe(true);
  expect(of(undefined, []).when).toBe(false);
  expect(of(undefined, [allows, says("Deny")])).toMatchObject({ when: false, denied: true });
});

test("one session policy is enough, and an answer that rests on that says so", () => {
  const of = (sessionPolicies: Policy[], resourcePolicy?: Policy, own = [allows]) =>
    authorize({ role: role(own), sessionPolicies, resourcePolicy, request: request(), sameAccount: true });
  expect(of([nothing, allows])).toMatchObject({ when: true, assumptions: ["A9"] });
  expect(of([allows, allows])).toMatchObject({ when: true, assumptions: [] });
  expect(of([nothing, nothing])).toMatchObject({ when: false, assumptions: [] });
  expect(of([nothing, allows], grants({ AWS: roleArn }), [])).toMatchObject({ when: true, assumptions: ["A9"] });
  expect(of([nothing, allows], grants({ AWS: sessionArn }), [])).toMatchObject({ when: true, assumptions: [] });
  expect(of([nothing, allows], grants("*"), [])).toMatchObject({ when: true, assumptions: [] });
  const sometimes = says("Allow", { Principal: "*", Condition: { StringEquals: { k: "a" } } });
  expect(of([nothing, allows], sometimes, [])).toMatchObject({ assumptions: [] });
  expect(of([nothing, allows], sometimes)).toMatchObject({ when: true, assumptions: ["A9"] });
});

test("that limits do not limit what everyone is granted is assumed, unless the grant names an ARN by condition", () => {
  const byArn = says("Allow", { Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": roleArn } } });
  const of = (resourcePolicy: Policy, boundary: Policy, sameAccount = true, own: Policy[] = []) => {
    const known = request({ keys: keys({ "aws:principalarn": [roleArn] }) });
    return authorize({ role: role(own, boundary), resourcePolicy, request: known, sameAccount });
  };
  expect(of(grants("*"), nothing)).toMatchObject({ when: true, assumptions: ["A11"] });
  expect(of(grants({ AWS: "*" }), nothing, true, [allows])).toMatchObject({ when: true, assumptions: ["A11"] });
  expect(of(grants("*"), allows)).toMatchObject({ when: true, assumptions: [] });
  expect(of(byArn, nothing)).toMatchObject({ when: true, assumptions: [] });
  expect(of(grants("*"), says("Deny"))).toMatchObject({ when: false, denied: true, assumptions: [] });
  expect(of(grants("*"), nothing, false, [allows])).toMatchObject({ when: false, assumptions: [] });
});

test("guests may call APIs if their role allows, and use no service that Cognito leaves out", () => {
  const of = (action: string, own: Policy) =>
    authorize({
      role: role([own]),
      sessionPolicies: guestSessionPolicies,
      request: request({ action }),
      sameAccount: true,
    });
  expect(of("execute-api:Invoke", policy({ Action: "*" })).when).toBe(true);
  expect(of("execute-api:Invoke", nothing).when).toBe(false);
  expect(of("rum:PutRumEvents", policy({ Action: "*" })).when).toBe(true);
  expect(of("iam:CreateUser", policy({ Action: "*" })).when).toBe(false);
});

test("a resource policy that only denies leaves it to the role, which is assumed", () => {
  const deny = policy({
    Effect: "Deny",
    Principal: "*",
    Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
  });
  const of = (vpce: readonly string[] | undefined) => {
    const known = vpce === undefined ? keys({}) : keys({ "aws:sourcevpce": vpce });
    const input = { role: role([allows]), resourcePolicy: deny, request: request({ keys: known }), sameAccount: true };
    return authorize(input);
  };
  expect(of(["vpce-1"])).toMatchObject({ when: true, assumptions: ["A1"] });
  expect(of(["vpce-2"])).toMatchObject({ when: false, denied: true, assumptions: [] });
  expect(of([])).toMatchObject({ when: false, denied: true });
  expect(textOf(of(undefined).when)).toBe("aws:SourceVpce is vpce-1");
});

// docs/access-model.md 3.4: the pattern that AWS documents for private APIs.
test("a private API that allows everyone from its endpoint allows every signed caller of the account from there", () => {
  const resourcePolicy = policy(
    { Principal: "*" },
    { Effect: "Deny", Principal: "*", Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } },
  );
  const from = (vpce: readonly string[]) =>
    authorize({
      role: role([]),
      resourcePolicy,
      request: request({ keys: keys({ "aws:sourcevpce": vpce }) }),
      sameAccount: true,
    });
  expect(from(["vpce-1"])).toMatchObject({ when: true, byIdentity: false, byResource: true, assumptions: [] });
  expect(from([]).when).toBe(false);
});

test("the statements that apply are named, wherever they stand", () => {
  const { applying } = authorize({
    role: role(
      [readPolicy({ Statement: statement({ Sid: "own" }) }, "one")],
      readPolicy({ Statement: statement({ Sid: "most" }) }, "two"),
    ),
    sessionPolicies: [readPolicy({ Statement: statement({ Sid: "session" }) }, "three")],
    resourcePolicy: readPolicy({ Statement: statement({ Sid: "all", Principal: "*" }) }, "four"),
    request: request(),
    sameAccount: true,
  });
  expect(applying.map(({ address, statement: name }) => `${address} ${name}`)).toEqual([
    "one own",
    "two most",
    "three session",
    "four all",
  ]);
});

test("a role that the Terraform only names may do anything or nothing", () => {
  const arn = "arn:aws:iam::222222222222:role/elsewhere";
  const unknown = unknownRole(arn, "aws_cognito_user_group.x");
  expect(unknown).toMatchObject({ name: "elsewhere", accountId: "222222222222", arn });
  const { when } = authorize({ role: unknown, request: request(), sameAccount: true });
  expect(textOf(when)).toContain(`what a policy of ${arn} says allows it`);
  const vague = unknownRole(symbolic({ kind: "unknown", name: "var.role" }), "x");
  expect(vague).toMatchObject({ name: "${var.role}" });
});

const anyStatement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.constantFrom("execute-api:Invoke", "s3:*"),
    Principal: fc.constantFrom<Value[]>("*", { AWS: roleArn }, { AWS: account }, { AWS: sessionArn }),
    Condition: fc.constantFrom<Value[]>({}, { StringEquals: { k: "a" } }, { StringNotEquals: { k: "a" } }),
  })
  .map(statement);
const several = fc.array(anyStatement, { maxLength: 3 });
const read = (statements: readonly Value[]) => readPolicy({ Version: "2012-10-17", Statement: statements }, "policy");
const withoutPrincipals = (statements: readonly Value[]) =>
  read(
    statements.map((one) => Object.fromEntries(Object.entries(one as object).filter(([key]) => key !== "Principal"))),
  );

const rank = (formula: ReturnType<typeof authorize>["when"]) => (isOpen(formula) ? 1 : formula ? 2 : 0);

test("one more denial never allows more, and one more permission never less", () => {
  const input = fc.record({
    own: several,
    boundary: fc.option(several),
    session: fc.option(several),
    other: several,
    more: anyStatement,
    place: fc.constantFrom("own", "boundary", "session", "other"),
    sameAccount: fc.boolean(),
    known: fc.constantFrom(keys({}), keys({ k: ["a"] }), keys({ k: [] })),
  });
  fc.assert(
    fc.property(input, ({ more, place, known, sameAccount, ...lists }) => {
      const at = (added: boolean) => {
        const of = (name: keyof typeof lists) => {
          const list = lists[name];
          return list === null ? undefined : [...list, ...(added && name === place ? [more] : [])];
        };
        const [boundary, sessionPolicy] = [of("boundary"), of("session")];
        return authorize({
          role: role([withoutPrincipals(of("own") ?? [])], boundary && withoutPrincipals(boundary)),
          ...(sessionPolicy && { sessionPolicies: [withoutPrincipals(sessionPolicy)] }),
          resourcePolicy: read(of("other") ?? []),
          request: request({ keys: known }),
          sameAccount,
        });
      };
      const [before, after] = [at(false), at(true)];
      if ((more as { Effect: string }).Effect === "Deny")
        expect(rank(after.when)).toBeLessThanOrEqual(rank(before.when));
      else expect(rank(after.when)).toBeGreaterThanOrEqual(rank(before.when));
    }),
  );
});
