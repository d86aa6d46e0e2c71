import { type Refusal } from "../answers";
import { type AskMoto, type Call, type Json, succeeded, textOf } from "../call";
import { objectAt } from "./open-api-methods";

/** The pool that an issuer of Cognito's is the URL of; undefined for other issuers. */
export function poolOfIssuer(issuer: string): { readonly region: string; readonly pool: string } | undefined {
  const [, region, pool] = /^https:\/\/cognito-idp\.([a-z0-9-]+)\.amazonaws\.com\/(.*)$/.exec(issuer) ?? [];
  return region === undefined || pool === undefined ? undefined : { region, pool };
}

/** Why AWS would not import these authorizers. */
export async function refuseIssuers(
  call: Call,
  ask: AskMoto,
  authorizers: ReadonlyMap<string, Json>,
): Promise<Refusal | undefined> {
  for (const [name, authorizer] of authorizers) {
    const refusal = await refuseIssuer(call, ask, authorizer);
    if (!refusal) continue;
    const warning = `Unable to create Authorizer '${name}': ${refusal.message}. Ignoring.`;
    return { ...refusal, message: `Warnings found during import: ${warning}` };
  }
  return undefined;
}

/**
 * Why AWS would not have an authorizer: it reads the issuer's discovery document, and Cognito has one for each pool, at
 * the pool's URL and nowhere else. Other issuers can't be asked here.
 */
export async function refuseIssuer(call: Call, ask: AskMoto, authorizer: Json): Promise<Refusal | undefined> {
  const issuer = textOf(objectAt(authorizer, "jwtConfiguration")["issuer"]);
  const named = poolOfIssuer(issuer);
  return named && !(await isPool({ ...call, region: named.region }, ask, named.pool)) ? noDiscovery(issuer) : undefined;
}

async function isPool(call: Call, ask: AskMoto, pool: string): Promise<boolean> {
  const target = "AWSCognitoIdentityProviderService.DescribeUserPool";
  return succeeded(await ask(call, { elsewhere: { service: "cognito-idp", target, input: { UserPoolId: pool } } }));
}

function noDiscovery(issuer: string): Refusal {
  const message =
    `Caught exception when connecting to ${issuer}/.well-known/openid-configuration for issuer ${issuer}. ` +
    `Please try again later. Error: Invalid issuer: ${issuer}. ` +
    "Issuer must have a valid discovery endpoint ended with '/.well-known/openid-configuration'";
  return { status: 400, type: "BadRequestException", message };
}
