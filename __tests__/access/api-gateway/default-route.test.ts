import { type JsonValue } from "../../../src/json";
import {
  allow,
  called,
  callerRole,
  deny,
  document,
  guarded,
  httpApi,
  merged,
  policy,
  signer,
  told,
  worldOf,
} from "./support";

const arn = (rest: string) => `\${aws_apigatewayv2_api.api.execution_arn}/$default/${rest}`;
const any = { "x-amazon-apigateway-any-method": guarded };

/** What becomes of a signed call of `$default`, which stands beside other paths. */
function outcome(statements: readonly JsonValue[], others: Record<string, JsonValue> = {}): string {
  const api = httpApi(document({ "/$default": any, ...others }));
  const of = worldOf(merged(api, callerRole("caller", policy(...statements))));
  return told(called(of, "$default", signer(of, "caller")));
}

// docs/access-model.md 3: $default serves what no other route does, the root among it.
describe("a policy about the root of an HTTP API", () => {
  test("is about $default, which serves it", () => {
    expect(outcome([allow(arn("*/"))])).toBe("if {method}/{path} fits */ or {path} is empty");
    expect(outcome([allow(arn("GET/"))])).toBe("if {method} is GET and {path} is empty");
    expect(outcome([allow(arn("*")), deny(arn("GET/"))])).toBe("if not ({method} is GET) or not ({path} is empty)");
  });

  test("makes no difference to one that is about every path alike", () => {
    expect(outcome([allow(arn("*"))])).toBe("allowed");
    expect(outcome([allow(arn("GET/*"))])).toBe("if {method} is GET");
    expect(outcome([])).toBe("denied 403 no statement");
  });

  test("lets in whom it names, and nobody else", () => {
    const roles = [callerRole("root", policy(allow(arn("*/")))), callerRole("none")];
    const of = worldOf(merged(httpApi(document({ "/$default": any })), ...roles));
    const answers = ["root", "none"].map((name) => told(called(of, "$default", signer(of, name))));
    expect(answers).toEqual(["if {method}/{path} fits */ or {path} is empty", "denied 403 no statement"]);
  });

  test("is not about $default where another route serves the root", () => {
    expect(outcome([allow(arn("GET/"))], { "/": any })).toBe("denied 403 no statement");
    expect(outcome([allow(arn("GET/"))], { "/": { get: guarded } })).toBe("denied 403 no statement");
    expect(outcome([allow(arn("PUT/"))], { "/": { get: guarded } })).toBe("if {method} is PUT and {path} is empty");
  });
});
