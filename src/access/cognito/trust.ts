import { type Assumption } from "../assumptions";
import { all, any, condition, type Formula, isOpen, not, textOf } from "../formula";
import { evaluate } from "../iam/evaluate";
import { type ConditionTest, type Statement } from "../iam/policy";
import { type Applying, type IamRequest } from "../iam/request";
import { type Role } from "../iam/role";
import { equals } from "../iam/wildcards";
import { roleLabel } from "./role-label";
import { remembered } from "../remembered";
import { symbolic } from "../symbols";
import { type Step } from "../step";
import { type IdentityPool } from "./cognito";
import { refusalOf } from "./trust-refusal";
import { amrOf, type Assumer, provider, webIdentityRequest } from "./web-identity";

/** Whether a role's trust lets somebody have it. */
export interface Trusted {
  readonly when: Formula;
  readonly steps: readonly Step[];
  readonly assumptions: readonly Assumption[];
}

/**
 * Whether a role's trust lets identities of an identity pool have it. docs/access-model.md 2.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 */
export function trustAllows(role: Role, pool: IdentityPool, assumer: Assumer): Trusted {
  const ofRole = remembered(answers, role, () => new Map<string, Trusted>());
  return remembered(ofRole, JSON.stringify([pool.id, pool.accountId, assumer]), () => asked(role, pool, assumer));
}

/** Many people ask for the same role in the same way. */
const answers = new WeakMap<Role, Map<string, Trusted>>();

function asked(role: Role, pool: IdentityPool, assumer: Assumer): Trusted {
  const answer = verdictOf(role, pool, assumer);
  const { when } = answer;
  const assumptions = restsOnAmr(role, pool, assumer, when) ? (["A8"] as const) : [];
  const refused = (steps: readonly Step[]): Trusted => ({ when: false, steps, assumptions });
  if (answer.refused !== undefined) return refused(refusalOf(role, answer.refused.request, answer.refused.denied));
  const abroad = whenAbroad(role, pool, assumer, when);
  if (abroad === false) {
    const text = `the trust of role ${roleLabel(role)} in another account does not test both aud and amr, which STS asks for`;
    return refused([{ text, address: role.trust.address, section: "2" }]);
  }
  return {
    when: atAssumption(abroad, assumer.flow),
    steps: [...answer.applying.flatMap((one) => stepsOf(role, one, assumer)), ...networkSteps(role, assumer)],
    assumptions,
  };
}

interface TrustVerdict {
  readonly when: Formula;
  /** The statements that apply, by request. */
  readonly applying: readonly (readonly Applying[])[];
  /** The request that is never allowed. @default - there is none */
  readonly refused?: { readonly request: IamRequest; readonly denied: Formula };
}

/** What the trust says to the request for the role, and where the session is tagged to the one for that. */
function verdictOf(role: Role, pool: IdentityPool, assumer: Assumer, amr?: readonly string[]): TrustVerdict {
  const { tagged = false } = assumer;
  const request = webIdentityRequest(role, pool, assumer, amr);
  const needed: readonly (readonly [IamRequest, Formula])[] = [
    [request, true],
    [{ ...request, action: "sts:TagSession" }, tagged],
  ];
  const verdicts = needed
    .filter(([, isNeeded]) => isNeeded !== false)
    .map(([one, isNeeded]) => {
      const { allowed, denied, applying } = evaluate([role.trust], one);
      return { request: one, denied, applying, when: any([not(isNeeded), all([allowed, not(denied)])]) };
    });
  const when = all(verdicts.map((one) => one.when));
  const refused = verdicts.find((one) => one.when === false) ?? (when === false ? verdicts[0] : undefined);
  return {
    when,
    applying: verdicts.map(({ applying }) => applying),
    ...(refused === undefined ? {} : { refused }),
  };
}

/** Whether the answer would be another if the last value of `amr` were something else of the provider's. */
function restsOnAmr(role: Role, pool: IdentityPool, assumer: Assumer, when: Formula): boolean {
  const amr = amrOf(assumer);
  if (amr.length < 3 || !role.trust.statements.some(({ conditions }) => conditions.some(isOnAmr))) return false;
  const other = `${assumer.providerName ?? ""}${symbolic({ kind: "unknown", name: "the end of amr" })}`;
  return textOf(verdictOf(role, pool, assumer, [...amr.slice(0, -1), other]).when) !== textOf(when);
}

const isOnAmr = ({ key }: ConditionTest) => key.toLowerCase() === `${provider}:amr`;

/** Each statement that applies, in a sentence. */
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

/**
 * When somebody has the role even if it is another account's: STS asks for both keys where a caller of the classic flow
 * wants such a role. It does not say whether one statement has to test both.
 *
 * @param when When the trust lets them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools-security-best-practices.html
 */
function whenAbroad(role: Role, pool: IdentityPool, assumer: Assumer, when: Formula): Formula {
  const same = equals(role.accountId, pool.accountId);
  if (assumer.flow !== "classic" || same === true || role.trust.unknown !== undefined) return when;
  const { statements } = role.trust;
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const isStrict = (statement: Statement) => statement.effect === "Deny" || testsBoth([statement]);
  const strict = { ...role, trust: { ...role.trust, statements: statements.filter(isStrict) } };
  const name = `STS takes aud and amr of role ${roleLabel(role)} from two statements`;
  const together = testsBoth(allowing) ? all([when, condition(name)]) : false;
  const abroad = any([verdictOf(strict, pool, assumer).when, together]);
  return any([all([same, when]), all([not(same), abroad])]);
}

/** Whether statements test both keys that STS asks for. */
function testsBoth(statements: readonly Statement[]): boolean {
  const tested = new Set(statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase())));
  return tested.has(`${provider}:aud`) && tested.has(`${provider}:amr`);
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
