import { type Finding, reportAsJson, reportAsText } from "../../src/checks";

const finding: Finding = {
  id: "trust-without-amr",
  severity: "error",
  address: "aws_iam_role.admin",
  what: "statement 1 does not test amr",
  reason: "guests can assume the role",
  fix: "add a test of amr",
};
const findings: readonly Finding[] = [
  finding,
  { ...finding, id: "precedence-shared", severity: "warning", address: "aws_cognito_user_group.a" },
  { ...finding, id: "jwt-route-without-scopes", severity: "info", address: "aws_apigatewayv2_api.a" },
  { ...finding, id: "trust-without-aud", acknowledged: "the role is only for the tests of the trust" },
];

test("findings are printed by severity, those with a reason last, and counted", () => {
  expect(reportAsText([{ name: "dev", findings }])).toBe(`1 error

aws_iam_role.admin: trust-without-amr
  found:  statement 1 does not test amr
  reason: guests can assume the role
  fix:    add a test of amr

1 warning

aws_cognito_user_group.a: precedence-shared
  found:  statement 1 does not test amr
  reason: guests can assume the role
  fix:    add a test of amr

1 info

aws_apigatewayv2_api.a: jwt-route-without-scopes
  found:  statement 1 does not test amr
  reason: guests can assume the role
  fix:    add a test of amr

1 acknowledged

aws_iam_role.admin: trust-without-aud
  found:  statement 1 does not test amr
  acknowledged: the role is only for the tests of the trust

dev: 1 error, 1 warning, 1 info, 1 acknowledged`);
});

test("what several environments have alike is printed and counted once, with their names", () => {
  const other: Finding = { ...finding, address: "aws_iam_role.general" };
  const places = [
    { name: "dev", findings: [finding] },
    { name: "staging", findings: [] },
    { name: "prod", findings: [finding, other, { ...finding, acknowledged: "there it is as it should be" }] },
  ];
  expect(reportAsText(places)).toBe(`2 errors

aws_iam_role.admin: trust-without-amr
  in:     dev, prod
  found:  statement 1 does not test amr
  reason: guests can assume the role
  fix:    add a test of amr

aws_iam_role.general: trust-without-amr
  in:     prod
  found:  statement 1 does not test amr
  reason: guests can assume the role
  fix:    add a test of amr

1 acknowledged

aws_iam_role.admin: trust-without-amr
  in:     prod
  found:  statement 1 does not test amr
  acknowledged: there it is as it should be

dev, staging, prod: 2 errors, 0 warnings, 0 info, 1 acknowledged`);
});

test("where nothing is found, that is said of everything that was looked at", () => {
  const nothing = ["dev", "prod"].map((name) => ({ name, findings: [] }));
  expect(reportAsText(nothing)).toBe("dev, prod: 0 errors, 0 warnings, 0 info, 0 acknowledged");
});

test("as JSON, each finding stands by what was looked at", () => {
  expect(JSON.parse(reportAsJson([{ name: "dev", findings }]))).toEqual([{ name: "dev", findings }]);
});
