import { decide } from "../../../src/access/api-gateway/decision/decide";
import { notCovered } from "../../../src/access/api-gateway/reading/not-covered";
import {
  allow,
  anonymous,
  called,
  callerRole,
  document,
  guarded,
  httpApi,
  merged,
  open,
  originOf,
  policy,
  type Resources,
  restApi,
  restArn,
  served,
  signer,
  told,
  worldOf,
} from "./support";

describe("stages", () => {
  test("are each an API of their own, which policies tell apart", () => {
    const id = "${aws_api_gateway_rest_api.api.id}";
    const test = { aws_api_gateway_stage: { test: { rest_api_id: id, stage_name: "test", deployment_id: "d" } } };
    const world = worldOf(
      merged(
        restApi(document({ "/a": { get: guarded } })),
        test,
        callerRole("caller", policy(allow(restArn("GET/a")))),
      ),
    );
    const outcomes = world.apis.map((api) => {
      const [route] = api.routes;
      if (!route) throw new Error("route");
      return [
        api.stage?.name,
        told(decide({ api, route, principal: signer(world, "caller"), origin: originOf(world, "internet") })),
      ];
    });
    expect(outcomes).toEqual([
      ["live", "allowed"],
      ["test", "denied 403 no statement"],
    ]);
  });

  test("which there are none of serve nobody", () => {
    const { aws_api_gateway_stage: _, ...rest } = restApi(document({ "/a": { get: open } }));
    const decision = called(worldOf(rest), "GET /a", anonymous);
    expect([told(decision), decision.body]).toEqual(["denied 403 not deployed", '{"message":"Forbidden"}']);
    const { aws_apigatewayv2_stage: __, ...http } = httpApi(document({ "/a": { get: open } }));
    const other = called(worldOf(http), "GET /a", anonymous);
    expect([told(other), other.body]).toEqual(["denied 404 not deployed", '{"message":"Not Found"}']);
  });

  test("have variables that an integration may name", () => {
    const uri = served.uri.replace("function:served", () => "function:$${stageVariables.name}");
    const api = restApi(document({ "/a": { get: { "x-amazon-apigateway-integration": { ...served, uri } } } }));
    const stage = (variables: Record<string, string>) =>
      merged(api, {
        aws_api_gateway_stage: { live: { ...api.aws_api_gateway_stage?.live, variables } },
      });
    expect(told(called(worldOf(stage({ name: "served" })), "GET /a", anonymous))).toBe("allowed");
    expect(told(called(worldOf(stage({})), "GET /a", anonymous))).toMatch(/^if .*stageVariables\.name.*not in the/);
  });
});

describe("an API without its own name", () => {
  const disabled = restApi(document({ "/a": { get: open } }), { disable_execute_api_endpoint: true });

  test("is reached if a custom domain leads to it", () => {
    const decision = called(worldOf(disabled), "GET /a", anonymous);
    expect(told(decision)).toMatch(/^if a custom domain that is not in the configuration leads/);
    expect(decision.reason).toBe("endpoint disabled");
    const mapping = { api_id: "${aws_api_gateway_rest_api.api.id}", domain_name: "api.example.com" };
    const mapped: Resources = merged(disabled, { aws_api_gateway_base_path_mapping: { own: mapping } });
    expect(told(called(worldOf(mapped), "GET /a", anonymous))).toBe("allowed");
  });

  test("is not known to be reached where the custom domain leads to another stage", () => {
    const mapping = { api_id: "${aws_api_gateway_rest_api.api.id}", domain_name: "d", stage_name: "other" };
    const mapped: Resources = merged(disabled, { aws_api_gateway_base_path_mapping: { own: mapping } });
    expect(told(called(worldOf(mapped), "GET /a", anonymous))).toMatch(/^if a custom domain that is not in the/);
  });
});

describe("what is not covered", () => {
  test("is named: WebSocket APIs, custom domains, usage plans, web ACLs, and parts of APIs elsewhere", () => {
    const { configuration, apis } = worldOf({
      aws_apigatewayv2_api: { chat: { name: "chat", protocol_type: "WEBSOCKET" } },
      aws_api_gateway_usage_plan: { all: { name: "all" } },
      aws_wafv2_web_acl_association: { acl: { resource_arn: "x", web_acl_arn: "y" } },
      aws_api_gateway_method: {
        stray: { rest_api_id: "abc", resource_id: "def", http_method: "GET", authorization: "NONE" },
      },
    });
    expect(apis).toEqual([]);
    expect(notCovered(configuration, apis)).toEqual([
      "aws_apigatewayv2_api.chat: a WebSocket API",
      "aws_api_gateway_method.stray: a part of an API that is not in the configuration",
      "aws_api_gateway_usage_plan.all: a usage plan: which API keys let a call through, and how often",
      "aws_wafv2_web_acl_association.acl: a web ACL, which may refuse calls that are allowed here",
      "what another Terraform state, or anybody by hand, changes of these APIs",
    ]);
  });
});
