import { type Refusal } from "../answers";

/** One entry of `RoleMappings`, as SetIdentityPoolRoles takes it. */
export interface RoleMapping {
  readonly Type?: string;
  readonly AmbiguousRoleResolution?: string;
  readonly RulesConfiguration?: { readonly Rules?: readonly MappingRule[] };
}

/** One rule of a role mapping of type `Rules`. */
export interface MappingRule {
  readonly Claim?: string;
  readonly MatchType?: string;
  readonly Value?: string;
  readonly RoleARN?: string;
}

/** What SetIdentityPoolRoles sets. */
export interface PoolRoles {
  readonly Roles?: Readonly<Record<string, string>>;
  readonly RoleMappings?: Readonly<Record<string, RoleMapping>>;
}

/** The parts of an identity pool that name its providers. */
export interface PoolProviders {
  readonly CognitoIdentityProviders?: readonly { readonly ProviderName?: string; readonly ClientId?: string }[] | null;
  readonly SupportedLoginProviders?: Readonly<Record<string, string>> | null;
  readonly OpenIdConnectProviderARNs?: readonly string[] | null;
  readonly SamlProviderARNs?: readonly string[] | null;
  readonly DeveloperProviderName?: string | null;
}

const most = { mappings: 10, rules: 25, claim: 64, value: 128 };
const matchTypes = ["Contains", "Equals", "NotEqual", "StartsWith"];

/** Why AWS would not set these roles on a pool with these providers; undefined when it would. */
export function refusePoolRoles(
  pool: PoolProviders,
  { Roles = {}, RoleMappings = {} }: PoolRoles,
): Refusal | undefined {
  for (const [kind, arn] of Object.entries(Roles)) {
    if (kind !== "authenticated" && kind !== "unauthenticated") {
      return invalid(`${kind} is not a valid role type: authenticated or unauthenticated.`);
    }
    const fault = refuseRole(arn);
    if (fault) return fault;
  }
  const mappings = Object.entries(RoleMappings);
  if (mappings.length > most.mappings) {
    return constraint("roleMappings", `Map must have length less than or equal to ${most.mappings}`);
  }
  const known = providerNames(pool);
  for (const [name, mapping] of mappings) {
    if (!known.has(name)) {
      return invalid(`${name} is not a valid RoleMapping ProviderName or is not a configured provider.`);
    }
    const fault = refuseMapping(name, mapping);
    if (fault) return fault;
  }
  return undefined;
}

/** The keys that role mappings of a pool may have: a user pool's is `<provider>:<client>`. */
function providerNames(pool: PoolProviders): Set<string> {
  return new Set([
    ...(pool.CognitoIdentityProviders ?? []).map(({ ProviderName, ClientId }) => `${ProviderName}:${ClientId}`),
    ...Object.keys(pool.SupportedLoginProviders ?? {}),
    ...(pool.OpenIdConnectProviderARNs ?? []),
    ...(pool.SamlProviderARNs ?? []),
    ...(pool.DeveloperProviderName ? [pool.DeveloperProviderName] : []),
  ]);
}

function refuseMapping(name: string, mapping: RoleMapping): Refusal | undefined {
  const { Type = "", AmbiguousRoleResolution = "", RulesConfiguration } = mapping;
  const at = `roleMappings.${name}.member`;
  if (Type !== "Token" && Type !== "Rules") return oneOf(`${at}.type`, ["Token", "Rules"], Type);
  if (AmbiguousRoleResolution === "") {
    return invalid(`AmbiguousRoleResolution is required for the role mapping of ${name}, whose type is ${Type}.`);
  }
  if (AmbiguousRoleResolution !== "AuthenticatedRole" && AmbiguousRoleResolution !== "Deny") {
    return oneOf(`${at}.ambiguousRoleResolution`, ["AuthenticatedRole", "Deny"], AmbiguousRoleResolution);
  }
  const rules = RulesConfiguration?.Rules;
  if (Type === "Token") {
    return rules === undefined ? undefined : invalid(`RulesConfiguration does not go with the type Token (${name}).`);
  }
  if (!rules || rules.length === 0) return invalid(`RulesConfiguration is required for the type Rules (${name}).`);
  if (rules.length > most.rules) {
    return constraint(`${at}.rulesConfiguration.rules`, `Member must have length less than or equal to ${most.rules}`);
  }
  return rules
    .map((rule, index) => refuseRule(`${at}.rulesConfiguration.rules.${index + 1}.member`, rule))
    .find(Boolean);
}

function refuseRule(
  at: string,
  { Claim = "", MatchType = "", Value = "", RoleARN = "" }: MappingRule,
): Refusal | undefined {
  const length = refuseLength(`${at}.claim`, Claim, most.claim) ?? refuseLength(`${at}.value`, Value, most.value);
  if (length) return length;
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(Claim)) {
    return constraint(
      `${at}.claim`,
      String.raw`Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
      Claim,
    );
  }
  if (!matchTypes.includes(MatchType)) return oneOf(`${at}.matchType`, matchTypes, MatchType);
  return refuseRole(RoleARN);
}

function refuseLength(at: string, text: string, longest: number): Refusal | undefined {
  if (text === "") return constraint(at, "Member must have length greater than or equal to 1");
  return text.length > longest
    ? constraint(at, `Member must have length less than or equal to ${longest}`, text)
    : undefined;
}

function refuseRole(arn: string): Refusal | undefined {
  return /^arn:aws:iam::\d{12}:role\/\S+$/.test(arn) ? undefined : invalid(`${arn} is not a valid role ARN.`);
}

function oneOf(at: string, allowed: readonly string[], got: string): Refusal {
  return constraint(at, `Member must satisfy enum value set: [${allowed.join(", ")}]`, got);
}

function constraint(at: string, rule: string, got?: string): Refusal {
  const value = got === undefined ? "Value" : `Value '${got}'`;
  return {
    status: 400,
    type: "ValidationException",
    message: `1 validation error detected: ${value} at '${at}' failed to satisfy constraint: ${rule}`,
  };
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
}
