import { all, any, condition, not, type Formula } from "../formula";
import { arnParts, compareResource, fitsAction, onlyResource } from "./arn";
import { withOthers } from "./in-force";
import { type Matched, type Policy, type Statement } from "./policy";
import { remembered } from "../remembered";
import { type IamRequest } from "./request";
import { indexed } from "./resource-index";
import { hasWildcard, readablePattern } from "./tokens";
import { hasVariables, widest, withVariables } from "./variables";
import { formulaOf, type Comparison } from "./wildcards";

/** A statement whose action fits, and when its resources do. */
export interface Candidate {
  readonly statement: Statement;
  readonly action: Formula;
  /** What depends on more of the request than its resource is a function. */
  readonly resource: Formula | ((request: IamRequest) => Formula);
}

/** When a statement is about a resource. */
type Scope = (resource: string) => Candidate["resource"];

interface Scoped {
  readonly statement: Statement;
  readonly action: Formula;
  readonly scope: Scope;
}

/** What of a policy is about which requests. */
interface Prepared {
  readonly scopes: readonly Scope[];
  readonly byAction: Map<string, { readonly scoped: readonly Scoped[]; readonly byResource: Map<string, Candidates> }>;
}

type Candidates = readonly Candidate[];

const prepared = new WeakMap<Policy, Prepared>();

/**
 * The statements of a policy that are about a request's action and resource, in their order. Many requests share both,
 * so that they are compared once.
 */
export function candidatesOf(policy: Policy, { action, resource }: IamRequest): Candidates {
  const { scopes, byAction } = preparedOf(policy);
  const { scoped, byResource } = remembered(byAction, action, () => ({
    scoped: withAction(policy, scopes, action),
    byResource: new Map(),
  }));
  if (byResource.size >= mostResources) byResource.clear();
  return remembered(byResource, resource, () => withResource(scoped, resource));
}

/** Whether policies say nothing about a request's action and resource, whatever its context is. */
export function isSilent(policies: readonly Policy[], request: IamRequest): boolean {
  return policies.every((policy) =>
    withOthers(policy).every((one) => one.unknown === undefined && candidatesOf(one, request).length === 0),
  );
}

/** Requests for one resource come one after the other: more would only take memory. */
const mostResources = 50;

const none: Candidates = [];

function withResource(scoped: readonly Scoped[], resource: string): Candidates {
  const candidates: Candidate[] = [];
  for (const { statement, action, scope } of scoped) {
    const within = scope(resource);
    if (within !== false) candidates.push({ statement, action, resource: within });
  }
  return candidates.length === 0 ? none : candidates;
}

function preparedOf(policy: Policy): Prepared {
  return remembered(prepared, policy, () => ({
    scopes: policy.statements.map(({ resources }) => scopeOf(resources, policy.version)),
    byAction: new Map(),
  }));
}

function withAction({ statements }: Policy, scopes: readonly Scope[], action: string): readonly Scoped[] {
  return statements.flatMap((statement, index) => {
    const { negated, patterns } = statement.actions;
    const named = any(patterns.map((pattern) => fitsAction(pattern, action)));
    const fitting = negated ? not(named) : named;
    const scope = scopes[index];
    return fitting === false || scope === undefined ? [] : [{ statement, action: fitting, scope }];
  });
}

/** A resource that a comparison leaves open, and the only one that it asks for, where it does. */
interface Open {
  readonly formula: Formula;
  readonly only?: string;
}

function openOf(pattern: string, resource: string, comparison: Comparison): Open {
  const formula = all([formulaOf(comparison), servicePart(pattern)]);
  return { formula, only: onlyResource(resource, comparison) };
}

/** AWS says that an ARN in a policy can't have a wildcard as its service, and not what comes of one that has. */
function servicePart(pattern: string): Formula {
  const service = pattern === "*" ? undefined : arnParts(pattern)[2];
  if (service === undefined || !hasWildcard(service)) return true;
  return condition(`IAM takes the wildcard in the service of ${readablePattern(pattern)}`);
}

function scopeOf({ negated, patterns }: Matched<string>, version: string): Scope {
  const fixed = indexed(patterns.filter((pattern) => !hasVariables(pattern, version)));
  const variable = patterns
    .filter((pattern) => hasVariables(pattern, version))
    .map((pattern) => ({ pattern, widest: widest(pattern) }));
  return (resource) => {
    const open: Open[] = [];
    for (const pattern of fixed(resource)) {
      const comparison = compareResource(pattern, resource);
      if (comparison === false) continue;
      const found = openOf(pattern, resource, comparison);
      if (found.formula === true) return !negated;
      open.push(found);
    }
    const possible = variable.filter((one) => compareResource(one.widest, resource) !== false);
    if (open.length === 0 && possible.length === 0) return negated;
    return (request) => {
      const filled = possible.flatMap(({ pattern }) => withValues(pattern, request));
      const formula = any([...open, ...filled].map((one) => unlessOther(one, request)));
      return negated ? not(formula) : formula;
    };
  };
}

function withValues(pattern: string, { keys, resource }: IamRequest): readonly Open[] {
  const filled = withVariables(pattern, keys);
  return filled === undefined ? [] : [openOf(filled, resource, compareResource(filled, resource))];
}

/** A resource that is served elsewhere is none of this request's. */
function unlessOther({ formula, only }: Open, { isOther }: IamRequest): Formula {
  return only !== undefined && isOther?.(only) === true ? false : formula;
}
