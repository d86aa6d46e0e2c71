import { type RequestRules } from "../../../src/constructs/apigateway/request-rules";
import { cors, setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const member = {
  name: "Member",
  schema: { type: "object", required: ["name"], properties: { name: { type: "string", maxLength: 100 } } },
};

function bodyWith(...rules: (RequestRules | undefined)[]) {
  const { stack, api, admin, handler } = setUp({ cors });
  for (const [index, request] of rules.entries()) {
    api.route(`POST /members-${index}/{id}`, { handler, allow: [admin], ...(request && { request }) });
  }
  return JSON.parse(String(synthesized(stack).single("aws_api_gateway_rest_api").body)) as Record<string, unknown>;
}
const parameter = (name: string, place: string) => ({ name, in: place, required: true, schema: { type: "string" } });

test("a request is checked for its body, its parameters and its headers", () => {
  const body = bodyWith({ body: member, query: ["dry-run"], headers: ["X-Request-Id"] });
  expect(body).toMatchObject({
    "x-amazon-apigateway-request-validators": {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
    components: { schemas: { Member: member.schema } },
    paths: {
      "/members-0/{id}": {
        post: {
          "x-amazon-apigateway-request-validator": "all",
          parameters: [parameter("id", "path"), parameter("dry-run", "query"), parameter("X-Request-Id", "header")],
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/Member" } } },
          },
        },
        options: { parameters: [parameter("id", "path")] },
      },
    },
  });
  expect(JSON.stringify(body).match(/"x-amazon-apigateway-request-validator":/g)).toHaveLength(1);
});

test("a browser may send the headers that a request must have", () => {
  expect(JSON.stringify(bodyWith({ headers: ["X-Request-Id"] }))).toContain("X-Amz-Security-Token,X-Request-Id'");
});

test("without rules nothing is checked", () => {
  expect(JSON.stringify(bodyWith(undefined))).not.toMatch(/validator|schemas/);
});

test("routes may share a model", () => {
  const body = bodyWith({ body: member }, { body: { ...member } }, { body: { name: "Other", schema: {} } });
  expect(body["components"]).toMatchObject({ schemas: { Member: member.schema, Other: {} } });
});

test("fails for two models of one name", () => {
  expect(() => bodyWith({ body: member }, { body: { name: "Member", schema: { type: "array" } } })).toThrow(
    "test/api: two models with different schemas are named Member\n  fix:     give each schema a name of its own",
  );
});

test.each(["", "New-Member", "a b", "ä"])("fails for a model named %j", (name) => {
  expect(() => bodyWith({ body: { ...member, name } })).toThrow(
    `test/api: route POST /members-0/{id}: API Gateway refuses this name of a model\n  got:     ${JSON.stringify(name)}\n  allowed: letters and digits`,
  );
});

test.each(["", "a b", "a,b", "a'b"])("fails for a parameter named %j", (name) => {
  expect(() => bodyWith({ query: [name] })).toThrow("API Gateway refuses this name of a parameter");
  expect(() => bodyWith({ headers: [name] })).toThrow("API Gateway refuses this name of a parameter");
});
