import { trustAllows } from "../../../src/access/cognito/trust";
import { condition, isOpen, textOf } from "../../../src/access/formula";
import { symbolic } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { identityPool, roleWith, textsOf, trust, trustOf, users } from "./support";

const pool = identityPool();
const signedIn = { flow: "enhanced", authenticated: true, providerName: users } as const;
const guest = { flow: "enhanced", authenticated: false } as const;
const aud = "cognito-identity.amazonaws.com:aud";
const amr = "cognito-identity.amazonaws.com:amr";

// docs/access-model.md 2
test("2: a trust that tests the identity pool and the login lets the signed-in have the role", () => {
  const { when, steps, assumptions } = trustAllows(roleWith(trust(pool.id)), pool, signedIn);
  expect(when).toBe(true);
  expect(assumptions).toEqual([]);
  expect(steps).toEqual([
    {
      text: "the trust of role caller lets the signed-in have it",
      address: "aws_iam_role.caller, assume_role_policy",
      statement: "statement 1",
      section: "2",
    },
  ]);
});

test("2: several identity pools may share a role", () => {
  const shared = trustOf({
    StringEquals: { [aud]: ["eu-west-1:0", pool.id] },
    "ForAnyValue:StringEquals": { [amr]: "authenticated" },
  });
  expect(trustAllows(roleWith(shared), pool, signedIn).when).toBe(true);
});

test.each([
  [
    "of another identity pool",
    trust("eu-west-1:2"),
    signedIn,
    "cognito-identity.amazonaws.com:aud eu-west-1:2, and it is eu-west-1:1",
  ],
  [
    "of guests, by somebody signed in",
    trust(pool.id, "unauthenticated"),
    signedIn,
    `${amr} unauthenticated, and it is authenticated`,
  ],
  ["of the signed-in, by a guest", trust(pool.id), guest, `${amr} authenticated, and it is unauthenticated`],
  [
    "with a key spelt wrongly",
    trustOf({
      StringEquals: { [aud]: pool.id },
      "ForAnyValue:StringLike": { "cognito-identity.amazon.com:amr": "authenticated" },
    }),
    signedIn,
    "cognito-identity.amazon.com:amr authenticated, a key that requests of Cognito do not have",
  ],
  [
    "with a principal spelt wrongly",
    trustOf({ StringEquals: { [aud]: pool.id } }, { Principal: { Federated: "cognito-identity.amazon.com" } }),
    signedIn,
    "names Federated cognito-identity.amazon.com, not Federated cognito-identity.amazonaws.com",
  ],
  [
    "of a service in place of a provider",
    trustOf({ StringEquals: { [aud]: pool.id } }, { Principal: { Service: "cognito-identity.amazonaws.com" } }),
    signedIn,
    "names Service cognito-identity.amazonaws.com, not Federated",
  ],
  [
    "for sts:AssumeRole",
    trustOf({ StringEquals: { [aud]: pool.id } }, { Action: "sts:AssumeRole" }),
    signedIn,
    "allows sts:AssumeRole, not sts:AssumeRoleWithWebIdentity",
  ],
  [
    "that denies",
    trustOf({ StringEquals: { [aud]: pool.id } }, { Effect: "Deny" }),
    signedIn,
    "a statement in the trust of role caller denies it",
  ],
  ["with tags, without sts:TagSession", trust(pool.id), { ...signedIn, tagged: true }, "not sts:TagSession"],
])("fails a role %s", (_, policy, assumer, reason) => {
  const { when, steps } = trustAllows(roleWith(policy), pool, assumer);
  expect(when).toBe(false);
  expect(textsOf(steps).join("\n")).toContain(reason);
});

test("2: with sts:TagSession the trust lets tagged sessions be", () => {
  const policy = trustOf(
    { StringEquals: { [aud]: pool.id } },
    { Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] },
  );
  expect(trustAllows(roleWith(policy), pool, { ...signedIn, tagged: true }).when).toBe(true);
});

test("2: a role can be for one user pool's people, which rests on an assumption", () => {
  const policy = trust(pool.id, `${users}:CognitoSignIn:*`);
  const { when, assumptions } = trustAllows(roleWith(policy), pool, signedIn);
  expect([when, assumptions]).toEqual([true, ["A8"]]);
  const other = { ...signedIn, providerName: "cognito-idp.eu-west-1.amazonaws.com/others" };
  expect(trustAllows(roleWith(policy), pool, other).when).toBe(false);
});

test("2: a refusal may rest on what amr says of the user too, and a test of the provider alone rests on nothing", () => {
  const of = (value: string) => trustAllows(roleWith(trust(pool.id, value)), pool, signedIn);
  expect(of(`${users}:SignIn:*`)).toMatchObject({ when: false, assumptions: ["A8"] });
  expect(of(`${users}:CognitoSignIn:1234`)).toMatchObject({ assumptions: ["A8"] });
  expect(of(users)).toMatchObject({ when: true, assumptions: [] });
  expect(of("auth*")).toMatchObject({ when: true, assumptions: [] });
  expect(of("cognito-idp.*")).toMatchObject({ when: true, assumptions: [] });
  expect(of("unauthenticated")).toMatchObject({ when: false, assumptions: [] });
});

