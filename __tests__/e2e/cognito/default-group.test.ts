import { type PostConfirmationTriggerEvent } from "aws-lambda";
import { environmentNamed } from "../../../environments";
import { type Json } from "../../../src/local/call";
import { IdentitySystem } from "../../../stacks/systems/identity";
import { target, tell } from "../../support/aws-calls";
import { AppliedStack, noChanges } from "../../support/applied-stack";

type Handler = (event: PostConfirmationTriggerEvent) => Promise<unknown>;

const dev = environmentNamed("dev");
const before = { ...process.env };
const build = (stack: ConstructorParameters<typeof IdentitySystem>[0]) =>
  new IdentitySystem(stack, "identity", dev, {});

describe("the group of dev's new users", () => {
  let stack: AppliedStack;
  let UserPoolId: string;
  beforeAll(async () => {
    stack = await AppliedStack.start(dev);
    await stack.plan(build);
    await stack.apply();
    const { json } = await target(stack.called, "cognito-idp", "ListUserPools", { MaxResults: 60 });
    [{ Id: UserPoolId } = { Id: "" }] = json.UserPools as { Id: string }[];
  });
  afterAll(async () => {
    process.env = before;
    await stack?.stop();
  });

  const idp = (operation: string, body: object) =>
    target(stack.called, "cognito-idp", operation, { UserPoolId, ...body });
  const lambda = (path: string) =>
    tell(stack.called, "lambda", "GET", `/2015-03-31/functions/gatehouse-dev-add-to-default-group${path}`);

  test("a second plan changes nothing", async () => {
    expect(await stack.plan(build)).toEqual(noChanges);
  });

  test("the pool calls the function, and is let in by it", async () => {
    const { UserPool } = (await idp("DescribeUserPool", {})).json;
    const { Arn, LambdaConfig } = UserPool as { Arn: string; LambdaConfig: Json };
    const FunctionArn = `arn:aws:lambda:${dev.region}:${dev.accountId}:function:gatehouse-dev-add-to-default-group`;
    expect(LambdaConfig).toMatchObject({ PostConfirmation: FunctionArn });
    expect((await lambda("")).json.Configuration).toMatchObject({ FunctionArn, Timeout: 5 });
    const policy = JSON.parse(String((await lambda("/policy")).json.Policy)) as { Statement: object[] };
    expect(policy.Statement).toMatchObject([
      { Principal: { Service: "cognito-idp.amazonaws.com" }, Condition: { ArnLike: { "AWS:SourceArn": Arn } } },
    ]);
  });

  test("the function puts a user into the group general, and again without harm", async () => {
    await idp("AdminCreateUser", { Username: "ada@gatehouse.example", MessageAction: "SUPPRESS" });
    const { Environment } = (await lambda("/configuration")).json;
    for (const [name, value] of Object.entries(stack.variables)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    Object.assign(process.env, (Environment as { Variables: object }).Variables, {
      AWS_REGION: dev.region,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    const { handler } = jest.requireActual<{ handler: Handler }>("../../../src/functions/add-to-default-group");
    const event = { triggerSource: "PostConfirmation_ConfirmSignUp", userPoolId: UserPoolId } as const;
    const userName = "ada@gatehouse.example";
    for (const time of ["first", "second"]) {
      await handler({ ...event, userName } as PostConfirmationTriggerEvent);
      const { json } = await idp("AdminListGroupsForUser", { Username: userName });
      expect([time, json.Groups]).toEqual([time, [expect.objectContaining({ GroupName: "general" })]]);
    }
  });

  test("fails for a user whom the pool does not have", async () => {
    const log = jest.spyOn(console, "error").mockImplementation();
    const { handler } = jest.requireActual<{ handler: Handler }>("../../../src/functions/add-to-default-group");
    const event = { triggerSource: "PostConfirmation_ConfirmSignUp", userPoolId: UserPoolId, userName: "nobody" };
    await expect(handler(event as PostConfirmationTriggerEvent)).rejects.toThrow("you are in no group yet");
    expect(log.mock.calls[0]?.[1]).toMatchObject({ name: "UserNotFoundException" });
    log.mockRestore();
  });

  test("destroy takes the pool before the function that it waits for, and leaves neither", async () => {
    await stack.destroy();
    expect((await target(stack.called, "cognito-idp", "ListUserPools", { MaxResults: 60 })).json.UserPools).toEqual([]);
    expect((await lambda("")).status).toBe(404);
  });
});
