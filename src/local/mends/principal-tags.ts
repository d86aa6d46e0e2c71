import { type Refusal, json11, json11Refusal } from "../answers";
import { type Answer, type Call, type Json, jsonOf, textOf } from "../call";
import { type PoolProviders } from "./identity-pool-roles";

/** What a provider's claims are turned into as session tags, as SetPrincipalTagAttributeMap takes it. */
export interface PrincipalTagMap {
  readonly UseDefaults?: boolean;
  readonly PrincipalTags?: Readonly<Record<string, string>>;
}

const most = { tags: 50, key: 128, value: 256 };

/** The principal tags of identity pools, which moto doesn't know at all. */
export class PrincipalTags {
  /** By pool, then by provider. */
  private readonly maps = new Map<string, Map<string, PrincipalTagMap>>();

  /** SetPrincipalTagAttributeMap. */
  set(call: Call, pool: Json): Answer {
    const { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags: tags } = jsonOf(call);
    const provider = textOf(IdentityProviderName);
    const map = { UseDefaults, PrincipalTags: tags } as PrincipalTagMap;
    const refusal = refusePrincipalTags(pool, provider, map);
    if (refusal) return json11Refusal(refusal);
    const id = textOf(IdentityPoolId);
    this.maps.set(id, new Map(this.maps.get(id)).set(provider, map));
    return json11({ IdentityPoolId, IdentityProviderName, ...map });
  }

  /** GetPrincipalTagAttributeMap. */
  get(call: Call): Answer {
    const { IdentityPoolId, IdentityProviderName } = jsonOf(call);
    const map = this.maps.get(textOf(IdentityPoolId))?.get(textOf(IdentityProviderName));
    if (map) return json11({ IdentityPoolId, IdentityProviderName, ...map });
    return json11Refusal({
      status: 400,
      type: "ResourceNotFoundException",
      message: `No principal tag mapping is set for '${textOf(IdentityProviderName)}'.`,
    });
  }

  /** Forgets a pool. */
  delete(id: string): void {
    this.maps.delete(id);
  }
}

/** Why AWS would not set these tags for a provider of a pool; undefined when it would. */
export function refusePrincipalTags(
  pool: PoolProviders,
  provider: string,
  { PrincipalTags: tags = {} }: PrincipalTagMap,
): Refusal | undefined {
  if (!providersOf(pool).includes(provider)) return invalid(`${provider} is not a configured provider.`);
  const entries = Object.entries(tags);
  if (entries.length > most.tags) return invalid(`PrincipalTags must have at most ${most.tags} entries.`);
  const wrong = entries.find(
    ([key, claim]) => key === "" || key.length > most.key || claim === "" || claim.length > most.value,
  );
  return wrong
    ? invalid(`${wrong[0]}: a key has 1 to ${most.key} characters and a claim 1 to ${most.value}.`)
    : undefined;
}

/** Unlike in a role mapping, a user pool is named without its client. */
function providersOf(pool: PoolProviders): string[] {
  return [
    ...(pool.CognitoIdentityProviders ?? []).map(({ ProviderName = "" }) => ProviderName),
    ...Object.keys(pool.SupportedLoginProviders ?? {}),
    ...(pool.OpenIdConnectProviderARNs ?? []),
    ...(pool.SamlProviderARNs ?? []),
    ...(pool.DeveloperProviderName ? [pool.DeveloperProviderName] : []),
  ];
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
}
