import { type Assumption } from "../assumptions";
import { all, any, condition, type Formula, not } from "../formula";
import { isKnown, readable } from "../symbols";
import { type Step } from "../step";
import { type IdentityPool, type RoleMapping, type RolesAttachment } from "./cognito";
import {
  accessTokenRefused,
  ambiguous,
  type CognitoError,
  customRoleRefused,
  guestsRefused,
  invalidConfiguration,
  unsupportedProvider,
} from "./errors";
import { type Claims, fitOf, ruleText } from "./rules";
import { isSame } from "./same";
import { type TokenRoles } from "./token-roles";

/** Who asks an identity pool for credentials. */
export type Identity = { readonly kind: "guest" } | Login;

/** Somebody with an ID token of a user pool, or with a login of another provider. */
export interface Login {
  readonly kind: "login";
  /** `cognito-idp.<region>.amazonaws.com/<user pool>`, or another provider's key. */
  readonly providerName: string;
  /** The token's `aud`; undefined for a login that no user pool gave. */
  readonly clientId?: string;
  /** Which of a user pool's tokens it is. @default - the ID token */
  readonly use?: "id" | "access";
  /** What the token says of roles: more than one possibility where that is not known. One of them holds. */
  readonly tokenRoles: readonly TokenRoles[];
  /** When nothing else has changed what it says of roles. @default - always */
  readonly unchanged?: Formula;
  readonly claims: Claims;
  /** The role that the caller asks for. @default - none */
  readonly customRoleArn?: string;
}

/** What Cognito answers, and when. The selections of an identity exclude each other, and one of them holds. */
export interface Selection {
  readonly when: Formula;
  readonly outcome:
    | { readonly kind: "role"; readonly roleArn: string }
    | { readonly kind: "error"; readonly error: CognitoError };
  readonly steps: readonly Step[];
  readonly assumptions: readonly Assumption[];
}

/**
 * The role that an identity pool gives in the enhanced flow, before the role's trust is asked. It is a single selection
 * wherever the configuration decides. docs/access-model.md 1.1.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function selectRole(pool: IdentityPool, identity: Identity): readonly Selection[] {
  const { attachments } = pool;
  const given = attachments.flatMap((attachment, index) => {
    const when = isInForce(attachment, attachments.slice(0, index), attachments.slice(index + 1));
    return under(when, selected(pool, attachment, identity));
  });
  return [...given, ...under(not(any(attachments.map(isThere))), selected(pool, undefined, identity))];
}

/** Each attachment replaces the roles of the others: of those that there are, the one that was applied last counts. */
function isInForce(
  attachment: RolesAttachment,
  before: readonly RolesAttachment[],
  behind: readonly RolesAttachment[],
): Formula {
  const noneBefore = before.map((other) => not(all([isThere(other), isLast(other)])));
  return all([isThere(attachment), ...noneBefore, any([not(any(behind.map(isThere))), isLast(attachment)])]);
}

const isThere = ({ when = true }: RolesAttachment): Formula => when;
const isLast = ({ address }: RolesAttachment) => condition(`${address} is applied last`);

function selected(pool: IdentityPool, attachment: RolesAttachment | undefined, identity: Identity) {
  return identity.kind === "guest" ? guestRole(pool, attachment) : loginRole(pool, attachment, identity);
}

function guestRole(pool: IdentityPool, attachment: RolesAttachment | undefined): readonly Selection[] {
  const allowed = pool.allowsGuests;
  const refused = failure(guestsRefused, { text: `identity pool ${pool.label} allows no guests`, ...at(pool) });
  const given = defaultRole(pool, attachment, "unauthenticated", []);
  return [...under(allowed, given), ...under(not(allowed), [refused])];
}

function loginRole(pool: IdentityPool, attachment: RolesAttachment | undefined, login: Login): readonly Selection[] {
  const key = mappingKey(login);
  if (login.use === "access") return [failure(accessTokenRefused, { text: "a login takes the ID token" })];
  const accepted = acceptedWhen(pool, login);
  const refused = failure(unsupportedProvider, {
    text: `identity pool ${pool.label} takes no tokens of ${readable(key)}`,
    ...at(pool),
  });
  const mappings = attachment?.mappings ?? [];
  const mapping = mappings.find((one) => one.key === key);
  const chosen =
    attachment === undefined || mapping === undefined
      ? withoutMapping(pool, attachment, login, key)
      : mapped({ pool, attachment, mapping, login });
  return [...under(accepted, chosen), ...under(not(accepted), [refused])];
}

