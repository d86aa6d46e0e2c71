import { type JsonValue } from "../../json";
import { type CognitoAuth, type RestApiAuth } from "./auth";

/** Most authorizers of a REST API (API Gateway's default quota; adjustable). */
export const authorizerLimit = 10;

/**
 * The security schemes of these ways to authorize, by name: one for IAM, one for each user pool.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
 */
export function securitySchemes(auths: readonly RestApiAuth[]): Record<string, JsonValue> {
  const pools = new Map(auths.flatMap((auth) => (auth.type === "COGNITO_USER_POOLS" ? [[nameOf(auth), auth]] : [])));
  return {
    ...(auths.some(({ type }) => type === "AWS_IAM") && { sigv4 }),
    ...Object.fromEntries(
      [...pools].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, auth]) => [name, userPool(auth)]),
    ),
  };
}

/** How an operation names its scheme; an open one names none. */
export function securityOf({ auth, scopes }: { readonly auth: RestApiAuth; readonly scopes: readonly string[] }): {
  security?: JsonValue;
} {
  if (auth.type === "NONE") return {};
  return { security: [auth.type === "AWS_IAM" ? { sigv4: [] } : { [nameOf(auth)]: [...new Set(scopes)].toSorted() }] };
}

const sigv4 = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

const userPool = (auth: CognitoAuth) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [auth.userPool.arn] },
});

/** The pool's place below its stack, which no two pools share: the underscore is in no construct's id. */
const nameOf = ({ userPool: { node } }: CognitoAuth) =>
  node.scopes
    .slice(2)
    .map((scope) => scope.node.id)
    .join("_");
