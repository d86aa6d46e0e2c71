import { condition, not, textOf } from "../../../src/access/formula";
import {
  allow,
  anonymous,
  called,
  callerRole,
  document,
  guarded,
  httpApi,
  merged,
  policy,
  type Resources,
  restApi,
  restArn,
  served,
  signer,
  told,
  worldOf,
} from "./support";

/** Without the permission of the function that serves it. */
function unpermitted({ aws_lambda_permission: _, ...others }: Resources): Resources {
  return others;
}

const failing = "failing 500 integration permission";

describe("a call that API Gateway may not hand on", () => {
  const may = policy(allow(restArn("GET/a")));
  const of = worldOf(
    merged(unpermitted(restApi(document({ "/a": { get: guarded } }))), callerRole("one", may), callerRole("two", may)),
  );
  const given = condition("the token names one");
  const either = (one = given, two = not(given)) => ({
    ...signer(of, "one"),
    credentials: [...signer(of, "one", { when: one }).credentials, ...signer(of, "two", { when: two }).credentials],
  });

  test("fails although one of two roles is given in any case", () => {
    const decision = called(of, "GET /a", either());
    expect([told(decision), decision.when]).toEqual([failing, true]);
  });

  test("fails under a condition where each role is given under one", () => {
    const decision = called(of, "GET /a", either(given, condition("a rule fits")));
    expect([told(decision), textOf(decision.when)]).toEqual([failing, "a rule fits or the token names one"]);
  });

  test("fails in any case where one of two roles is given in any case by itself", () => {
    const of_ = { ...signer(of, "one"), credentials: [...either().credentials, ...signer(of, "two").credentials] };
    expect(called(of, "GET /a", of_)).toMatchObject({ outcome: "failing", when: true });
  });

  test("fails where the route may not exist, and nothing serves it then", () => {
    const integration = {
      api_id: "${aws_apigatewayv2_api.api.id}",
      integration_type: "AWS_PROXY",
      integration_uri: served.uri,
    };
    const route = {
      api_id: "${aws_apigatewayv2_api.api.id}",
      route_key: "GET /a",
      authorization_type: "CUSTOM",
      authorizer_id: "elsewhere",
      target: "integrations/${aws_apigatewayv2_integration.served.id}",
      count: "${var.some}",
    };
    const world = worldOf(
      merged(unpermitted(httpApi(undefined)), {
        aws_lambda_function: { served: { function_name: "served" } },
        aws_apigatewayv2_integration: { served: integration },
        aws_apigatewayv2_route: { a: route },
      }),
    );
    expect(told(called(world, "GET /a", anonymous))).toBe(failing);
  });
});
