import { UserError } from "../../../errors";
import { callOf } from "./calls";
import { type Expression, type For, type Step } from "./expression";
import { operated, truthOf } from "./operators";
import {
  briefly,
  checkSize,
  elementsOf,
  entriesOf,
  Impossible,
  impossible,
  isCounted,
  isFullyKnown,
  isList,
  isObject,
  isUnknown,
  nameOfKey,
  type Runtime,
  symbolOf,
  templateText,
  Thing,
  unknown,
} from "./runtime";

/** What the names in an expression stand for. */
export interface Scope {
  /** The address that errors name. */
  readonly where: string;
  /** What a reference that begins with this name leads to. */
  readonly named: (name: string) => Runtime;
  /** A name for the value of an expression, the same only where the value is the same. */
  readonly nameOf: (text: string) => string;
}

// Each level takes a few frames of the stack, references to other expressions included.
const deepest = 700;
let depth = 0;

/** @throws UserError where expressions and references lead too deep. */
export function deeper<T>(where: string, body: () => T): T {
  if (depth >= deepest) {
    throw new UserError({
      where,
      what: "its references and expressions lead deeper than Gatehouse follows",
      fix: "refer to the value more directly",
    });
  }
  depth += 1;
  try {
    return body();
  } finally {
    depth -= 1;
  }
}

/**
 * The value of an expression. What is not known in it, and what Terraform would refuse, is a symbol.
 *
 * @throws UserError where references go round in circles, or lead too deep.
 */
export function evaluate(expression: Expression, scope: Scope): Runtime {
  const only = expression.kind === "template" && expression.parts.length === 1 ? expression.parts[0] : undefined;
  if (typeof only === "object") return evaluate(only, scope);
  try {
    return valueOf(expression, scope);
  } catch (error) {
    if (error instanceof Impossible) return notKnown(expression, scope);
    throw error;
  }
}

function notKnown({ source, from, to }: Expression, scope: Scope): string {
  return unknown(scope.nameOf(source.slice(from, to).trim()));
}

function valueOf(expression: Expression, scope: Scope): Runtime {
  return deeper(scope.where, () => {
    const found = kinds[expression.kind](expression as never, scope);
    const value = found === undefined ? notKnown(expression, scope) : found;
    if (typeof value === "object" || typeof value === "string") checkSize(value, scope.where);
    return value;
  });
}

type Kind<K> = Extract<Expression, { readonly kind: K }>;
type Evaluators = { readonly [K in Expression["kind"]]: (of: Kind<K>, scope: Scope) => Runtime | undefined };

const kinds: Evaluators = {
  literal: ({ value }) => value,
  template: ({ parts }, scope) => templateValue(parts, scope),
  name: ({ name }, scope) => scope.named(name),
  access: ({ of, steps }, scope) => taken(valueOf(of, scope), steps, scope),
  splat: ({ of, steps }, scope) => splat(valueOf(of, scope), steps, scope),
  call: callValue,
  tuple: ({ items }, scope) => items.map((item) => valueOf(item, scope)),
  object: ({ items }, scope) =>
    Object.fromEntries(items.map(([key, value]) => [keyText(valueOf(key, scope)), valueOf(value, scope)])),
  for: loop,
  not: ({ of }, scope) => {
    const truth = truthOf(valueOf(of, scope));
    return truth === undefined ? undefined : !truth;
  },
  minus: ({ of }, scope) => operated("-", 0, valueOf(of, scope)),
  binary: binaryValue,
  conditional: ({ condition, yes, no }, scope) => {
    const truth = truthOf(valueOf(condition, scope));
    if (truth !== undefined) return valueOf(truth ? yes : no, scope);
    const [one, other] = [valueOf(yes, scope), valueOf(no, scope)];
    return operated("==", one, other) === true ? one : undefined;
  },
  other: () => undefined,
};

function templateValue(parts: readonly (string | Expression)[], scope: Scope): Runtime {
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object") return valueOf(only, scope);
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    const value = valueOf(part, scope);
    return value instanceof Thing ? unknown(value.name) : (templateText(value) ?? impossible());
  });
  return texts.join("");
}

function keyText(key: Runtime): string {
  return key instanceof Thing ? unknown(key.name) : (templateText(key) ?? impossible());
}

/** A long chain of operators is as deep as it is long: it is followed without the stack. */
function binaryValue(expression: Kind<"binary">, scope: Scope): Runtime | undefined {
  const chain: Kind<"binary">[] = [];
  let first: Expression = expression;
  while (first.kind === "binary") {
    chain.push(first);
    first = first.left;
  }
  let value = valueOf(first, scope);
  let known = true;
  for (const link of chain.toReversed()) {
    const left = value;
    const result =
      link.operator === "&&" || link.operator === "||"
        ? logical(link.operator === "||", left, () => valueOf(link.right, scope))
        : operated(link.operator, left, valueOf(link.right, scope));
    known = result !== undefined;
    value = result === undefined ? unknownOperand : result;
  }
  return known ? value : undefined;
}

/** Only the whole chain has a name, which is as long as the chain. */
const unknownOperand = unknown("the left of an operator");

