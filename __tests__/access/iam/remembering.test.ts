import fc from "fast-check";
import { textOf } from "../../../src/access/formula";
import { evaluate } from "../../../src/access/iam/evaluate";
import { type Policy } from "../../../src/access/iam/policy";
import { type Caller, type ContextValue, type IamRequest } from "../../../src/access/iam/request";
import { symbolic } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { account, keys, policy, request, session } from "./requests";

const api = `arn:aws:execute-api:eu-west-1:${account}:${symbolic({ kind: "identity", name: "api.id" })}/dev`;
const segment = symbolic({ kind: "segment", name: "{id}" });
const unknown = symbolic({ kind: "unknown", name: "var.x" });

const anyStatement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.constantFrom("*", "execute-api:Invoke", "lambda:*", unknown),
  Resource: fc.uniqueArray(
    fc.constantFrom(
      `${api}/GET/pets`,
      `${api}/*/pets/*`,
      `${api}/GET/pets/7`,
      `${api}/GET/pets/\${aws:PrincipalTag/team, 'x'}`,
      `${api}/GET/${unknown}`,
      `arn:aws:execute-api:*:*:*`,
    ),
    { minLength: 1 },
  ),
  Principal: fc.constantFrom<Value>("*", { AWS: account }, { Service: "lambda.amazonaws.com" }),
  Condition: fc.constantFrom<Value>(
    {},
    { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } },
    { StringNotLike: { "aws:Referer": "${aws:PrincipalTag/team}*" }, Null: { "aws:SourceVpce": "true" } },
  ),
});

const anyValue = fc.constantFrom<ContextValue | undefined>(undefined, [], ["a"], ["7"], ["a", "7"]);
const service: Caller = { kind: "service", service: "lambda.amazonaws.com" };

const anyRequest: fc.Arbitrary<IamRequest> = fc
  .record({
    action: fc.constantFrom("execute-api:Invoke", "lambda:InvokeFunction"),
    resource: fc.constantFrom(`${api}/GET/pets`, `${api}/GET/pets/7`, `${api}/GET/pets/${segment}`, `${api}/POST/x`),
    caller: fc.constantFrom<Caller>(session, service, { kind: "anonymous" }),
    team: anyValue,
    referer: anyValue,
    isSeven: fc.constantFrom(undefined, () => true),
  })
  .map(({ team, referer, isSeven, ...parts }) => {
    const given = Object.entries({ "aws:principaltag/team": team, "aws:referer": referer });
    const known = given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return request({
      ...parts,
      keys: keys(Object.fromEntries(known)),
      ...(isSeven === undefined ? {} : { isOther: isSeven }),
    });
  });

const answer = (one: Policy, asked: IamRequest) => {
  const { allowed, denied, applying } = evaluate([one], asked);
  return [textOf(allowed), textOf(denied), ...applying.map(({ statement, when }) => `${statement}: ${textOf(when)}`)];
};

test("what a policy was asked before changes none of its answers", () => {
  fc.assert(
    fc.property(
      fc.array(anyStatement, { minLength: 1, maxLength: 4 }),
      fc.array(anyRequest, { minLength: 2, maxLength: 12 }),
      (statements, requests) => {
        const asked = policy(...statements);
        for (const one of requests) expect(answer(asked, one)).toEqual(answer(policy(...statements), one));
      },
    ),
  );
});
