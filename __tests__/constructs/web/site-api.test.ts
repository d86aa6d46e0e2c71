import { Construct } from "constructs";
import fc from "fast-check";
import { cognitoAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { checkApis } from "../../../src/constructs/web/site-api";
import { userPool } from "../../support/identity";
import { stage } from "../../support/rest-api";
import { testStack } from "../../support/synth";

const stack = testStack();
const site = new Construct(stack, "site");
const apiWith = (id: string, stageName: string) =>
  new RestApi(stack, id, {
    name: id,
    auth: cognitoAuth(userPool(stack, {}, `${id}-users`)),
    endpoint: regional(),
    stage: { ...stage, stageName },
  });
const general = apiWith("general", "api");
const admin = apiWith("admin", "v1");

test("paths lead to their API's stage", () => {
  const apis = [
    { path: "/api/*", api: general },
    { path: "/api", api: general },
    { path: "/v1/reports/*", api: admin },
  ];
  expect(() => checkApis(site, apis)).not.toThrow();
});

test("fails for a path that leads to another stage, which API Gateway would answer with 403", () => {
  expect(() => checkApis(site, [{ path: "/general/*", api: general }])).toThrow(
    "test/site: this path does not lead to the API's stage api: API Gateway takes its first part for a stage\n" +
      '  got:     "/general/*"\n  allowed: /api/*\n',
  );
});

test("fails for one path twice", () => {
  const twice = [admin, admin].map((api) => ({ path: "/v1/*", api }));
  expect(() => checkApis(site, twice)).toThrow("test/site: another API has this path already");
});

test.each(["api/*", "", "/api/é", "/api/ x", `/api/${"x".repeat(251)}`])("fails for the pattern %j", (path) => {
  expect(() => checkApis(site, [{ path, api: general }])).toThrow("test/site: CloudFront refuses this path pattern");
});

test("fails for whatever does not begin with the stage's name as its first part", () => {
  const part = fc.stringMatching(/^[\w.*-]{0,12}$/);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const check = () => checkApis(site, [{ path: `/${parts.join("/")}`, api: general }]);
      if (parts[0] === "api") expect(check).not.toThrow();
      else expect(check).toThrow("does not lead to the API's stage api");
    }),
    { examples: [[["api"]], [["api*"]], [["", "api"]], [["apis", "*"]]] },
  );
});