/** The key of a login's role mapping: with the client, unlike the key of `Logins`. */
export function mappingKey({ providerName, clientId }: Pick<Login, "providerName" | "clientId">): string {
  return clientId === undefined ? providerName : `${providerName}:${clientId}`;
}

/** When an identity pool takes the logins of a provider. */
export function acceptedWhen(
  pool: IdentityPool,
  { providerName, clientId }: Pick<Login, "providerName" | "clientId">,
): Formula {
  if (clientId === undefined) return pool.otherProviders.some(({ key }) => key === providerName);
  const taken = pool.clients.filter((one) => one.providerName === providerName && one.clientId === clientId);
  return any(taken.map(({ when, exists }) => all([when, exists ?? true])));
}

/** A mapping whose key is not known may be for this provider. */
function withoutMapping(
  pool: IdentityPool,
  attachment: RolesAttachment | undefined,
  login: Login,
  key: string,
): readonly Selection[] {
  const others = (attachment?.mappings ?? []).length === 0 ? "" : ` for ${readable(key)}`;
  const step: Step = {
    text: `identity pool ${pool.label} has no role mapping${others}, so the roles of groups do not count`,
    ...(attachment === undefined ? {} : { address: attachment.address }),
    section: "1.1",
  };
  const otherwise = defaultRole(pool, attachment, "authenticated", [step]);
  if (attachment === undefined) return otherwise;
  const selections: Selection[] = [];
  let left: Formula = true;
  for (const mapping of attachment.mappings) {
    const fits = isSame(mapping.key, key) !== false && condition(`${readable(mapping.key)} is ${readable(key)}`);
    selections.push(...under(all([left, fits]), mapped({ pool, attachment, mapping, login })));
    left = all([left, not(fits)]);
  }
  return [...selections, ...under(left, otherwise)];
}

interface Mapped {
  readonly pool: IdentityPool;
  readonly attachment: RolesAttachment;
  readonly mapping: RoleMapping;
  readonly login: Login;
}

function mapped(by: Mapped): readonly Selection[] {
  const { type } = by.mapping;
  if (type === "Token") return byToken(by);
  if (type === "Rules") return byRules(by);
  const isToken = condition(`the type of the role mapping is Token (${readable(type)})`);
  return [...under(isToken, byToken(by)), ...under(not(isToken), byRules(by))];
}

function byToken(by: Mapped): readonly Selection[] {
  const { tokenRoles, unchanged = true, customRoleArn } = by.login;
  if (customRoleArn === undefined)
    return tokenRoles.flatMap((token) => under(all([unchanged, token.when]), byRolesOf(token, by)));
  const naming = tokenRoles.filter(({ roles }) => roles.includes(customRoleArn));
  // One of the possibilities holds: what all of them name is named.
  const isNamed = naming.length === tokenRoles.length ? true : any(naming.map(({ when }) => when));
  return under(unchanged, askedFor(customRoleArn, isNamed, by));
}

function askedFor(customRoleArn: string, isNamed: Formula, { attachment }: Mapped): readonly Selection[] {
  const name = `role ${readable(customRoleArn)}`;
  const mapping = byTokenStep(attachment);
  const given: Step = { text: `the caller asks for ${name} (CustomRoleArn), which the token names`, section: "1.1" };
  const refused = failure(customRoleRefused, { text: `the token does not name ${name}` }, [mapping]);
  return [...under(isNamed, [role(customRoleArn, [mapping, given])]), ...under(not(isNamed), [refused])];
}

const byTokenStep = ({ address }: RolesAttachment): Step => ({
  text: "the role mapping chooses the role by the token",
  address,
  section: "1.1",
});

function byRolesOf(token: TokenRoles, by: Mapped): readonly Selection[] {
  const mapping = byTokenStep(by.attachment);
  const step: Step = {
    text:
      token.preferred === undefined
        ? `the token has no preferred role: ${token.because}`
        : `the token prefers role ${readable(token.preferred)}: ${token.because}`,
    ...(token.group === undefined ? {} : { address: token.group.address }),
    section: "1.1",
  };
  if (token.preferred !== undefined) return [role(token.preferred, [mapping, step], token.assumptions)];
  return resolved(by, [mapping, step], token.assumptions, token.roles.length === 0);
}

