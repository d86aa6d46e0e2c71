import { type Assumption } from "../assumptions";
import { all, any, condition, type Formula, isOpen, not, textOf } from "../formula";
import { evaluate } from "../iam/evaluate";
import { type Applying, type ContextValue, type IamRequest } from "../iam/request";
import { type Role } from "../iam/role";
import { roleLabel } from "./role-label";
import { isKnown, symbolic } from "../symbols";
import { type Step } from "../step";
import { type IdentityPool } from "./cognito";
import { refusalOf } from "./trust-refusal";

/** Who wants a role of an identity pool. */
export interface Assumer {
  readonly flow: "enhanced" | "classic";
  readonly authenticated: boolean;
  /** By whom they signed in. @default - a guest */
  readonly providerName?: string;
  /** The user's `sub` in the user pool. @default - any */
  readonly sub?: string;
  /** Whether claims of the token become tags of the session. @default false */
  readonly tagged?: Formula;
}

/** Whether a role's trust lets somebody have it. */
export interface Trusted {
  readonly when: Formula;
  readonly steps: readonly Step[];
  readonly assumptions: readonly Assumption[];
}

/** Who vouches for identities of identity pools. */
export const provider = "cognito-identity.amazonaws.com";

/** The name of every session in the enhanced flow. */
export const sessionName = "CognitoIdentityCredentials";

/** Who asks, as far as policies can tell them from others. */
export const identityId = symbolic({ kind: "identity", name: "the caller's identity id" });

/** A user of a user pool. */
export const anySub = symbolic({ kind: "identity", name: "the caller's sub" });

/**
 * Whether a role's trust lets identities of an identity pool have it. docs/access-model.md 2.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 */
export function trustAllows(role: Role, pool: IdentityPool, assumer: Assumer): Trusted {
  const ofRole = answers.get(role) ?? new Map<string, Trusted>();
  answers.set(role, ofRole);
  const question = JSON.stringify([pool.id, pool.accountId, assumer]);
  const answer = ofRole.get(question) ?? asked(role, pool, assumer);
  ofRole.set(question, answer);
  return answer;
}

/** Many people ask for the same role in the same way. */
const answers = new WeakMap<Role, Map<string, Trusted>>();

function asked(role: Role, pool: IdentityPool, assumer: Assumer): Trusted {
  const { tagged = false } = assumer;
  const request = webIdentityRequest(role, pool, assumer);
  const asks = [
    { request, asked: true },
    { request: { ...request, action: "sts:TagSession" }, asked: tagged },
  ].filter((one) => one.asked !== false);
  const verdicts = asks.map((one) => {
    const { allowed, denied, applying } = evaluate([role.trust], one.request);
    return { ...one, denied, applying, passes: any([not(one.asked), all([allowed, not(denied)])]) };
  });
  for (const one of verdicts) if (one.passes === false) return refused(refusalOf(role, one.request, one.denied));
  if (needsBothKeys(role, pool, assumer)) {
    const text = `the trust of role ${roleLabel(role)} in another account does not test both aud and amr, which STS asks for`;
    return refused([{ text, address: role.trust.address, section: "2" }]);
  }
  const when = all(verdicts.map(({ passes }) => passes));
  return {
    when: atAssumption(when, assumer.flow),
    steps: [...verdicts.flatMap(({ applying }) => stepsOf(role, applying, assumer)), ...networkSteps(role, assumer)],
    assumptions: testsProvider(role) ? ["A8"] : [],
  };
}

const refused = (steps: readonly Step[]): Trusted => ({ when: false, steps, assumptions: [] });
/** A statement that applies to both requests is said once: the steps are the same. */
function stepsOf(role: Role, applying: readonly Applying[], { authenticated, flow }: Assumer): readonly Step[] {
  const who = authenticated ? "the signed-in" : "guests";
  return applying.map(({ statement, effect, when }) => {
    const verb = effect === "Allow" ? `lets ${who} have it` : `denies it to ${who}`;
    const text = `the trust of role ${roleLabel(role)} ${verb}`;
    const where = isOpen(when) ? `where ${textOf(atAssumption(when, flow))}: ` : "";
    return { text: where + text, address: role.trust.address, statement, section: "2" };
  });
}

