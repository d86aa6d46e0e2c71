import fc from "fast-check";
import { parseRouteKey } from "../../../src/constructs/apigateway/route";
import { UserError } from "../../../src/errors";
import { testStack } from "../../support/synth";

const stack = testStack();

test.each([
  ["GET /", "GET", "/"],
  ["GET /tech4all", "GET", "/tech4all"],
  ["PUT /members/{id}/name", "PUT", "/members/{id}/name"],
  ["ANY /files/{path+}", "ANY", "/files/{path+}"],
  ["GET /{kind}/{path+}", "GET", "/{kind}/{path+}"],
  ["GET /v1.0/a_b-c:d", "GET", "/v1.0/a_b-c:d"],
])("%s", (key, method, path) => {
  expect(parseRouteKey(stack, key)).toEqual({ method, path });
});

test.each([
  ["", "this is not a method and a path"],
  ["/tech4all", "this is not a method and a path"],
  ["GET", "this is not a method and a path"],
  ["get /tech4all", "this is not a method and a path"],
  ["OPTIONS /tech4all", "this is not a method and a path"],
  ["GET  /tech4all", "this is not a method and a path"],
  ["GET tech4all", "this is not a method and a path"],
  ["GET /tech4all/", '"" is not a path segment'],
  ["GET //tech4all", '"" is not a path segment'],
  ["GET /a*b", '"a*b" is not a path segment'],
  ["GET /{id", '"{id" is not a path segment'],
  ["GET /x{id}", '"x{id}" is not a path segment'],
  ["GET /{path+}/end", "a greedy parameter must come last"],
  ["GET /members/:id", '":id" would be taken literally; a parameter is {id}'],
  ["GET /~me", '"~me" is not a path segment'],
  ["GET /{}", '"{}" is not a path segment'],
  ["GET /{id}/{id}", "two parameters have one name"],
  ["GET /{id}/{id+}", "two parameters have one name"],
])("fails for %j", (key, fault) => {
  expect(() => parseRouteKey(stack, key)).toThrow(`test: route: ${fault}\n  got:     ${JSON.stringify(key)}`);
});

test("fails with a clear message or gives back what was written, for any text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((path) => `GET /${path}`),
      ),
      (key) => {
        try {
          const { method, path } = parseRouteKey(stack, key);
          expect(`${method} ${path}`).toBe(key);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      },
    ),
  );
});
