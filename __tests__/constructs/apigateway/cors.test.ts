import { originHeaders, preflightHeaders, signatureHeaders } from "../../../src/constructs/apigateway/cors";
import { cors, setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const methodsOf = (...methods: string[]) => preflightHeaders(cors, methods, [])["Access-Control-Allow-Methods"];

test("a preflight's answer lets the one origin send signed requests", () => {
  expect(preflightHeaders(cors, ["POST", "GET"], signatureHeaders)).toEqual({
    "Access-Control-Allow-Origin": "https://example.com",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Headers": "Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token",
    "Access-Control-Allow-Methods": "GET,OPTIONS,POST",
    "Access-Control-Max-Age": "600",
  });
});

test("ANY is told as the methods that it stands for, since * would not cover requests with credentials", () => {
  expect(methodsOf("ANY")).toBe("DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT");
  expect(methodsOf("GET", "ANY")).toBe("DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT");
});

test("without credentials there is no header on them", () => {
  expect(originHeaders({ ...cors, credentials: false })).toEqual({
    "Access-Control-Allow-Origin": "https://example.com",
  });
});

test("an API without credentials speaks of them neither to a preflight nor in errors", () => {
  const { stack, api, admin, handler } = setUp({ cors: { ...cors, credentials: false } });
  api.route("GET /tech4all", { handler, allow: [admin] });
  const { body } = synthesized(stack).single("aws_api_gateway_rest_api");
  expect(body).toContain("Access-Control-Allow-Origin");
  expect(body).not.toContain("Access-Control-Allow-Credentials");
});

test.each([
  "*",
  "null",
  "example.com",
  "https://example.com/",
  "https://example.com:443",
  "http://example.com",
  "https://*.example.com",
])("fails for the origin %s", (origin) => {
  expect(() => setUp({ cors: { origin, credentials: true } })).toThrow(
    `test/api: cors.origin is not one origin\n  got:     "${origin}"\n` +
      "  allowed: one origin as browsers send it: https://host[:port] (or http://localhost[:port])",
  );
});
