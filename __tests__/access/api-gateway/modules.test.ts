import { notCovered } from "../../../src/access/api-gateway/reading/not-covered";
import {
  allow,
  called,
  callerRole,
  document,
  guarded,
  merged,
  policy,
  restApi,
  restArn,
  served,
  signer,
  told,
  worldOf,
} from "./support";

// A configuration's JSON does not hold what its modules make.
const body = document({ "/a": { get: { ...guarded, "x-amazon-apigateway-integration": served } } });
const resources = merged(
  restApi(body),
  callerRole("caller", policy(allow(restArn("GET/a")))),
  callerRole("other", policy(allow(restArn("GET/b")))),
);
const worldWith = (given: Record<string, string>) =>
  worldOf(resources, {}, { module: { more: { source: "./more", ...given } } });

test("who may call is not decided where a role is given to a module, which may allow or deny", () => {
  const world = worldWith({ roles: "${[aws_iam_role.other.name, aws_iam_role.caller.name]}" });
  expect(told(called(world, "GET /a", signer(world, "caller")))).toBe("if not (what module.more says denies it)");
  expect(told(called(world, "GET /a", signer(world, "other")))).toBe(
    "if not (what module.more says denies it) and what module.more says allows it",
  );
});

test("other roles are decided as they are", () => {
  const world = worldWith({ role: "${aws_iam_role.other.name}" });
  expect(told(called(world, "GET /a", signer(world, "caller")))).toBe("allowed");
});

test("a function that is given to a module may have its permission from there", () => {
  const { aws_lambda_permission: _, ...without } = resources;
  const given = { module: { more: { source: "./more", function: "${aws_lambda_function.served.function_name}" } } };
  const world = worldOf(without, {}, given);
  expect(told(called(world, "GET /a", signer(world, "caller")))).toBe(
    "if module.more lets API Gateway invoke aws_lambda_function.served",
  );
});

test("each module is named among what is not analysed", () => {
  const { configuration, apis } = worldWith({});
  expect(notCovered(configuration, apis)).toContain(
    "module.more: what the module ./more makes; a plan or a state would say it",
  );
});
