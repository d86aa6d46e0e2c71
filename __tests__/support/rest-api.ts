import { type Construct } from "constructs";
import { type IamAuth, iamAuth } from "../../src/constructs/apigateway/auth";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { RestApi, type RestApiProps } from "../../src/constructs/apigateway/rest-api";
import { type IdentityPool, type RoleFromToken } from "../../src/constructs/cognito/identity-pool";
import { TypescriptFunction, type TypescriptFunctionProps } from "../../src/constructs/lambda/typescript-function";
import { type ServiceAction } from "../../src/constructs/apigateway/service-action";
import { ServiceRole } from "../../src/constructs/iam/service-role";
import { type VpcEndpoint } from "../../src/constructs/network/vpc-endpoint";
import { group, identityPool } from "./identity";
import { testStack } from "./synth";

/** A stage with settings that can be told apart. */
export const stage = {
  stageName: "api",
  throttlingRateLimit: 100,
  throttlingBurstLimit: 50,
  executionLog: "INFO",
  logRetentionDays: 7,
  tracing: true,
} as const;
export const cors = { origin: "https://example.com", credentials: true };

/** A function with ordinary settings, save those given; it is named as its construct is. */
export const handlerOf = (scope: Construct, id = "hello", props: Partial<TypescriptFunctionProps> = {}) =>
  new TypescriptFunction(scope, id, {
    name: id,
    source: "src/functions/get-tech4all.ts",
    description: "Says hello",
    tracing: false,
    logRetentionDays: 7,
    ...props,
  });

/** A VPC endpoint that there is already. */
export const vpcEndpoint = (privateDns = true, id = "vpce-0123456789abcdef0"): VpcEndpoint => ({ id, privateDns });

/** What turns a login into Cognito's operation, without a mapping worth the name. */
export const serviceAction = (scope: Construct, id = "login"): ServiceAction => ({
  service: "cognito-idp",
  action: "AdminInitiateAuth",
  role: new ServiceRole(scope, id, {
    name: id,
    service: "apigateway.amazonaws.com",
    permissions: [{ sid: "SignIn", actions: ["cognito-idp:AdminInitiateAuth"], resources: ["*"] }],
  }),
  requestTemplate: "{}",
});

/** An API named `test-api` without routes, its identity pool and that pool's groups. */
export function setUp(props: Partial<RestApiProps<IamAuth>> = {}) {
  const stack = testStack();
  const pool: IdentityPool<RoleFromToken> = identityPool(stack, { mode: "token" });
  const admin = group(stack, pool, "admin", 1);
  const general = group(stack, pool, "general", 2);
  const api = new RestApi(stack, "api", {
    name: "test-api",
    auth: iamAuth(pool),
    endpoint: regional(),
    stage,
    ...props,
  });
  return { stack, pool, admin, general, api, handler: handlerOf(stack) };
}
