import { all, condition, type Formula } from "../formula";
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
  /** Whether its conditions tell callers apart by their ARN. */
  readonly testsArn: boolean;
}

/** The statements of a policy that apply to a request at least sometimes, in their order. */
export function matchesOf(policy: Policy, request: IamRequest): readonly Match[] {
  const matches: Match[] = [];
  for (const candidate of candidatesOf(policy, request)) {
    const match = matchOf(policy, candidate, request);
    if (match !== undefined) matches.push(match);
  }
  if (policy.unknown !== undefined) matches.push(...ofUnknown(policy, policy.unknown));
  return matches;
}

/** Conditions are looked at last: most statements are about other requests. */
function matchOf(policy: Policy, candidate: Candidate, request: IamRequest): Match | undefined {
  const { statement, action } = candidate;
  const { as, inAnyWay } = namesCaller(statement, request.caller);
  if (inAnyWay === false) return undefined;
  const resource = typeof candidate.resource === "function" ? candidate.resource(request) : candidate.resource;
  if (resource === false) return undefined;
  const about = both(policy.when ?? true, both(action, resource));
  const rest = both(about, conditionsHold(statement.conditions, request.keys, policy.version));
  const when = both(inAnyWay, rest);
  if (when === false) return undefined;
  const applying = { address: policy.address, statement: statement.name, effect: statement.effect, when };
  const testsArn = statement.conditions.some(({ key }) => key.toLowerCase() === "aws:principalarn");
  return { applying, rest, as, testsArn };
}

const both = (one: Formula, other: Formula) => (one === true ? other : other === true ? one : all([one, other]));

function ofUnknown({ address, when: inForce = true }: Policy, unknown: string): readonly Match[] {
  return (["Allow", "Deny"] as const).map((effect) => {
    const when = both(inForce, condition(`what ${unknown} says ${effect === "Allow" ? "allows" : "denies"} it`));
    return {
      applying: { address, statement: unknown, effect, when },
      rest: when,
      as: { everyone: true },
      testsArn: false,
    };
  });
}