test("fails to decide a plain test of amr for the signed-in, who have several values, and decides it for guests", () => {
  const plain = (value: string) => roleWith(trustOf({ StringEquals: { [aud]: pool.id, [amr]: value } }));
  expect(textOf(trustAllows(plain("authenticated"), pool, signedIn).when)).toContain("no ForAnyValue");
  expect(trustAllows(plain("unauthenticated"), pool, signedIn).when).toBe(false);
  expect(trustAllows(plain("unauthenticated"), pool, guest).when).toBe(true);
});

test("2: a trust of one identity is open for everybody, and one of a misspelt key is nobody's", () => {
  const of = (key: string) =>
    trustAllows(roleWith(trustOf({ StringEquals: { [aud]: pool.id, [key]: "eu-west-1:42" } })), pool, guest).when;
  expect(textOf(of("cognito-identity.amazonaws.com:sub"))).toBe("${the caller's identity id} is eu-west-1:42");
  expect(of("cognito-identity.amazonaws.com:identity")).toBe(false);
});

test("2: an OIDC provider is named in amr as in logins, not by its ARN", () => {
  const arn = "arn:aws:iam::111111111111:oidc-provider/login.example.com/x";
  const of = (value: string) => trustAllows(roleWith(trust(pool.id, value)), pool, { ...signedIn, providerName: arn });
  expect(of("login.example.com/x").when).toBe(true);
  expect(of("login.example.org").when).toBe(false);
});

test("2: where it is not known whether sessions are tagged, the trust has to allow that only if they are", () => {
  const tagged = { ...signedIn, tagged: condition("there are tags") };
  expect(textOf(trustAllows(roleWith(trust(pool.id)), pool, tagged).when)).toBe("not (there are tags)");
  expect(trustAllows(roleWith(trust("eu-west-1:2")), pool, tagged).when).toBe(false);
});

test("2: a session without tags has none that a trust could ask for", () => {
  const tagged = trustOf({ StringEquals: { [aud]: pool.id }, StringLike: { "aws:RequestTag/Team": "*" } });
  expect(trustAllows(roleWith(tagged), pool, signedIn).when).toBe(false);
  expect(isOpen(trustAllows(roleWith(tagged), pool, { ...signedIn, tagged: condition("tagged") }).when)).toBe(true);
  const untagged = trustOf({ StringEquals: { [aud]: pool.id }, Null: { "aws:TagKeys": "true" } });
  expect(trustAllows(roleWith(untagged), pool, { ...signedIn, flow: "classic" }).when).toBe(true);
});

test("2: without amr guests can have the role too", () => {
  expect(trustAllows(roleWith(trust(pool.id, null)), pool, guest).when).toBe(true);
});

test("2: an address in the trust is that of Cognito's servers, so the answer is open", () => {
  const policy = trustOf({ StringEquals: { [aud]: pool.id }, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } });
  const { when, steps } = trustAllows(roleWith(policy), pool, signedIn);
  expect(isOpen(when)).toBe(true);
  expect(textOf(when)).toMatch(/^when Cognito's servers assume the role, aws:SourceIp /);
  expect(textsOf(steps)).toContain(
    "the trust of role caller tests aws:SourceIp: in the enhanced flow it is that of Cognito's servers, not the caller's",
  );
});

test("2: a role of another account needs no more than its trust in the enhanced flow", () => {
  const policy = trustOf({ StringEquals: { [aud]: pool.id } });
  expect(trustAllows(roleWith(policy, { accountId: "222222222222" }), pool, signedIn).when).toBe(true);
});

test("fails the classic flow to another account where aud or amr is not tested", () => {
  const classic = { ...signedIn, flow: "classic" } as const;
  const foreign = { accountId: "222222222222" };
  const policy = trustOf({ StringEquals: { [aud]: pool.id } });
  const { when, steps } = trustAllows(roleWith(policy, foreign), pool, classic);
  expect(when).toBe(false);
  expect(textsOf(steps).join()).toContain("in another account does not test both aud and amr");
  expect(trustAllows(roleWith(trust(pool.id), foreign), pool, classic).when).toBe(true);
});

test("fails to decide the classic flow to another account where two statements test aud and amr", () => {
  const statement = (conditions: Value) => (JSON.parse(trustOf(conditions)) as { Statement: Value[] }).Statement;
  const both = [
    ...statement({ StringEquals: { [aud]: pool.id } }),
    ...statement({ "ForAnyValue:StringLike": { [amr]: "authenticated" } }),
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: both });
  const of = (accountId: string) =>
    textOf(trustAllows(roleWith(policy, { accountId }), pool, { ...guest, flow: "classic" }).when);
  expect(of(pool.accountId)).toBe("always");
  expect(of("222222222222")).toBe("STS takes aud and amr of role caller from two statements");
  const unknown = symbolic({ kind: "unknown", name: "var.account" });
  expect(of(unknown)).toMatch(/\$\{var\.account\} is 111111111111/);
});

test("fails to decide where the trust is not known", () => {
  const role = roleWith(trust(pool.id));
  const unknown = { ...role, trust: { ...role.trust, statements: [], unknown: "${var.trust}" } };
  expect(isOpen(trustAllows(unknown, pool, signedIn).when)).toBe(true);
});
