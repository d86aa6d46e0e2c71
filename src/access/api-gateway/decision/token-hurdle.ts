import { all, any, condition, type Formula } from "../../formula";
import { equals } from "../../iam/wildcards";
import { type TokenCredentials } from "../../principal";
import { readable } from "../../symbols";
import { type Api, type JwtAuth, type UserPoolAuth } from "../facts/api";
import { partsOf } from "../facts/arn";
import { type Hurdle } from "./hurdle";
import { refusals } from "./refusals";
import { type AskedScopes } from "../facts/scopes";

/**
 * Whether an authorizer takes a token.
 *
 * @see docs/access-model.md 3.5
 */
export function tokenHurdles(api: Api, auth: UserPoolAuth | JwtAuth, token: TokenCredentials): readonly Hurdle[] {
  const given = token.when === undefined ? [] : [{ when: token.when, refusal: refusals[api.kind].noToken }];
  const scoped = { when: hasScope(auth, token), refusal: refusals[api.kind].missingScope };
  if (auth.kind === "jwt") {
    const meant = [equals(auth.issuer, token.issuer), any(auth.audience.map((one) => equals(one, token.clientId)))];
    return [...given, { when: all(meant), refusal: refusals[api.kind].wrongToken }, scoped];
  }
  const ofPool = any(auth.pools.map((arn) => isPool(arn, token)));
  // With scopes on the method an access token is meant, without them an ID token.
  const use = auth.unknownScopes !== undefined || token.use === (auth.scopes.length > 0 ? "access" : "id");
  return [...given, { when: all([ofPool, use]), refusal: refusals[api.kind].wrongToken }, scoped];
}

function hasScope({ scopes: wanted, unknownScopes }: AskedScopes, { use, scopes }: TokenCredentials): Formula {
  if (unknownScopes !== undefined) return condition(`the token meets the scopes ${readable(unknownScopes)}`);
  if (wanted.length === 0) return true;
  return use === "access" && any(wanted.flatMap((scope) => scopes.map((one) => equals(scope, one))));
}

function isPool(arn: string, { userPoolId }: TokenCredentials): Formula {
  const resource = partsOf(arn)[5] ?? "";
  if (resource.startsWith("userpool/")) return equals(resource.slice("userpool/".length), userPoolId);
  return condition(`${readable(arn)} is the user pool ${readable(userPoolId)}`);
}
