import { privateTo, regional, type RestApiEndpoint } from "../../../src/constructs/apigateway/endpoint";
import { resolved } from "../../../src/constructs/tokens";
import { setUp, vpcEndpoint } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

/** A private API with one endpoint, and where it says it is called. */
function privateApi(privateDns: boolean) {
  const { stack, api, admin, handler } = setUp({ endpoint: privateTo({ vpcEndpoints: [vpcEndpoint(privateDns)] }) });
  api.route("GET /reports", { handler, allow: [admin] });
  const rest = synthesized(stack).single("aws_api_gateway_rest_api");
  return { rest, body: JSON.parse(String(rest.body)) as object, url: resolved(stack, api.url) };
}

test("an endpoint without private DNS is associated, in the document too, which an import would else take away", () => {
  const { rest, body, url } = privateApi(false);
  const ids = ["vpce-0123456789abcdef0"];
  expect(rest.endpoint_configuration).toEqual({ types: ["PRIVATE"], vpc_endpoint_ids: ids });
  expect(body).toMatchObject({
    servers: [{ "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: ids } }],
  });
  expect(url).toBe(
    "https://${aws_api_gateway_rest_api.api_private.id}-vpce-0123456789abcdef0.execute-api.ap-northeast-1.amazonaws.com/api",
  );
});

test("an API that turns from private to regional is another API: the old one's policy would refuse everybody", () => {
  const addressOf = (endpoint: RestApiEndpoint) => {
    const { stack, api, admin, handler } = setUp({ endpoint });
    api.route("GET /reports", { handler, allow: [admin] });
    return Object.keys(synthesized(stack).all("aws_api_gateway_rest_api"));
  };
  expect(addressOf(regional())).toEqual(["api"]);
  expect(addressOf(privateTo({ vpcEndpoints: [vpcEndpoint()] }))).toEqual(["api_private"]);
});

test("an endpoint with private DNS needs no association: the API's ordinary host leads to it", () => {
  const { rest, body, url } = privateApi(true);
  expect(rest.endpoint_configuration).toEqual({ types: ["PRIVATE"] });
  expect(body).not.toHaveProperty("servers");
  expect(url).toBe("${aws_api_gateway_stage.api_stage.invoke_url}");
});
