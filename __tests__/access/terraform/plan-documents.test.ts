import { type Configuration } from "../../../src/access/terraform/configuration";
import { constant, plan, references } from "../../support/plan-json";
import { resourceAt, shown, shownAttribute } from "../../support/terraform-json";

const values = (configuration: Configuration, address: string) => shown(resourceAt(configuration, address).values);

const trust = {
  statement: [
    {
      actions: constant(["sts:AssumeRoleWithWebIdentity"]),
      principals: [{ type: constant("Federated"), identifiers: constant(["cognito-identity.amazonaws.com"]) }],
      condition: [
        {
          test: constant("StringEquals"),
          variable: constant("cognito-identity.amazonaws.com:aud"),
          values: references("aws_cognito_identity_pool.p.id"),
        },
        {
          test: constant("ForAnyValue:StringLike"),
          variable: constant("cognito-identity.amazonaws.com:amr"),
          values: constant(["authenticated"]),
        },
      ],
    },
  ],
};

test("a policy document that is read on apply is composed, its sets in whatever order", () => {
  const configuration = plan(
    [
      { address: "aws_cognito_identity_pool.p" },
      {
        address: "data.aws_iam_policy_document.trust",
        mode: "data",
        values: {
          statement: [
            {
              actions: ["sts:AssumeRoleWithWebIdentity"],
              effect: null,
              not_principals: [],
              principals: [{ type: "Federated", identifiers: ["cognito-identity.amazonaws.com"] }],
              condition: [
                {
                  test: "ForAnyValue:StringLike",
                  variable: "cognito-identity.amazonaws.com:amr",
                  values: ["authenticated"],
                },
                { test: "StringEquals", variable: "cognito-identity.amazonaws.com:aud", values: [null] },
              ],
            },
          ],
        },
        unknown: {
          json: true,
          statement: [{ actions: [false], condition: [{ values: [false] }, { values: [true] }] }],
        },
      },
      { address: "aws_iam_role.r", values: { name: "r" }, unknown: { assume_role_policy: true } },
      {
        address: "aws_iam_role_policy.p",
        values: { role: "r" },
        unknown: { policy: true },
      },
    ],
    {
      resources: {
        "aws_cognito_identity_pool.p": {},
        "data.aws_iam_policy_document.trust": trust,
        "aws_iam_role.r": { assume_role_policy: references("data.aws_iam_policy_document.trust.json") },
        "aws_iam_role_policy.p": { policy: references("aws_cognito_identity_pool.p.arn") },
      },
    },
  );
  const policy = resourceAt(configuration, "aws_iam_role.r").values.assume_role_policy;
  expect(shown(JSON.parse(typeof policy === "string" ? policy : "") as never)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.p.id}" },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ],
  });
  expect(values(configuration, "aws_iam_role_policy.p")).toEqual({
    role: "r",
    policy: "${aws_iam_role_policy.p.policy}",
  });
});

test("what several blocks or references could mean stays unknown", () => {
  const statement = (resources: object) => ({ actions: constant(["a:B"]), resources });
  const configuration = plan(
    [
      { address: "aws_s3_bucket.b" },
      {
        address: "data.aws_iam_policy_document.d",
        mode: "data",
        values: { statement: [{ actions: ["a:B"], resources: [null, "known"] }] },
        unknown: { json: true, statement: [{ resources: [true, false] }] },
      },
      { address: "data.aws_iam_policy_document.dynamic", mode: "data", unknown: { json: true, statement: true } },
    ],
    {
      resources: {
        "aws_s3_bucket.b": {},
        "data.aws_iam_policy_document.d": { statement: [statement(references("aws_s3_bucket.b.arn"))] },
        "data.aws_iam_policy_document.dynamic": { statement: [statement(constant(["x"]))] },
      },
    },
  );
  expect(shownAttribute(configuration, "data.aws_iam_policy_document.d", "json")).toBe(
    '{"Statement":[{"Action":"a:B","Effect":"Allow","Resource":["${data.aws_iam_policy_document.d.statement[0].resources[0]}","known"]}],"Version":"2012-10-17"}',
  );
  expect(shownAttribute(configuration, "data.aws_iam_policy_document.dynamic", "json")).toBe(
    "${data.aws_iam_policy_document.dynamic.json}",
  );
});
