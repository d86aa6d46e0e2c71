import { UserError } from "../../errors";
import { type AppClient } from "../cognito/app-client";
import { type UserPool } from "../cognito/user-pool";

/** Calls carry a token of a user pool, which API Gateway checks itself (`JWT`). HTTP APIs only. */
export interface JwtAuth {
  readonly type: "JWT";
  /** The pool that signs the tokens. */
  readonly userPool: UserPool;
  /** The clients whose tokens are accepted, each once, in the order of their paths. */
  readonly clients: readonly AppClient[];
}

/** Most audiences of a JWT authorizer. */
const audienceLimit = 50;

/**
 * Routes are open to whoever holds an access token or an ID token that one of these clients got. Groups are not looked
 * at, and a token is good until it expires, signed out or not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @throws UserError for clients of several user pools, which no one issuer stands for, and for more than 50 clients.
 */
export function jwtAuth(...clients: readonly [AppClient, ...AppClient[]]): JwtAuth {
  const [{ userPool, node }] = clients;
  const stranger = clients.find((client) => client.userPool !== userPool);
  if (stranger) {
    throw new UserError({
      where: stranger.node.path,
      what: `a JWT authorizer has one issuer, but this client is of another user pool than ${node.path}`,
      got: stranger.userPool.node.path,
      allowed: `clients of ${userPool.node.path}`,
      fix: "give each user pool an API of its own",
    });
  }
  const once = [...new Set(clients)].toSorted((a, b) => (a.node.path < b.node.path ? -1 : 1));
  if (once.length > audienceLimit) {
    throw new UserError({
      where: node.path,
      what: "too many clients for one JWT authorizer",
      got: once.length,
      allowed: `${audienceLimit} audiences an authorizer (API Gateway's quota, not adjustable)`,
      fix: "let several applications share a client, or make a second API",
    });
  }
  return { type: "JWT", userPool, clients: once };
}

/** Who must have signed the tokens, as their `iss` claim says it: the pool's URL without anything behind it. */
export const issuerOf = ({ userPool }: JwtAuth): string => `https://${userPool.providerName}`;
