import { anonymous, called, httpApi, merged, told, worldOf } from "./support";

// docs/access-model.md 4: an HTTP API answers by itself where no route takes OPTIONS.
test("what a browser asks before a call is answered where a guarded route that takes OPTIONS does not exist", () => {
  const all = {
    api_id: "${aws_apigatewayv2_api.api.id}",
    route_key: "ANY /{proxy+}",
    authorization_type: "AWS_IAM",
    count: "${var.some}",
  };
  const cors = { cors_configuration: [{ allow_origins: ["https://app.example.com"] }] };
  const world = worldOf(merged(httpApi(undefined, cors), { aws_apigatewayv2_route: { all } }));
  const isGone = "not (count of aws_apigatewayv2_route.all makes one)";
  expect(told(called(world, "OPTIONS /{proxy+}", anonymous))).toBe(`if ${isGone}`);
  expect(told(called(world, "ANY /{proxy+}", anonymous))).toBe(`if ${isGone} and {method} is OPTIONS`);
});
