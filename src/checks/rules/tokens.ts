import { type Api, type JwtAuth } from "../../access/api-gateway/facts/api";
import { isKnown, onlySymbol, readable } from "../../access/symbols";
import { textIn } from "../../access/terraform/configuration";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { certainlyDiffer } from "./certainty";
import { apisByAddress } from "./policy-routes";

/** What JWT authorizers can't have meant. */
export const tokenRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([api]) => [
    ...authorizersOf(api).flatMap((auth) => [...issuer(auth), ...audience(facts, auth)]),
    ...withoutScopes(api),
  ]);

/** The JWT authorizers of an API, each once. */
function authorizersOf({ routes }: Api): readonly JwtAuth[] {
  const found = routes.flatMap(({ auth }) => (auth.kind === "jwt" ? [auth] : []));
  const keyOf = ({ address, issuer: one, audience: all }: JwtAuth) => JSON.stringify([address, one, all]);
  return [...new Map(found.map((auth) => [keyOf(auth), auth])).values()];
}

function issuer({ address, issuer: url }: JwtAuth): readonly Finding[] {
  const fault = faultOf(url);
  if (fault === undefined) return [];
  return [
    {
      id: "jwt-issuer-is-no-issuer",
      severity: "error",
      address,
      what: `the issuer is ${readable(url)}, ${fault}`,
      reason: "it is compared with iss as that stands in the token, so that every token is refused with 401",
      fix: "write https://cognito-idp.<region>.amazonaws.com/<user pool id>",
    },
  ];
}

function faultOf(url: string): string | undefined {
  if (url.includes("/.well-known")) return "with the path of a document that is found below it";
  if (/cognito-idp\.[^/]+\.amazonaws\.com/.test(url) && url.endsWith("/")) return "with a slash at its end";
  const [start = ""] = url.split("/");
  // Without an issuer nothing is known of the authorizer.
  return url !== "" && isKnown(start) && start !== "https:" ? "without https://" : undefined;
}

function audience(facts: Facts, { address, issuer: url, audience: ids }: JwtAuth): readonly Finding[] {
  const { userPools, clients } = facts.cognito;
  const pool = userPools.find((one) => one.issuer === url);
  if (pool === undefined) return [];
  const servers = resourceServersOf(facts, pool.id);
  const own = clients.filter(({ userPoolId }) => !certainlyDiffer(userPoolId, pool.id));
  const others = new Set(clients.filter((client) => !own.includes(client)).map(({ id }) => id));
  return ids
    .filter((id) => {
      if (servers.has(id)) return false;
      if (isKnown(id) && !/^[a-z0-9]{1,128}$/.test(id)) return true;
      // A client that is made elsewhere may have any id that nothing here has.
      const here = others.has(id) || onlySymbol(id)?.kind === "identity";
      return here && own.every((client) => certainlyDiffer(client.id, id));
    })
    .map((id) => ({
      id: "jwt-audience-of-unknown-client",
      severity: "error",
      address,
      what: `the audience ${readable(id)} is no app client of ${pool.address ?? readable(pool.id)}`,
      reason: "the tokens of the issuer name the client in aud or client_id, so that none of them fits",
      fix: `name the id of an app client: ${own.map((client) => client.address ?? readable(client.id)).join(", ") || "the user pool has none"}`,
    }));
}

/** The identifiers of a pool's resource servers: what a client asks a token for by `resource` stands in `aud`. */
function resourceServersOf({ configuration }: Facts, poolId: string): ReadonlySet<string | undefined> {
  const servers = configuration.ofType("aws_cognito_resource_server");
  return new Set(
    servers
      .filter(({ values }) => !certainlyDiffer(textIn(values.user_pool_id) ?? "", poolId))
      .map(({ values }) => textIn(values.identifier)),
  );
}

function withoutScopes({ address, routes }: Api): readonly Finding[] {
  const found = routes.filter(({ auth }) => auth.kind === "jwt" && auth.scopes.length === 0).map(({ label }) => label);
  if (found.length === 0) return [];
  return [
    {
      id: "jwt-route-without-scopes",
      severity: "info",
      address,
      what: `a token is asked for, and no scope: ${found.slice(0, 5).join(", ")}${found.length > 5 ? ` and ${found.length - 5} more routes` : ""}`,
      reason:
        "ID tokens and access tokens of the audience are accepted alike, whatever they were given for; groups are not looked at",
      fix: "ask for a scope that only the right clients get, or check the token in the function",
    },
  ];
}