const unique = <T>(values: readonly T[]) => [...new Set(values)];

function webIdentityRequest(role: Role, pool: IdentityPool, assumer: Assumer): IamRequest {
  return {
    action: "sts:AssumeRoleWithWebIdentity",
    resource: role.arn,
    caller: { kind: "federated", provider },
    keys: new Map([
      ...identityKeys(pool, assumer),
      ...(assumer.flow === "enhanced" ? [["sts:rolesessionname", [sessionName]] as const] : []),
      ["aws:securetransport", ["true"]],
      ...foreignKeys(role),
    ]),
  };
}

/** What IAM knows of an identity, when it asks for a role and in the session. */
export function identityKeys(pool: IdentityPool, assumer: Assumer): readonly (readonly [string, ContextValue])[] {
  const { authenticated, providerName = "", sub = anySub } = assumer;
  const isUserPool = providerName.startsWith("cognito-idp.");
  const how = isUserPool ? [providerName, `${providerName}:CognitoSignIn:${sub}`] : [providerName];
  const amr = authenticated ? ["authenticated", ...how] : ["unauthenticated"];
  return [
    [`${provider}:aud`, [pool.id]],
    [`${provider}:amr`, amr],
    [`${provider}:sub`, [identityId]],
  ];
}

/** Keys that only other providers of identities know, such as a misspelt one: requests of Cognito lack them. */
function foreignKeys(role: Role): readonly (readonly [string, ContextValue])[] {
  return role.trust.statements
    .flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()))
    .filter((key) => isKnown(key) && !/^(aws|sts|cognito-identity\.amazonaws\.com):/.test(key))
    .map((key) => [key, []]);
}

/**
 * STS asks for both keys where a caller of the classic flow wants a role of another account.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools-security-best-practices.html
 */
function needsBothKeys(role: Role, pool: IdentityPool, { flow }: Assumer): boolean {
  if (flow !== "classic" || role.accountId === pool.accountId) return false;
  if (!isKnown(role.accountId) || !isKnown(pool.accountId) || role.trust.unknown !== undefined) return false;
  const tested = testedKeys(role);
  return !["aud", "amr"].every((key) => tested.has(`${provider}:${key}`));
}

function testedKeys(role: Role): ReadonlySet<string> {
  const allowing = role.trust.statements.filter(({ effect }) => effect === "Allow");
  return new Set(allowing.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase())));
}

/** Whether a condition asks for more of `amr` than whether the caller signed in. */
function testsProvider(role: Role): boolean {
  return role.trust.statements.some(({ conditions }) =>
    conditions.some(
      ({ key, values }) =>
        key.toLowerCase() === `${provider}:amr` && values.some((value) => value.includes(":") || /[*?]/.test(value)),
    ),
  );
}

/** The keys that say from where on the network somebody calls. */
const networkKeys = new Set(["aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"]);

function networkSteps(role: Role, { flow }: Assumer): readonly Step[] {
  if (flow !== "enhanced") return [];
  const keys = role.trust.statements
    .flatMap(({ conditions }) => conditions.map(({ key }) => key))
    .filter((key) => networkKeys.has(key.toLowerCase()));
  return unique(keys).map((key) => ({
    text: `the trust of role ${roleLabel(role)} tests ${key}: in the enhanced flow it is that of Cognito's servers, not the caller's`,
    address: role.trust.address,
    section: "2",
  }));
}

/** The keys of a request are those of when the role is assumed: they may have other values when an API is called. */
function atAssumption(formula: Formula, flow: Assumer["flow"]): Formula {
  const when = flow === "enhanced" ? "when Cognito's servers assume the role" : "when the role is assumed";
  return renamed(formula, (text) => (/(^| )(aws|sts):/i.test(text) ? `${when}, ${text}` : text));
}

function renamed(formula: Formula, rename: (text: string) => string): Formula {
  if (typeof formula === "boolean") return formula;
  if (formula.kind === "condition") return condition(rename(formula.text));
  if (formula.kind === "not") return not(renamed(formula.of, rename));
  return { kind: formula.kind, of: formula.of.map((part) => renamed(part, rename)) };
}
