import fc from "fast-check";
import { methodArn, methodPattern, patternReaches, stageArn } from "../src/execute-api";

const stage = {
  partition: "aws",
  region: "ap-northeast-1",
  accountId: "123456789012",
  apiId: "a1b2c3d4e5",
  stage: "api",
};

test.each([
  ["GET", "/tech4all", "GET/tech4all"],
  ["GET", "/", "GET/"],
  ["ANY", "/files/{path+}", "*/files/*"],
  ["PUT", "/members/{id}/name", "PUT/members/*/name"],
])("%s %s is %s in IAM", (method, path, pattern) => {
  expect(methodPattern({ method, path })).toBe(pattern);
});

test("the ARNs of a method and of a stage", () => {
  expect(methodArn(stage, { method: "GET", path: "/tech4all" })).toBe(
    "arn:aws:execute-api:ap-northeast-1:123456789012:a1b2c3d4e5/api/GET/tech4all",
  );
  expect(stageArn(stage)).toBe("arn:aws:execute-api:ap-northeast-1:123456789012:a1b2c3d4e5/api/*");
});

test.each([
  ["GET /members/{id}", "GET /members/{id}/secrets", true],
  ["GET /members/{id}", "GET /members/me", true],
  ["GET /members/{id}", "GET /members/{id}", true],
  ["GET /members/{id}", "POST /members/{id}", false],
  ["GET /members/{id}", "GET /members", false],
  ["GET /members/{id}", "GET /{proxy+}", true],
  ["GET /members/{id}/name", "GET /members/{id}/address", false],
  ["GET /{kind}/{id}", "GET /members/me/secrets", true],
  ["ANY /tech4all", "GET /tech4all", true],
  ["ANY /tech4all", "GET /tech4some", false],
  ["ANY /me", "GET /members/{path+}", true],
  ["GET /tech4all", "GET /{proxy+}", false],
  ["GET /a/{x}", "ANY /a/b", true],
])("a grant of %s reaches %s: %s", (granted, other, expected) => {
  expect(patternReaches(parse(granted), parse(other))).toBe(expected);
});

test("whenever a request of another route fits a granted pattern, the grant reaches that route", () => {
  const literal = fc.constantFrom("a", "b", "ab");
  const segment = fc.oneof(literal, fc.constantFrom("{x}", "{y}"));
  const path = fc
    .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
    .map(([segments, greedy]) => [...segments, ...(greedy ? ["{z+}"] : [])]);
  const method = fc.constantFrom("GET", "POST");
  fc.assert(
    fc.property(
      method,
      path,
      method,
      path,
      fc.array(literal, { minLength: 1, maxLength: 3 }),
      (m1, granted, m2, other, values) => {
        const template = { method: m2, path: `/${other.join("/")}` };
        const grant = { method: m1, path: `/${granted.join("/")}` };
        const request = `${m2}${template.path.replaceAll(/\{\w\}/g, values[0] ?? "a").replaceAll(/\{\w\+\}/g, values.join("/"))}`;
        const pattern = methodPattern(grant);
        const fits = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(request);
        fc.pre(fits && pattern.includes("*"));
        expect(patternReaches(grant, template)).toBe(true);
      },
    ),
  );
});

function parse(key: string) {
  const [method = "", path = ""] = key.split(" ");
  return { method, path };
}
