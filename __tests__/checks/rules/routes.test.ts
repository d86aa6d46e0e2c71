import { adding, addMethods, type Change, foundAfter, jwtApi, summaries } from "../../support/terraform";

const shop = "aws_api_gateway_rest_api.shop";
const found = (...changes: readonly Change[]) => summaries(foundAfter(...changes));

describe("routes", () => {
  test("an open greedy route around a guarded method is found", () => {
    const proxy: Change = (resources) => {
      const rest = { rest_api_id: `\${${shop}.id}` };
      adding({
        aws_api_gateway_resource: {
          proxy: { ...rest, parent_id: `\${${shop}.root_resource_id}`, path_part: "{proxy+}" },
        },
      })(resources);
      addMethods(resources, { "ANY proxy": { authorization: "NONE" } });
    };
    const findings = foundAfter(proxy);
    expect(summaries(findings)).toEqual(["proxy-around-guarded-method at aws_api_gateway_method.any-proxy"]);
    expect(findings[0]?.what).toMatch(/^ANY \/\{proxy\+\} is open, and also serves .*DELETE.* of \/orders/);
    const twice = foundAfter((resources) => {
      proxy(resources);
      addMethods(resources, { "POST orders": {} });
    })[0];
    expect(twice?.what.match(/of \/orders(?!\/)/g)).toHaveLength(1);
    expect(twice?.reason).toMatch(/GET \/orders.*POST \/orders.* are guarded: other methods of these paths/);
    expect(twice?.fix).toMatch(/^guard ANY \/\{proxy\+\}, or add ANY \/orders.* with the same authorization$/);
    const guarded: Change = (resources) => {
      proxy(resources);
      addMethods(resources, { "ANY proxy": { authorization: "AWS_IAM" } });
    };
    expect(found(guarded)).toEqual([]);
  });

  test("OPTIONS with authorization is found", () => {
    const guarded: Change = (resources) => addMethods(resources, { "OPTIONS orders": {} });
    expect(found(guarded)).toEqual(["preflight-with-authorizer at aws_api_gateway_method.options-orders"]);
  });

  describe("of an HTTP API with CORS", () => {
    const at = "preflight-with-authorizer at aws_apigatewayv2_route.notes";
    const api_id = "${aws_apigatewayv2_api.notes.id}";
    const cors = adding({
      aws_apigatewayv2_api: { notes: { cors_configuration: [{ allow_origins: ["https://notes.example.org"] }] } },
    });
    const keyed = (route_key: string) => adding(jwtApi({}, { route_key, authorization_scopes: ["notes/read"] }));

    test.each(["$default", "ANY /{proxy+}", "ANY /notes", "OPTIONS /notes"])("%s takes preflights", (route_key) => {
      expect(found(keyed(route_key), cors)).toEqual([at]);
    });

    test.each(["GET /notes", "POST /{proxy+}"])("%s leaves them to API Gateway", (route_key) => {
      expect(found(keyed(route_key), cors)).toEqual([]);
    });

    test("an open route may answer them, and without CORS nobody asks", () => {
      const target = "integrations/${aws_apigatewayv2_integration.notes.id}";
      const open = adding({ aws_apigatewayv2_route: { open: { api_id, route_key: "OPTIONS /{proxy+}", target } } });
      expect(found(keyed("$default"), cors, open)).toEqual([]);
      expect(found(keyed("$default"))).toEqual([]);
    });
  });

  const preflight: Change = (resources) => addMethods(resources, { "OPTIONS orders": { authorization: "NONE" } });
  const response = (response_type: string, name: string) =>
    adding({
      aws_api_gateway_gateway_response: {
        one: {
          rest_api_id: `\${${shop}.id}`,
          response_type,
          response_parameters: { [`gatewayresponse.header.${name}`]: "'*'" },
        },
      },
    });

  test("refusals without CORS are found where OPTIONS is answered", () => {
    expect(found(preflight)).toEqual([`refusals-without-cors at ${shop}`]);
    expect(found(preflight, response("DEFAULT_5XX", "Access-Control-Allow-Origin"))).toEqual([
      `refusals-without-cors at ${shop}`,
    ]);
    expect(found(preflight, response("DEFAULT_4XX", "X-Request"))).toEqual([`refusals-without-cors at ${shop}`]);
  });

  test.each(["DEFAULT_4XX", "UNAUTHORIZED"])("refusals with CORS in %s are none", (type) => {
    expect(found(preflight, response(type, "access-control-allow-origin"))).toEqual([]);
  });
});
