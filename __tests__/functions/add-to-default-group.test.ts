import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { type PostConfirmationTriggerEvent } from "aws-lambda";
import { localVariables } from "../../src/local/variables";

type Handler = (event: PostConfirmationTriggerEvent) => Promise<PostConfirmationTriggerEvent>;

const before = { ...process.env };
let cognito: Server;
let asked: { operation: string | undefined; input: unknown }[];
let answer: { status: number; body: object };

/** A server that answers as Cognito would. */
beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: {} };
  cognito = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const operation = request.headers["x-amz-target"]?.toString().split(".")[1];
      asked.push({ operation, input: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer.body));
    });
  }).listen(0, "127.0.0.1");
  await once(cognito, "listening");
  const endpoint = `http://127.0.0.1:${(cognito.address() as AddressInfo).port}`;
  // A profile or an endpoint of one service, set where the tests are run, would lead around the server.
  const variables = {
    ...localVariables(endpoint, process.env),
    AWS_REGION: "ap-northeast-1",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});
afterEach(async () => {
  process.env = { ...before };
  cognito.closeAllConnections();
  cognito.close();
  await once(cognito, "close");
});

/** The handler as Lambda starts it: the source is run anew, with this environment. */
function started(group: string | undefined): Handler {
  if (group === undefined) delete process.env.DEFAULT_GROUP;
  else process.env.DEFAULT_GROUP = group;
  jest.resetModules();
  return jest.requireActual<{ handler: Handler }>("../../src/functions/add-to-default-group").handler;
}

const confirmed = (triggerSource: PostConfirmationTriggerEvent["triggerSource"]) =>
  ({ triggerSource, userPoolId: "ap-northeast-1_abc", userName: "ada" }) as PostConfirmationTriggerEvent;

test("whoever has confirmed the account is added to the group, and Cognito gets its event back", async () => {
  const event = confirmed("PostConfirmation_ConfirmSignUp");
  expect(await started("general")(event)).toBe(event);
  expect(asked).toEqual([
    {
      operation: "AdminAddUserToGroup",
      input: { UserPoolId: "ap-northeast-1_abc", Username: "ada", GroupName: "general" },
    },
  ]);
});

test("whoever has confirmed a new password stays in the groups that there are", async () => {
  const event = confirmed("PostConfirmation_ConfirmForgotPassword");
  expect(await started("general")(event)).toBe(event);
  expect(asked).toEqual([]);
});

test("fails with a message for the user, and with Cognito's reason in the log", async () => {
  const log = jest.spyOn(console, "error").mockImplementation();
  answer = { status: 400, body: { __type: "ResourceNotFoundException", message: "Group not found." } };
  await expect(started("general")(confirmed("PostConfirmation_ConfirmSignUp"))).rejects.toThrow(
    "Your account is confirmed, but you are in no group yet: ask an administrator to add you.",
  );
  expect(log.mock.calls).toEqual([
    [
      "could not add ada of ap-northeast-1_abc to the group general",
      expect.objectContaining({ name: "ResourceNotFoundException" }),
    ],
  ]);
  log.mockRestore();
});

test.each([undefined, ""])("fails to start with the group %p", (group) => {
  expect(() => started(group)).toThrow("the environment variable DEFAULT_GROUP is not set");
});
