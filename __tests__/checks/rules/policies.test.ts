import { adding, foundAfter, mayCall, policy, summaries } from "../../support/terraform";

const at = "aws_iam_role_policy.staff";
const staffMay = (document: string) => adding({ aws_iam_role_policy: { staff: { policy: document } } });
const allow = (Action: string | readonly string[], Resource: string | readonly string[], more: object = {}) =>
  policy({ Effect: "Allow", Action, Resource, ...more });
const api = "${aws_api_gateway_rest_api.shop.execution_arn}";
const found = (document: string) => summaries(foundAfter(staffMay(document)));

describe("policies that name no call", () => {
  test("a literal path parameter is found", () => {
    const findings = foundAfter(staffMay(mayCall("GET/orders/{id}", "GET/orders")));
    expect(summaries(findings)).toEqual([`policy-names-path-parameter at ${at}`]);
    expect(findings[0]).toMatchObject({
      what: "statement 1 names arn:aws:execute-api:eu-west-1:111122223333:${aws_api_gateway_rest_api.shop.id}/v1/GET/orders/{id}",
      fix: "write * in the place of {id}",
    });
  });

  test("a parameter as other routers write it is found", () => {
    const findings = foundAfter(staffMay(mayCall("GET/orders/:id", "GET/orders", "GET/orders/a:b")));
    expect(summaries(findings)).toEqual([`policy-names-path-parameter at ${at}`]);
    expect(findings[0]?.fix).toBe("write * in the place of :id");
  });

  test("a policy variable is none", () => {
    expect(found(mayCall("GET/orders/$${cognito-identity.amazonaws.com:sub}"))).toEqual([]);
  });

  test.each(["PUT/orders", "GET/order", "DELETE/*", "GET/"])("%s, which no route serves, is found", (path) => {
    expect(found(mayCall(path))).toEqual([`policy-names-no-route at ${at}`]);
  });

  test.each(["us-east-1:111122223333", "eu-west-1:444455556666", ":"])(
    "the place %s is said not to be the API's",
    (place) => {
      const arn = `arn:aws:execute-api:${place}:\${aws_api_gateway_rest_api.shop.id}/v1/GET/orders`;
      expect(foundAfter(staffMay(allow("execute-api:Invoke", arn)))).toMatchObject([
        { id: "policy-names-no-route", what: expect.stringMatching(/the API is in eu-west-1:111122223333$/) },
      ]);
    },
  );

  test("a stage that there is not is found by its name", () => {
    const findings = foundAfter(staffMay(allow("execute-api:Invoke", `${api}/prod/GET/orders`)));
    expect(findings[0]?.what).toMatch(/no stage of the API is called prod$/);
    expect(findings[0]?.fix).toBe(
      "name a route of aws_api_gateway_rest_api.shop, stage v1: GET /orders, POST /orders, GET /orders/{id}",
    );
  });

  test.each(["*", "GET/*", "*/orders", "GET/orders/42", "GET/order?", "GET/orders/4*", "GET/orders/"])(
    "%s is one that a route serves",
    (path) => {
      expect(found(mayCall(path))).toEqual([]);
    },
  );

  test.each([
    [api, /, and no stage, method and path stand behind the API$/],
    ["${aws_api_gateway_rest_api.shop.arn}/*", / on arn:aws:apigateway:.*, the ARN of a configuration$/],
  ])("an ARN of the API that no call has is found: %s", (resource, what) => {
    const findings = foundAfter(staffMay(allow("execute-api:Invoke", resource)));
    expect(summaries(findings)).toEqual([`policy-names-no-route at ${at}`]);
    expect(findings[0]?.what).toMatch(what);
  });

  test("an API that is made elsewhere, and denials, are not looked at", () => {
    expect(
      found(allow("execute-api:Invoke", "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/GET/x")),
    ).toEqual([]);
    expect(found(policy({ Effect: "Deny", Action: "execute-api:Invoke", Resource: `${api}/v1/DELETE/*` }))).toEqual([]);
  });
});

describe("policies that allow too much or the wrong thing", () => {
  test.each(["*", "arn:aws:execute-api:*:*:*", "arn:aws:execute-api:eu-west-1:111122223333:*/v1/GET/orders"])(
    "%s stands for every API",
    (resource) => {
      expect(found(allow("execute-api:Invoke", resource))).toEqual([`policy-allows-every-api at ${at}`]);
    },
  );

  test("everything is every API where users may do it, and not for a function's role", () => {
    expect(found(allow("*", "*"))).toEqual([`policy-allows-every-api at ${at}`]);
    const service = adding({
      aws_iam_role: {
        worker: {
          name: "worker",
          assume_role_policy: policy({
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
          inline_policy: [{ name: "all", policy: allow("*", "*") }],
        },
      },
    });
    expect(summaries(foundAfter(service))).toEqual([]);
  });

  test.each(["apigateway:GET", "apigateway:*"])("%s is found in the place of execute-api:Invoke", (action) => {
    expect(found(allow(action, `${api}/v1/GET/orders`))).toEqual([`policy-with-action-of-management at ${at}`]);
  });

  test("ForAllValues in an Allow of calls is found, unless Null wants the key to be there", () => {
    const Condition = { "ForAllValues:StringEquals": { "aws:PrincipalTag/team": "red" } };
    expect(found(allow("execute-api:Invoke", `${api}/v1/GET/orders`, { Condition }))).toEqual([
      `policy-allows-with-for-all-values at ${at}`,
    ]);
    const there = { ...Condition, Null: { "aws:PrincipalTag/team": "false" } };
    expect(found(allow("execute-api:Invoke", `${api}/v1/GET/orders`, { Condition: there }))).toEqual([]);
    const inAnyCase = { ...Condition, Null: { "aws:principaltag/team": "false" } };
    expect(found(allow("execute-api:Invoke", `${api}/v1/GET/orders`, { Condition: inAnyCase }))).toEqual([]);
    const items = {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["$${cognito-identity.amazonaws.com:sub}"] },
    };
    expect(found(allow("dynamodb:Query", "*", { Condition: items }))).toEqual([]);
  });

  test("NotPrincipal in an Allow is found", () => {
    const assume_role_policy = policy({
      Effect: "Allow",
      NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "sts:AssumeRole",
    });
    expect(summaries(foundAfter(adding({ aws_iam_role: { open: { name: "open", assume_role_policy } } })))).toEqual([
      "policy-allows-with-not-principal at aws_iam_role.open",
    ]);
  });
});
