import { all, any, condition, not, type Formula } from "../formula";
import { compareResource, fitsAction, onlyResource } from "./arn";
import { conditionsHold } from "./conditions";
import { type Matched, type Policy, type Statement } from "./policy";
import { inAnyWay, namesCaller, type Named } from "./principals";
import { type Applying, type IamRequest } from "./request";
import { formulaOf } from "./wildcards";
import { hasVariables, withVariables } from "./variables";

/** A statement that applies, and as whom it names the caller. */
export interface Match extends Applying {
  /** When all of it but its principals applies. */
  readonly rest: Formula;
  readonly named: Named;
}

/** A statement whose action fits, and when its resources do. */
interface Candidate {
  readonly statement: Statement;
  readonly action: Formula;
  readonly resource: (request: IamRequest) => Formula;
}

const candidates = new WeakMap<Policy, Map<string, Map<string, readonly Candidate[]>>>();

/** The statements of a policy that apply to a request at least sometimes, in their order. */
export function matchesOf(policy: Policy, request: IamRequest): readonly Match[] {
  const matches: Match[] = [];
  for (const candidate of candidatesOf(policy, request)) {
    const match = matchOf(policy, candidate, request);
    if (match !== undefined) matches.push(match);
  }
  if (policy.unknown !== undefined) matches.push(...ofUnknown(policy.address, policy.unknown));
  return matches;
}

/** Conditions are looked at last: most statements are about other requests. */
function matchOf(policy: Policy, { statement, action, resource }: Candidate, request: IamRequest): Match | undefined {
  const named = namesCaller(statement, request.caller);
  const who = inAnyWay(named);
  if (who === false) return undefined;
  const what = resource(request);
  if (what === false) return undefined;
  const rest = both(both(action, what), conditionsHold(statement.conditions, request.keys, policy.version));
  const when = both(who, rest);
  if (when === false) return undefined;
  return { address: policy.address, statement: statement.name, effect: statement.effect, when, rest, named };
}

const both = (one: Formula, other: Formula) => (one === true ? other : other === true ? one : all([one, other]));

function ofUnknown(address: string, unknown: string): readonly Match[] {
  return (["Allow", "Deny"] as const).map((effect) => {
    const when = condition(`what ${unknown} says ${effect === "Allow" ? "allows" : "denies"} it`);
    return { address, statement: unknown, effect, when, rest: when, named: { everyone: true } };
  });
}

function candidatesOf(policy: Policy, { action, resource }: IamRequest): readonly Candidate[] {
  let ofPolicy = candidates.get(policy);
  if (ofPolicy === undefined) candidates.set(policy, (ofPolicy = new Map()));
  let ofAction = ofPolicy.get(action);
  if (ofAction === undefined) ofPolicy.set(action, (ofAction = new Map()));
  let found = ofAction.get(resource);
  if (found === undefined) {
    found = policy.statements.flatMap((statement) => {
      const fitting = fitsAny(statement.actions, (pattern) => fitsAction(pattern, action));
      if (fitting === false) return [];
      const scope = scopeOf(statement, policy.version, resource);
      return scope === undefined ? [] : [{ statement, action: fitting, resource: scope }];
    });
    ofAction.set(resource, found);
  }
  return found;
}

function fitsAny({ negated, patterns }: Matched<string>, fit: (pattern: string) => Formula): Formula {
  const formula = any(patterns.map(fit));
  return negated ? not(formula) : formula;
}

/** When the statement is about the resource; undefined where it never is. What depends on the request is left open. */
function scopeOf(
  { resources }: Statement,
  version: string,
  resource: string,
): ((request: IamRequest) => Formula) | undefined {
  const { negated } = resources;
  const variable = resources.patterns.filter((pattern) => hasVariables(pattern, version));
  const fixed = resources.patterns.filter((pattern) => !hasVariables(pattern, version));
  const open: { formula: Formula; only?: string }[] = [];
  for (const pattern of fixed) {
    const comparison = compareResource(pattern, resource);
    if (comparison === false) continue;
    if (comparison.length === 0) return negated ? undefined : always;
    open.push({ formula: formulaOf(comparison), only: onlyResource(resource, comparison) });
  }
  const possible = variable.filter((pattern) => compareResource(anyValues(pattern), resource) !== false);
  if (open.length === 0 && possible.length === 0) return negated ? always : undefined;
  return (request) => {
    const formula = any([
      ...open.map((one) => unlessOther(one, request)),
      ...possible.map((pattern) => fitsWithVariables(pattern, request)),
    ]);
    return negated ? not(formula) : formula;
  };
}

const always = () => true;

const anyValues = (pattern: string) => pattern.replaceAll(/\$\{[^{}]*\}/g, "*");

function fitsWithVariables(pattern: string, request: IamRequest): Formula {
  const resource = withVariables(pattern, request.keys);
  const comparison = resource !== undefined && compareResource(resource, request.resource);
  if (comparison === false) return false;
  return unlessOther({ formula: formulaOf(comparison), only: onlyResource(request.resource, comparison) }, request);
}

/** A resource that is served elsewhere is none of this request's. */
function unlessOther({ formula, only }: { formula: Formula; only?: string }, { isOther }: IamRequest): Formula {
  return only !== undefined && isOther?.(only) === true ? false : formula;
}
