import { isKnown, piecesOf } from "../../symbols";
import {
  Impossible,
  isFullyKnown,
  isList,
  isObject,
  isUnknown,
  keysOf,
  kindOf,
  type Runtime,
  type RuntimeObject,
  Thing,
} from "./runtime";

/** What an operator other than `&&` and `||` gives; undefined where that is not known. */
export function operated(operator: string, left: Runtime, right: Runtime): Runtime | undefined {
  if (operator === "==") return equal(left, right);
  if (operator === "!=") {
    const same = equal(left, right);
    return same === undefined ? undefined : !same;
  }
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === undefined || other === undefined) return undefined;
  const result = arithmetic(operator, one, other);
  if (typeof result === "number" && !Number.isFinite(result)) throw new Impossible();
  return result;
}

function arithmetic(operator: string, one: number, other: number): Runtime | undefined {
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "%":
      return one % other;
    case "<":
      return one < other;
    case ">":
      return one > other;
    case "<=":
      return one <= other;
    case ">=":
      return one >= other;
    default:
      return undefined;
  }
}

/** Whether two values are the same, where that is known. */
export function equal(left: Runtime, right: Runtime): boolean | undefined {
  if (left === right) return true;
  if (left instanceof Thing || right instanceof Thing) return left === null || right === null ? false : undefined;
  if (isUnknown(left) || isUnknown(right)) return undefined;
  if (typeof left === "string" && typeof right === "string") return equalTexts(left, right);
  if (isList(left) && isList(right)) return ofOneKind(left, right, equalLists(left, right));
  return isObject(left) && isObject(right) ? ofOneKind(left, right, equalObjects(left, right)) : false;
}

/** A list, such as a variable's, is never what is written in brackets; what calls make of either may be both. */
function ofOneKind<T extends readonly Runtime[] | RuntimeObject>(left: T, right: T, same: boolean | undefined) {
  return same === true && kindOf(left) !== kindOf(right) ? undefined : same;
}

function equalObjects(left: RuntimeObject, right: RuntimeObject): boolean | undefined {
  const [keys, others] = [keysOf(left), keysOf(right)];
  if (keys.join("\n") !== others.join("\n")) return isFullyKnown(keys) && isFullyKnown(others) ? false : undefined;
  return equalLists(
    keys.map((key) => left[key] ?? null),
    keys.map((key) => right[key] ?? null),
  );
}

function equalLists(left: readonly Runtime[], right: readonly Runtime[]): boolean | undefined {
  if (left.length !== right.length) return isFullyKnown(left) && isFullyKnown(right) ? false : undefined;
  let result: boolean | undefined = true;
  for (const [index, item] of left.entries()) {
    const same = equal(item, right[index] ?? null);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
}

/** What two different texts have at their beginning or end may tell them apart, whatever their symbols are. */
function equalTexts(left: string, right: string): boolean | undefined {
  if (isKnown(left) && isKnown(right)) return false;
  if (left === "" || right === "") return maybeEmpty(left) && maybeEmpty(right) ? undefined : false;
  const [ones, others] = [piecesOf(left), piecesOf(right)];
  const [one, other] = [ones[0], others[0]];
  if (ones.length === 1 && others.length === 1 && typeof one === "object" && typeof other === "object") {
    return one.kind === "identity" && other.kind === "identity" ? false : undefined;
  }
  if (typeof one === "string" && typeof other === "string") {
    const length = Math.min(one.length, other.length);
    if (one.slice(0, length) !== other.slice(0, length)) return false;
  }
  const [last, otherLast] = [ones.at(-1), others.at(-1)];
  if (typeof last === "string" && typeof otherLast === "string") {
    const length = Math.min(last.length, otherLast.length);
    if (last.slice(-length) !== otherLast.slice(-length)) return false;
  }
  return undefined;
}

/** Whether a text can be empty: not where any of its characters is known, or AWS gives one. */
export function maybeEmpty(text: string): boolean {
  return piecesOf(text).every((piece) => typeof piece === "object" && piece.kind === "unknown");
}

/** A value as a number; undefined where it is not known. */
export function numberOf(value: Runtime): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof Thing || (typeof value === "string" && !isKnown(value))) return undefined;
  if (typeof value === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value);
  throw new Impossible();
}

/** A value as a truth value; undefined where it is not known. */
export function truthOf(value: Runtime): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value instanceof Thing || (typeof value === "string" && !isKnown(value))) return undefined;
  if (value === "true") return true;
  if (value === "false") return false;
  throw new Impossible();
}
