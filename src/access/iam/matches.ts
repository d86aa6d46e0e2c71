import { all, condition, type Formula, not } from "../formula";
import { conditionsHold } from "./conditions";
import { type Policy } from "./policy";
import { namesCaller, type Naming } from "./principals";
import { type Applying, type IamRequest } from "./request";
import { candidatesOf, type Candidate } from "./scope";

/** A statement that applies at least sometimes. */
export interface Match {
  readonly applying: Applying;
  /** When all of it but its principals applies. */
  readonly rest: Formula;
  /** When it names the caller, and as whom. */
  readonly as: Readonly<Partial<Record<Naming, Formula>>>;
}

/** The statements of a policy that apply to a request at least sometimes, in their order. */
export function matchesOf(policy: Policy, request: IamRequest): readonly Match[] {
  const { when, otherwise } = policy;
  const own = ownMatches(policy, request);
  if (when === undefined) return own;
  const others = otherwise === undefined ? [] : matchesOf(otherwise, request);
  return [...under(when, own), ...under(not(when), others)];
}

/** Where a policy may not be in force, its statements only apply where it is. */
function under(when: Formula, matches: readonly Match[]): readonly Match[] {
  return matches
    .map(({ applying, rest, as }) => ({
      applying: { ...applying, when: all([applying.when, when]) },
      rest: all([rest, when]),
      as,
    }))
    .filter(({ applying }) => applying.when !== false);
}

function ownMatches(policy: Policy, request: IamRequest): readonly Match[] {
  const matches: Match[] = [];
  for (const candidate of candidatesOf(policy, request)) {
    const match = matchOf(policy, candidate, request);
    if (match !== undefined) matches.push(match);
  }
  if (policy.unknown !== undefined) matches.push(...ofUnknown(policy.address, policy.unknown));
  return matches;
}

/** Conditions are looked at last: most statements are about other requests. */
function matchOf(policy: Policy, candidate: Candidate, request: IamRequest): Match | undefined {
  const { statement, action } = candidate;
  const { as, inAnyWay } = namesCaller(statement, request.caller);
  if (inAnyWay === false) return undefined;
  const resource = typeof candidate.resource === "function" ? candidate.resource(request) : candidate.resource;
  if (resource === false) return undefined;
  const rest = both(both(action, resource), conditionsHold(statement.conditions, request.keys, policy.version));
  const when = both(inAnyWay, rest);
  if (when === false) return undefined;
  const applying = { address: policy.address, statement: statement.name, effect: statement.effect, when };
  return { applying, rest, as };
}

const both = (one: Formula, other: Formula) => (one === true ? other : other === true ? one : all([one, other]));

function ofUnknown(address: string, unknown: string): readonly Match[] {
  return (["Allow", "Deny"] as const).map((effect) => {
    const when = condition(`what ${unknown} says ${effect === "Allow" ? "allows" : "denies"} it`);
    return { applying: { address, statement: unknown, effect, when }, rest: when, as: { everyone: true } };
  });
}
