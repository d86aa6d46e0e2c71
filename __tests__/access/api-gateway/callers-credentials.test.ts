import {
  account,
  allow,
  anonymous,
  called,
  callerRole,
  document,
  guarded,
  merged,
  policy,
  region,
  restApi,
  restArn,
  served,
  signer,
  told,
  worldOf,
} from "./support";

// docs/access-model.md 4: the caller needs a second permission.
describe("an integration that is called as the caller", () => {
  const passing = { ...served, credentials: "arn:aws:iam::*:user/*" };
  const body = document({
    "/a": { get: { ...guarded, "x-amazon-apigateway-integration": passing } },
    "/open": { get: { "x-amazon-apigateway-integration": passing } },
  });
  const invoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "${aws_lambda_function.served.arn}" };
  const of = worldOf(
    merged(
      restApi(body),
      callerRole("half", policy(allow(restArn("GET/a")))),
      callerRole("whole", policy(allow(restArn("GET/a")), invoke)),
      callerRole("function", policy(invoke)),
    ),
  );

  test("answers those whose role may invoke the function", () => {
    expect(told(called(of, "GET /a", signer(of, "whole")))).toBe("allowed");
  });

  test("fails with 500 for those whose role may call the API only", () => {
    const decision = called(of, "GET /a", signer(of, "half"));
    expect([told(decision), decision.body]).toEqual([
      "failing 500 caller's permission",
      '{"message":"Internal server error"}',
    ]);
  });

  test("fails where nobody signs, although the service asks nobody for a permission", () => {
    const uri = `arn:aws:apigateway:${region}:cognito-idp:action/InitiateAuth`;
    const integration = { type: "aws", httpMethod: "POST", uri, credentials: passing.credentials };
    const path = { post: { "x-amazon-apigateway-integration": integration } };
    const signed = { post: { ...path.post, security: guarded.security } };
    const world = worldOf(
      merged(
        restApi(document({ "/open": path, "/a": signed })),
        callerRole("caller", policy(allow(restArn("POST/a")))),
      ),
    );
    expect(told(called(world, "POST /open", anonymous))).toBe("failing 500 caller's permission");
    expect(told(called(world, "POST /a", signer(world, "caller")))).toBe("allowed");
  });

  test.each([
    ["nobody", {}, "failing 500 caller's permission"],
    ["everybody", { principal: "*" }, "allowed"],
    ["the role", { principal: "${aws_iam_role.half.arn}" }, "allowed"],
    [
      "the role for an API",
      { principal: "${aws_iam_role.half.arn}", source_arn: "*" },
      "failing 500 caller's permission",
    ],
    [
      "the role for an account",
      { principal: "${aws_iam_role.half.arn}", source_account: account },
      "failing 500 caller's permission",
    ],
    [
      "everybody of an organization",
      { principal: "*", principal_org_id: "o-1" },
      "if aws_lambda_permission.caller counts half among o-1",
    ],
  ])("asks the permissions of the function: of one for %s", (_, permission, outcome) => {
    const caller = { function_name: "served", action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" };
    const world = worldOf(
      merged(restApi(body), callerRole("half", policy(allow(restArn("GET/a")))), {
        aws_lambda_permission: { caller: { ...caller, ...permission } },
      }),
    );
    expect(told(called(world, "GET /a", signer(world, "half")))).toBe(outcome);
  });

  test.each([
    ["a boundary limits what is granted to the role", "${aws_iam_role.half.arn}", "failing 500 caller's permission"],
    [
      "what is granted to the account is for the role's own policies to give",
      account,
      "failing 500 caller's permission",
    ],
  ])("fails where %s", (_, principal, outcome) => {
    const half = callerRole("half", policy(allow(restArn("GET/a"))));
    const role = { ...half.aws_iam_role?.half, permissions_boundary: "${aws_iam_policy.boundary.arn}" };
    const world = worldOf(
      merged(restApi(body), half, {
        aws_iam_role: { half: role },
        aws_iam_policy: { boundary: { name: "boundary", policy: policy(allow("*")) } },
        aws_lambda_permission: {
          caller: { function_name: "served", action: "lambda:InvokeFunction", principal },
        },
      }),
    );
    expect(told(called(world, "GET /a", signer(world, "half")))).toBe(outcome);
  });

  test("does not open the API, and fails where nobody signs", () => {
    expect(told(called(of, "GET /a", signer(of, "function")))).toBe("denied 403 no statement");
    expect(told(called(of, "GET /open", anonymous))).toBe("failing 500 caller's permission");
  });
});