function byRules(by: Mapped): readonly Selection[] {
  const { attachment, login, mapping } = by;
  const { customRoleArn } = login;
  const address = attachment.address;
  const selections: Selection[] = [];
  const assumed = new Set<Assumption>();
  let left: Formula = true;
  for (const [index, rule] of mapping.rules.entries()) {
    const { fits, assumptions } = fitOf(rule, login.claims);
    for (const assumption of assumptions) assumed.add(assumption);
    if (customRoleArn !== undefined && rule.roleArn !== customRoleArn) continue;
    const text = `rule ${index + 1} (${ruleText(rule)}) is the first that fits`;
    const asked = `rule ${index + 1} (${ruleText(rule)}) fits, and the caller asks for its role (CustomRoleArn)`;
    const step = { text: customRoleArn === undefined ? text : asked, address, section: "1.1" };
    const resting: readonly Assumption[] = [...assumed, ...(customRoleArn === undefined ? [] : (["A10"] as const))];
    selections.push(...under(all([left, fits]), [role(rule.roleArn, [step], resting)]));
    left = all([left, not(fits)]);
    if (left === false) return selections;
  }
  if (customRoleArn !== undefined) {
    const step = { text: "no rule that fits has the role that is asked for", address };
    return [...selections, ...under(left, [failure(customRoleRefused, step, [], ["A10"])])];
  }
  const none: Step = { text: `no rule of identity pool ${by.pool.label} fits`, address, section: "1.1" };
  return [...selections, ...under(left, resolved(by, [none], [...assumed], false))];
}

/** What the mapping says for a token that names no role, or several with none preferred, or that no rule fits. */
function resolved(
  by: Mapped,
  steps: readonly Step[],
  assumptions: readonly Assumption[],
  namesNoRole: boolean,
): readonly Selection[] {
  const { attachment, mapping, pool } = by;
  const { resolution, key } = mapping;
  const isDeny: Formula = isKnown(resolution)
    ? resolution === "Deny"
    : condition(`the resolution is Deny (${readable(resolution)})`);
  const step = { text: "ambiguous_role_resolution is Deny", address: attachment.address };
  const resting: readonly Assumption[] = namesNoRole ? [...assumptions, "A3"] : assumptions;
  const denied = failure(ambiguous(readable(key)), step, steps, resting);
  const given = defaultRole(pool, attachment, "authenticated", steps, assumptions);
  return [...under(isDeny, [denied]), ...under(not(isDeny), given)];
}

function defaultRole(
  pool: IdentityPool,
  attachment: RolesAttachment | undefined,
  state: "authenticated" | "unauthenticated",
  steps: readonly Step[],
  assumptions: readonly Assumption[] = [],
): readonly Selection[] {
  const roleArn = attachment?.[state];
  if (attachment === undefined) {
    const text = `no aws_cognito_identity_pool_roles_attachment gives identity pool ${pool.label} roles`;
    return [failure(invalidConfiguration, { text, ...at(pool) }, steps, assumptions)];
  }
  const { address } = attachment;
  if (roleArn === undefined) {
    const text = `identity pool ${pool.label} has no ${state} role`;
    return [failure(invalidConfiguration, { text, address }, steps, assumptions)];
  }
  const step: Step = { text: `identity pool ${pool.label} gives its ${state} role`, address, section: "1.1" };
  return [role(roleArn, [...steps, step], assumptions)];
}

function role(roleArn: string, steps: readonly Step[], assumptions: readonly Assumption[] = []): Selection {
  return { when: true, outcome: { kind: "role", roleArn }, steps, assumptions };
}

function failure(
  error: CognitoError,
  step: Omit<Step, "section">,
  before: readonly Step[] = [],
  assumptions: readonly Assumption[] = [],
): Selection {
  return {
    when: true,
    outcome: { kind: "error", error },
    steps: [...before, { ...step, section: "1.1" }],
    assumptions,
  };
}

/** The selections, where a further condition holds; none where it never does. */
function under(when: Formula, selections: readonly Selection[]): readonly Selection[] {
  if (when === true) return selections;
  return selections
    .map((selection) => ({ ...selection, when: all([when, selection.when]) }))
    .filter((selection) => selection.when !== false);
}

const at = ({ address }: IdentityPool) => (address === undefined ? {} : { address });
