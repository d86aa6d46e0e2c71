import { all, any, condition, not, type Formula } from "../formula";
import { remembered } from "../remembered";
import { onlySymbol, readable } from "../symbols";
import { arnParts } from "./arn";
import { type PrincipalPattern, type Statement } from "./policy";
import { type Caller } from "./request";
import { equals } from "./wildcards";

/**
 * As whom a statement names a caller; what a resource policy grants to each is limited differently
 * (docs/access-model.md 5.1).
 */
export type Naming = "everyone" | "account" | "role" | "session" | "other";

type As = Readonly<Partial<Record<Naming, Formula>>>;

/** When a statement names a caller, and as whom. */
export interface Named {
  readonly as: As;
  readonly inAnyWay: Formula;
}

const unnamed: Named = { as: { everyone: true }, inAnyWay: true };
const answers = new WeakMap<Statement, WeakMap<Caller, Named>>();

/** When a statement is about a caller. One without principals, as in a role's policies, is about everyone. */
export function namesCaller(statement: Statement, caller: Caller): Named {
  const { principals } = statement;
  if (principals === undefined) return unnamed;
  const ofStatement = remembered(answers, statement, () => new WeakMap<Caller, Named>());
  return remembered(ofStatement, caller, () => {
    const { negated, patterns } = principals;
    const as = negated ? { everyone: isNotNamed(patterns, caller) } : isNamed(patterns, caller);
    return { as, inAnyWay: any(Object.values(as)) };
  });
}

type Names = Partial<Record<Naming, { readonly type: PrincipalPattern["type"]; readonly texts: readonly string[] }>>;

/** As whom the caller may be named, and the texts that do. */
function namesOf(caller: Caller): Names {
  if (caller.kind === "federated") return { other: { type: "Federated", texts: [caller.provider] } };
  if (caller.kind === "service") return { other: { type: "Service", texts: [caller.service] } };
  if (caller.kind === "anonymous") return {};
  const { roleArn, sessionArn, accountId } = caller;
  const root = `arn:${arnParts(roleArn)[1] ?? "aws"}:iam::${accountId}:root`;
  return {
    session: { type: "AWS", texts: [sessionArn] },
    role: { type: "AWS", texts: [roleArn] },
    account: { type: "AWS", texts: [root, accountId] },
  };
}

function isNamed(patterns: readonly PrincipalPattern[], caller: Caller): As {
  const names = Object.entries(namesOf(caller)).map(([naming, { type, texts }]) => {
    const values = patterns.filter((pattern) => pattern.type === type).map(({ value }) => value);
    return [naming, any(values.flatMap((value) => texts.map((text) => isText(type, value, text))))] as const;
  });
  return { ...Object.fromEntries(names), everyone: any(patterns.map(isEveryone)) };
}

/** AWS says what `*` is among `AWS` principals, and not among the others. */
function isText(type: PrincipalPattern["type"], value: string, text: string): Formula {
  return type !== "AWS" && value === "*" ? condition(`IAM takes ${type} * for ${text}`) : equals(value, text);
}

function isEveryone({ type, value }: PrincipalPattern): Formula {
  if (type === "*") return true;
  if (type !== "AWS") return false;
  return onlySymbol(value)?.kind === "unknown" ? equals("*", value) : value === "*";
}

/**
 * Everyone but those. A session is spared where its role and its account are both named. Where only some of its names
 * are, AWS says that it may be refused, and does not say when.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isNotNamed(patterns: readonly PrincipalPattern[], caller: Caller): Formula {
  const { everyone = false, session = false, role = false, account = false, other = false } = isNamed(patterns, caller);
  const spared = any([everyone, other, all([role, account])]);
  const partly = any([session, role, account]);
  if (spared === true || partly === false) return not(spared);
  const names = patterns.map(({ value }) => readable(value)).join(", ");
  return all([not(spared), any([not(partly), condition(`NotPrincipal ${names} does not spare the session`)])]);
}
