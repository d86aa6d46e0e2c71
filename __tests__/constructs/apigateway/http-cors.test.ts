import { type HttpCors } from "../../../src/constructs/apigateway/http-cors";
import { setUpHttp } from "../../support/http-api";
import { synthesized } from "../../support/synth";

const apiWith = (cors: HttpCors | undefined, keys: readonly ("GET /a" | "POST /a" | "ANY /a" | "ANY /b")[]) => {
  const { stack, api, handler } = setUpHttp(cors && { cors });
  for (const key of keys) api.route(key, { handler });
  return synthesized(stack).single("aws_apigatewayv2_api");
};
const operationsOf = (body: unknown) =>
  Object.entries(JSON.parse(String(body)).paths as Record<string, object>).map(([path, item]) => [
    path,
    Object.keys(item),
  ]);

test("CORS stands beside the document: exact origins, the headers of a token, the methods of the routes", () => {
  const cors: HttpCors = { origins: ["https://b.example.com", "http://localhost:5173"], credentials: true };
  const { cors_configuration: settings, body } = apiWith(cors, ["POST /a", "GET /a"]);
  expect(settings).toEqual({
    allow_credentials: true,
    allow_headers: ["Authorization", "Content-Type"],
    allow_methods: ["GET", "POST"],
    allow_origins: ["http://localhost:5173", "https://b.example.com"],
    max_age: 600,
  });
  expect(body).not.toContain("cors");
});

test("an API without CORS has none", () => {
  expect(apiWith(undefined, ["GET /a"])).not.toHaveProperty("cors_configuration");
});

test("with CORS, no route takes OPTIONS: ANY stands for each method that its path has not", () => {
  const cors: HttpCors = { origins: ["https://example.com"], credentials: false };
  const { cors_configuration: settings, body } = apiWith(cors, ["ANY /a", "POST /a", "ANY /b"]);
  expect(settings).toMatchObject({ allow_methods: ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] });
  const six = ["delete", "get", "head", "patch", "post", "put"];
  expect(operationsOf(body)).toEqual([
    ["/a", six],
    ["/b", six],
  ]);
});

test("without CORS, ANY is one route", () => {
  expect(operationsOf(apiWith(undefined, ["ANY /a"]).body)).toEqual([["/a", ["x-amazon-apigateway-any-method"]]]);
});

test.each(["*", "https://*.example.com", "https://example.com/", "http://example.com", "example.com"])(
  "fails for the origin %s",
  (origin) => {
    expect(() => apiWith({ origins: ["https://example.com", origin], credentials: false }, [])).toThrow(
      `test/api: cors.origins holds something that is not one origin\n  got:     ${JSON.stringify(origin)}\n`,
    );
  },
);

test("fails for no origin at all", () => {
  // @ts-expect-error At least one origin.
  expect(() => apiWith({ origins: [], credentials: false }, [])).toThrow("test/api: cors.origins is empty");
});
