import { HttpApi, type HttpApiProps } from "../../src/constructs/apigateway/http-api";
import { jwtAuth, type JwtAuth } from "../../src/constructs/apigateway/jwt-auth";
import { appClient, userPool } from "./identity";
import { handlerOf } from "./rest-api";
import { testStack } from "./synth";

/** A stage with settings that can be told apart. */
export const httpStage = { throttlingRateLimit: 100, throttlingBurstLimit: 50, logRetentionDays: 7 };
export const httpCors = { origins: ["https://example.com"], credentials: false } as const;

/** An API named `test-api` without routes, for tokens of the client `web` of the user pool `users`. */
export function setUpHttp(props: Partial<HttpApiProps<JwtAuth>> = {}) {
  const stack = testStack();
  const pool = userPool(stack);
  const client = appClient(stack, pool);
  const api = new HttpApi(stack, "api", { name: "test-api", auth: jwtAuth(client), stage: httpStage, ...props });
  return { stack, pool, client, api, handler: handlerOf(stack, "hello", { source: "src/functions/get-hello.ts" }) };
}
