import { AppClient } from "../../../src/constructs/cognito/app-client";
import { UserPoolDomain } from "../../../src/constructs/cognito/user-pool-domain";
import { target } from "../../support/aws-calls";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { userPool } from "../../support/identity";

type Scope = ConstructorParameters<typeof AppClient>[0];

const clientAddress = "aws_cognito_user_pool_client.web";
const domainAddress = "aws_cognito_user_pool_domain.domain";
const clientProps = {
  address: "web",
  name: "web",
  authFlows: ["ALLOW_USER_SRP_AUTH"],
  tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
} as const;

const withoutPages = (stack: Scope) => new AppClient(stack, "web", { ...clientProps, userPool: userPool(stack) });

function withPages(stack: Scope): void {
  const pool = userPool(stack);
  const hostedSignIn = {
    domain: new UserPoolDomain(stack, "domain", { userPool: pool, prefix: "gatehouse-test" }),
    callbackUrls: ["https://example.com/in"],
    logoutUrls: ["https://example.com/out"],
  } as const;
  new AppClient(stack, "web", { ...clientProps, userPool: pool, hostedSignIn });
}

const oauthOn = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: expect.arrayContaining(["email", "openid", "profile"]),
  CallbackURLs: ["https://example.com/in"],
  LogoutURLs: ["https://example.com/out"],
  SupportedIdentityProviders: ["COGNITO"],
};
const oauthOff = { AllowedOAuthFlowsUserPoolClient: false };

describe("a client's sign-in pages", () => {
  let stack: AppliedStack;
  beforeAll(async () => {
    stack = await AppliedStack.start();
  });
  afterAll(() => stack.stop());

  /** What AWS lets the only client do by OAuth. */
  async function oauth(): Promise<object> {
    const idp = async (operation: string, body: object) =>
      (await target(stack.called, "cognito-idp", operation, body)).json;
    const [pool] = (await idp("ListUserPools", { MaxResults: 60 })).UserPools as { Id: string }[];
    const UserPoolId = pool?.Id;
    const [client] = (await idp("ListUserPoolClients", { UserPoolId })).UserPoolClients as { ClientId: string }[];
    const told = (await idp("DescribeUserPoolClient", { UserPoolId, ClientId: client?.ClientId })).UserPoolClient;
    return Object.fromEntries(Object.entries(told as object).filter(([name]) => /OAuth|URLs|URI|Providers/.test(name)));
  }

  test("are off in a new client, on with hostedSignIn, off again without it, and on again with it", async () => {
    const steps = [
      { build: withoutPages, told: oauthOff, changes: { created: ["aws_cognito_user_pool.users", clientAddress] } },
      { build: withPages, told: oauthOn, changes: { updated: [clientAddress], created: [domainAddress] } },
      { build: withoutPages, told: oauthOff, changes: { updated: [clientAddress], destroyed: [domainAddress] } },
      { build: withPages, told: oauthOn, changes: { updated: [clientAddress], created: [domainAddress] } },
    ];
    for (const { build, told, changes } of steps) {
      expect(await stack.plan(build)).toEqual({ ...noChanges, ...changes });
      await stack.apply();
      expect(await oauth()).toEqual(told);
      expect(await stack.plan(build)).toEqual(noChanges);
    }
  });
});