function logical(decides: boolean, left: Runtime, right: () => Runtime): boolean | undefined {
  const one = truthOf(left);
  if (one === decides) return decides;
  const other = truthOf(right());
  if (other === decides) return decides;
  return one === undefined || other === undefined ? undefined : !decides;
}

function taken(from: Runtime, steps: readonly Step[], scope: Scope): Runtime {
  let value = from;
  for (const step of steps) {
    const key = typeof step === "object" ? valueOf(step, scope) : step;
    value = partOf(value, key, typeof step === "string");
  }
  return value;
}

/** One step from a value: `.name`, `[0]` or `["key"]`. */
export function partOf(value: Runtime, key: Runtime, dotted = false): Runtime {
  const name = symbolOf(value);
  if (name?.kind === "unknown") return unknown(name.name + stepText(key, dotted));
  const known = typeof key === "number" || (typeof key === "string" && symbolOf(key) === undefined);
  if (value instanceof Thing) return known ? value.get(key) : unknown(value.name + stepText(key, dotted));
  if (!known)
    return isList(value) || isObject(value) ? unknown(`${briefly(value)}${stepText(key, dotted)}`) : impossible();
  if (isList(value)) return elementAt(value, Number(key));
  if (!isObject(value)) return impossible();
  const own = String(key);
  if (Object.hasOwn(value, own)) return value[own] ?? null;
  // A nested block that is written as an object is a list of one to those who refer to it.
  return own === "0" ? value : impossible();
}

function elementAt(list: readonly Runtime[], index: number): Runtime {
  const before = isCounted(list) ? [] : list.slice(0, index + 1);
  if (!isCounted(before)) return unknown(`${symbolOf(before.find(isUnknown) ?? null)?.name ?? "list"}[${index}]`);
  const item = list[index];
  if (item !== undefined) return item;
  return isCounted(list) ? impossible() : elementsOf(list.find(isUnknown) ?? null);
}

function stepText(key: Runtime, dotted: boolean): string {
  if (dotted && typeof key === "string") return `.${key}`;
  return typeof key === "string" && symbolOf(key) === undefined ? `[${JSON.stringify(key)}]` : `[${briefly(key)}]`;
}

function splat(value: Runtime, steps: readonly Step[], scope: Scope): Runtime | undefined {
  if (isUnknown(value)) {
    const every = elementsOf(value);
    return steps.length === 0 ? value : [taken(every, steps, scope)].map((one) => elementsOf(one));
  }
  const elements = value instanceof Thing ? value.elements() : value === null ? [] : isList(value) ? value : [value];
  return elements?.map((element) => taken(element, steps, scope));
}

function callValue({ name, args, spread }: Kind<"call">, scope: Scope): Runtime | undefined {
  if (name === "try" || name === "can") return attempted(name, args, scope);
  const values = args.map((argument) => valueOf(argument, scope));
  const last = values.at(-1);
  const all = spread ? (isList(last) && isCounted(last) ? [...values.slice(0, -1), ...last] : undefined) : values;
  return all === undefined ? undefined : callOf(name, all.map(materialized));
}

/** A resource with instances is an object of them to a call. */
function materialized(value: Runtime): Runtime {
  return value instanceof Thing ? (value.expanded() ?? unknown(value.name)) : value;
}

/** `try` gives the first of its arguments that Terraform would not refuse, `can` says whether it would not. */
function attempted(name: "try" | "can", args: readonly Expression[], scope: Scope): Runtime | undefined {
  for (const argument of args) {
    try {
      const value = valueOf(argument, scope);
      if (name === "try") return value;
      return isUnknown(value) ? undefined : true;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  return name === "can" ? false : impossible();
}

function loop(of: For & Expression, scope: Scope): Runtime | undefined {
  const from = materialized(valueOf(of.of, scope));
  if (!isList(from) && !isObject(from)) return isFullyKnown(from) ? impossible() : undefined;
  if (isList(from) && !isCounted(from)) return undefined;
  const list: Runtime[] = [];
  const groups = new Map<string, Runtime[]>();
  for (const [key, value] of entriesOf(from)) {
    const inner = iteration(of, key, value, scope);
    const kept = of.condition === undefined ? true : truthOf(valueOf(of.condition, inner));
    if (kept === undefined) return undefined;
    if (!kept) continue;
    const result = valueOf(of.value, inner);
    if (of.key === undefined) list.push(result);
    else {
      const name = keyText(valueOf(of.key, inner));
      const group = of.grouped ? groups.get(name) : undefined;
      if (group === undefined) groups.set(name, [result]);
      else group.push(result);
    }
  }
  if (of.key === undefined) return list;
  return Object.fromEntries([...groups].map(([name, group]) => [name, of.grouped ? group : (group[0] ?? null)]));
}

function iteration({ keyName, valueName }: For, key: Runtime, value: Runtime, scope: Scope): Scope {
  return {
    where: scope.where,
    named: (name) => (name === valueName ? value : name === keyName ? key : scope.named(name)),
    nameOf: (text) => scope.nameOf(`${text} (${valueName} of ${nameOfKey(key)})`),
  };
}
