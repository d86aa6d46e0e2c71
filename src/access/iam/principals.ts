import { all, any, condition, isOpen, not, type Formula } from "../formula";
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

/** When a statement names a caller, and as whom. */
export type Named = Readonly<Partial<Record<Naming, Formula>>>;

const unnamed: Named = { everyone: true };
const answers = new WeakMap<Statement, WeakMap<Caller, Named>>();

/** When a statement is about a caller. One without principals, as in a role's policies, is about everyone. */
export function namesCaller(statement: Statement, caller: Caller): Named {
  if (statement.principals === undefined) return unnamed;
  const ofStatement = answers.get(statement) ?? new WeakMap<Caller, Named>();
  const before = ofStatement.get(caller);
  if (before !== undefined) return before;
  const named = statement.principals.negated
    ? { everyone: isNotNamed(statement.principals.patterns, caller) }
    : isNamed(statement.principals.patterns, caller);
  ofStatement.set(caller, named);
  answers.set(statement, ofStatement);
  return named;
}

/** As whom the caller may be named, and the texts that do. */
function namesOf(
  caller: Caller,
): Partial<Record<Naming, { type: PrincipalPattern["type"]; texts: readonly string[] }>> {
  switch (caller.kind) {
    case "anonymous":
      return {};
    case "federated":
      return { other: { type: "Federated", texts: [caller.provider] } };
    case "service":
      return { other: { type: "Service", texts: [caller.service] } };
    case "session": {
      const { roleArn, sessionArn, accountId } = caller;
      const root = `arn:${arnParts(roleArn)[1] ?? "aws"}:iam::${accountId}:root`;
      return {
        session: { type: "AWS", texts: [sessionArn] },
        role: { type: "AWS", texts: [roleArn] },
        account: { type: "AWS", texts: [root, accountId] },
      };
    }
  }
}

function isNamed(patterns: readonly PrincipalPattern[], caller: Caller): Named {
  const names = Object.entries(namesOf(caller)).map(([naming, { type, texts }]) => {
    const values = patterns.filter((pattern) => pattern.type === type).map(({ value }) => value);
    return [naming, any(values.flatMap((value) => texts.map((text) => equals(value, text))))] as const;
  });
  return { ...Object.fromEntries(names), everyone: any(patterns.map(isEveryone)) };
}

function isEveryone({ type, value }: PrincipalPattern): Formula {
  if (type === "*") return true;
  if (type !== "AWS") return false;
  return onlySymbol(value)?.kind === "unknown" ? equals("*", value) : value === "*";
}

/**
 * Everyone but those. A session is spared where its role, its account and itself are named. AWS says that it may be
 * refused where only some of them are, and does not say when.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isNotNamed(patterns: readonly PrincipalPattern[], caller: Caller): Formula {
  const { everyone = false, ...own } = isNamed(patterns, caller);
  const named = Object.values(own);
  const spared = any([everyone, all([any(named), ...named])]);
  if (isOpen(spared) || spared || !named.some((one) => one !== false)) return not(spared);
  const texts = patterns.map(({ value }) => readable(value)).join(", ");
  return condition(`NotPrincipal ${texts} does not spare the session`);
}

/** When a statement names the caller as anyone at all. */
export function inAnyWay(named: Named): Formula {
  const { everyone, ...others } = named;
  return everyone === true ? true : any([everyone ?? false, ...Object.values(others)]);
}
