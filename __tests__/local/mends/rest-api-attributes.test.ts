import { readOpenApi } from "../../../src/local/mends/open-api";
import { refuseDeletion, refuseDeployment, wantsLogs } from "../../../src/local/mends/api-gateway-deployments";
import {
  afterImport,
  attributesOf,
  isKeptHere,
  patched,
  shownRestApi,
} from "../../../src/local/mends/rest-api-attributes";

const place = { region: "eu-west-1", accountId: "123456789012", api: "abc" };
const policy = '{"Statement":[]}';
const now = attributesOf(
  { policy, endpointConfiguration: { types: ["PRIVATE"], vpcEndpointIds: ["vpce-1"] }, rootResourceId: "root" },
  place,
);

test("the policy is shown escaped once more than JSON asks for", () => {
  expect(shownRestApi({ id: "abc" }, now)).toMatchObject({
    id: "abc",
    policy: String.raw`{\"Statement\":[]}`,
    endpointConfiguration: { types: ["PRIVATE"], ipAddressType: "dualstack", vpcEndpointIds: ["vpce-1"] },
  });
  expect(shownRestApi({ policy }, { ...now, policy: "" })).not.toHaveProperty("policy");
});

test("a short resource is written out when the policy is saved", () => {
  const saved = patched(now, [{ op: "replace", path: "/policy", value: '{"Resource":"execute-api:/v1/*"}' }], place);
  expect(saved.policy).toBe('{"Resource":"arn:aws:execute-api:eu-west-1:123456789012:abc/v1/*"}');
});

test("patches change what they name", () => {
  const after = patched(
    { ...now, disableExecuteApiEndpoint: true, binaryMediaTypes: ["image/png"] },
    [
      { op: "replace", path: "/disableExecuteApiEndpoint", value: "false" },
      { op: "add", path: "/binaryMediaTypes/application~1zip" },
      { op: "remove", path: "/binaryMediaTypes/image~1png" },
      { op: "add", path: "/endpointConfiguration/vpcEndpointIds", value: "vpce-2" },
      { op: "remove", path: "/endpointConfiguration/vpcEndpointIds", value: "vpce-1" },
      { op: "replace", path: "/endpointConfiguration/types/PRIVATE", value: "REGIONAL" },
      { op: "replace", path: "/minimumCompressionSize", value: "1024" },
      { op: "replace", path: "/policy", value: "" },
    ],
    place,
  );
  expect(after).toMatchObject({
    disableExecuteApiEndpoint: false,
    binaryMediaTypes: ["application/zip"],
    vpcEndpointIds: ["vpce-2"],
    types: ["REGIONAL"],
    minimumCompressionSize: 1024,
    policy: "",
  });
  expect(isKeptHere({ op: "replace", path: "/name" })).toBe(false);
});

test("overwriting drops the policy and the endpoints that the document lacks; merging keeps them", () => {
  const bare = readOpenApi({ openapi: "3.0.1" });
  expect(afterImport(now, bare, "overwrite", place)).toMatchObject({
    policy: "",
    vpcEndpointIds: [],
    types: ["PRIVATE"],
  });
  expect(afterImport(now, bare, "merge", place)).toMatchObject({ policy, vpcEndpointIds: ["vpce-1"] });
});

test("fails to deploy a private API without a policy", () => {
  expect(refuseDeployment({ types: ["PRIVATE"], policy: "" })).toEqual({
    status: 400,
    type: "BadRequestException",
    message: "Private REST API doesn't have a resource policy attached to it",
  });
  expect(refuseDeployment(now)).toBeUndefined();
  expect(refuseDeployment({ types: ["REGIONAL"], policy: "" })).toBeUndefined();
});

test("fails to delete a deployment that a stage points to", () => {
  expect(refuseDeletion("d1", [{ deploymentId: "d1" }])?.message).toContain("Active stages");
  expect(refuseDeletion("d1", [{ deploymentId: "d2" }])).toBeUndefined();
});

test("access logs and execution logs need the account's role; switching them off does not", () => {
  expect(wantsLogs({ op: "replace", path: "/accessLogSettings/format", value: "{}" })).toBe(true);
  expect(wantsLogs({ op: "replace", path: "/*/*/logging/loglevel", value: "INFO" })).toBe(true);
  expect(wantsLogs({ op: "replace", path: "/*/*/logging/loglevel", value: "OFF" })).toBe(false);
  expect(wantsLogs({ op: "remove", path: "/accessLogSettings" })).toBe(false);
});
