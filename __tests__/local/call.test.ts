import { type Call, type Handler, handlerFinder, scopeOf } from "../../src/local/call";
import { takingTurns } from "../../src/local/turns";

const handler: Handler = () => Promise.reject(new Error("not called here"));
const find = handlerFinder({ "PUT /restapis/{api}": handler, SetIdentityPoolRoles: handler, CreateRole: handler });

function call(change: Partial<Call>): Call {
  return {
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.alloc(0),
    service: "s",
    region: "r",
    parameters: {},
    ...change,
  };
}

test("service and region come from the signature, or from the target of an unsigned sign-in call", () => {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/apigateway/aws4_request, SignedHeaders=host, Signature=x";
  expect(scopeOf({ authorization })).toEqual({ service: "apigateway", region: "eu-west-1" });
  expect(scopeOf({ "x-amz-target": "AWSCognitoIdentityService.GetId" })?.service).toBe("cognito-identity");
  expect(scopeOf({})).toBeUndefined();
});

test("a handler is found by path, by target and by action", () => {
  expect(find(call({ method: "PUT", url: "/restapis/a%2Fb?mode=overwrite" }))?.parameters).toEqual({ api: "a/b" });
  expect(find(call({ headers: { "x-amz-target": "AWSCognitoIdentityService.SetIdentityPoolRoles" } }))).toBeDefined();
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  expect(find(call({ headers: form, body: Buffer.from("Action=CreateRole&RoleName=a") }))).toBeDefined();
});

test("a call without a handler finds none", () => {
  expect(find(call({ method: "GET", url: "/restapis/abc" }))).toBeUndefined();
  expect(find(call({ method: "PUT", url: "/restapis/abc/stages" }))).toBeUndefined();
  expect(find(call({ headers: { "x-amz-target": "AWSCognitoIdentityService.GetId" } }))).toBeUndefined();
});

test("tasks of one key run one after the other, also after one that fails", async () => {
  const inTurn = takingTurns();
  const seen: string[] = [];
  const task = (name: string, fault?: Error) => async () => {
    seen.push(`${name} begins`);
    await new Promise(setImmediate);
    seen.push(`${name} ends`);
    if (fault) throw fault;
  };
  const results = await Promise.allSettled([inTurn("k", task("a", new Error("a"))), inTurn("k", task("b"))]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});
