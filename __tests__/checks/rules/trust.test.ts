import { adding, type Change, foundAfter, policy, summaries, trust } from "../../support/terraform";

const pool = "${aws_cognito_identity_pool.members.id}";
const aud = { StringEquals: { "cognito-identity.amazonaws.com:aud": pool } };
const amr = { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } };

/** The role of the group `admin` with another trust. */
const trusting = (assume_role_policy: string): Change => adding({ aws_iam_role: { admin: { assume_role_policy } } });

const statement = (Condition: object, more: object = {}) => ({
  Effect: "Allow",
  Principal: { Federated: "cognito-identity.amazonaws.com" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition,
  ...more,
});

/** What is found about the role with such a condition in its trust. */
const found = (condition: object, more?: object) => summaries(foundAfter(trusting(policy(statement(condition, more)))));

describe("a trust that tests too little", () => {
  test.each([
    ["no key", {}, ["trust-without-amr", "trust-without-aud"]],
    ["aud alone", aud, ["trust-without-amr"]],
    ["amr alone", amr, ["trust-without-aud"]],
    [
      "an aud of any pool",
      { StringLike: { "cognito-identity.amazonaws.com:aud": "*" }, ...amr },
      ["trust-without-aud"],
    ],
    [
      "an aud of any pool in a region",
      { StringLike: { "cognito-identity.amazonaws.com:aud": "eu-west-1:*" }, ...amr },
      ["trust-without-aud"],
    ],
    [
      "an aud that only must not be another",
      { StringNotEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:1" }, ...amr },
      ["trust-without-aud"],
    ],
    [
      "an amr of anybody",
      { ...aud, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "*" } },
      ["trust-without-amr"],
    ],
    [
      "an amr that only must be there",
      { ...aud, Null: { "cognito-identity.amazonaws.com:amr": "false" } },
      ["trust-without-amr"],
    ],
    [
      "an amr of which users have others too",
      { ...aud, "ForAnyValue:StringNotEquals": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
      ["trust-without-amr"],
    ],
  ])("is found where it tests %s", (_, condition, ids) => {
    expect(found(condition)).toEqual(ids.map((id) => `${id} at aws_iam_role.admin`));
  });

  test.each([
    [
      "keeps guests out",
      { "ForAnyValue:StringNotEquals": { "cognito-identity.amazonaws.com:amr": "unauthenticated" } },
    ],
    [
      "keeps guests out by every value",
      { "ForAllValues:StringNotEquals": { "cognito-identity.amazonaws.com:amr": "unauthenticated" } },
    ],
    [
      "minds no absence of a key that is always there",
      { "ForAnyValue:StringEqualsIfExists": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
    ],
  ])("is not found where the test %s", (_, condition) => {
    expect(found({ ...aud, ...condition })).toEqual([]);
  });

  test("is not found where another statement denies what it lets through", () => {
    const denied = (allowed: object, condition: object) =>
      summaries(foundAfter(trusting(policy(statement(allowed), statement(condition, { Effect: "Deny" })))));
    const guests = { "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": "unauthenticated" } };
    expect(denied(aud, guests)).toEqual([]);
    const otherPools = { StringNotEquals: { "cognito-identity.amazonaws.com:aud": pool } };
    expect(denied(amr, otherPools)).toEqual([]);
    expect(denied(aud, otherPools)).toEqual(["trust-without-amr at aws_iam_role.admin"]);
  });

  test("is not found where it is for one identity alone", () => {
    expect(found({ StringEquals: { "cognito-identity.amazonaws.com:sub": "eu-west-1:1" } })).toEqual([]);
    expect(found({ ...aud, StringLike: { "cognito-identity.amazonaws.com:sub": "eu-west-1:*" } })).toEqual([
      "trust-without-amr at aws_iam_role.admin",
    ]);
  });

  test("is not found in trusts of services, and in statements that deny", () => {
    const service = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const denial = statement({ StringNotEquals: { "cognito-identity.amazonaws.com:aud": pool } }, { Effect: "Deny" });
    expect(summaries(foundAfter(trusting(policy(statement({ ...aud, ...amr }), service, denial))))).toEqual([]);
  });

  test("names the statement by its Sid, and keys whatever their case", () => {
    const [finding] = foundAfter(
      trusting(policy(statement({ StringEquals: { "COGNITO-IDENTITY.amazonaws.com:AUD": pool } }, { Sid: "Users" }))),
    );
    expect(finding).toMatchObject({ id: "trust-without-amr", what: expect.stringContaining("statement Users") });
  });
});

describe("amr without ForAnyValue", () => {
  const key = { "cognito-identity.amazonaws.com:amr": "authenticated" };

  test.each(["StringEquals", "ForAllValues:StringEquals"])("is found with %s", (operator) => {
    expect(
      found({
        StringEquals: { ...aud.StringEquals, ...(operator === "StringEquals" && key) },
        ...(operator !== "StringEquals" && { [operator]: key }),
      }),
    ).toEqual(["trust-amr-without-for-any-value at aws_iam_role.admin"]);
  });
});

describe("a key that identities of Cognito do not have", () => {
  test("is found where it is misspelt, and then nothing else of the statement", () => {
    expect(found({ ...aud, "ForAnyValue:StringLike": { "cognito-identity.amazon.com:amr": "authenticated" } })).toEqual(
      ["trust-with-unknown-key at aws_iam_role.admin"],
    );
  });

  test("is not found in keys that every request has", () => {
    expect(found({ ...aud, ...amr, Bool: { "aws:SecureTransport": "true" } })).toEqual([]);
  });
});

test("sts:AssumeRole is found in the place of sts:AssumeRoleWithWebIdentity", () => {
  expect(found({ ...aud, ...amr }, { Action: "sts:AssumeRole" })).toEqual([
    "trust-by-assume-role at aws_iam_role.admin",
  ]);
});

test.each(["sts:AssumeRoleWith*", "sts:*", "STS:assumerolewithwebidentity"])(
  "%s is as good as the whole action",
  (Action) => {
    expect(found({ ...aud, ...amr }, { Action })).toEqual([]);
  },
);

test.each(["sts:TransitiveTagKeys", "aws:TagKeys", "aws:tagkeys"])(
  "ForAllValues of %s limits the tags of a session, which may as well have none",
  (tags) => {
    expect(found({ ...aud, ...amr, "ForAllValues:StringEquals": { [tags]: ["team"] } })).toEqual([]);
  },
);

test("a pattern with a question mark is an action as well", () => {
  expect(found(aud, { Action: "sts:AssumeRoleWith?ebIdentity" })).toEqual(["trust-without-amr at aws_iam_role.admin"]);
});

describe("roles that are given to whom they do not trust", () => {
  const guests = adding({
    aws_cognito_identity_pool: { members: { allow_unauthenticated_identities: true } },
    aws_iam_role: { guest: { name: "guest", assume_role_policy: trust("unauthenticated") } },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        roles: { authenticated: "${aws_iam_role.signed-in.arn}", unauthenticated: "${aws_iam_role.guest.arn}" },
      },
    },
  });
  const guestTrusts = (amrs: string) => adding({ aws_iam_role: { guest: { assume_role_policy: trust(amrs) } } });

  test("nothing is found of guests whose role trusts them", () => {
    expect(summaries(foundAfter(guests))).toEqual([]);
  });

  test.each(["authenticated", "*authenticated"])("guests are found whose role trusts %s", (who) => {
    expect(summaries(foundAfter(guests, guestTrusts(who)))).toEqual(["guest-role-trusts-users at aws_iam_role.guest"]);
  });

  test.each(["unauthenticated", "*authenticated"])("a group is found whose role trusts %s", (who) => {
    expect(summaries(foundAfter(trusting(trust(who))))).toEqual(["user-role-trusts-guests at aws_iam_role.admin"]);
  });

  test("a role that is given to both may trust both", () => {
    const both = adding({
      aws_iam_role: { "signed-in": { assume_role_policy: trust("*authenticated") } },
      aws_cognito_identity_pool: { members: { allow_unauthenticated_identities: true } },
      aws_cognito_identity_pool_roles_attachment: {
        members: {
          roles: { authenticated: "${aws_iam_role.signed-in.arn}", unauthenticated: "${aws_iam_role.signed-in.arn}" },
        },
      },
    });
    expect(summaries(foundAfter(both))).toEqual([]);
  });

  test("a group's role is found that trusts another pool of the configuration", () => {
    const other = adding({
      aws_cognito_identity_pool: { other: { identity_pool_name: "other" } },
      aws_cognito_identity_pool_roles_attachment: {
        other: { identity_pool_id: "${aws_cognito_identity_pool.other.id}", roles: {} },
      },
    });
    const findings = foundAfter(other, trusting(trust("authenticated", "${aws_cognito_identity_pool.other.id}")));
    expect(summaries(findings)).toEqual(["role-not-trusting-identity-pool at aws_iam_role.admin"]);
    expect(findings[0]?.what).toMatch(
      /gives the role to the group admin, and its trust is for \$\{aws_cognito_identity_pool.other.id\}/,
    );
  });

  test("a group's role is found that trusts a service alone", () => {
    const service = policy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    expect(summaries(foundAfter(trusting(service)))).toEqual(["role-not-trusting-identity-pool at aws_iam_role.admin"]);
  });

  test("a pool's id that somebody wrote may be that of the pool that is still to be made", () => {
    expect(summaries(foundAfter(trusting(trust("authenticated", "eu-west-1:0b2f6d0e"))))).toEqual([]);
  });

  test("a trust that a variable holds is not judged", () => {
    expect(
      summaries(foundAfter(trusting("${aws_ssm_parameter.trust.value}"), adding({ aws_ssm_parameter: { trust: {} } }))),
    ).toEqual([]);
  });
});
