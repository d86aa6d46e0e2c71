import { equal } from "./operators";
import {
  elementsOf,
  Impossible,
  isCounted,
  isFullyKnown,
  isList,
  isObject,
  isUnknown,
  markedAs,
  type Runtime,
  type RuntimeObject,
  templateText,
} from "./runtime";

/** A list that an argument is; undefined where it is not known. */
export function listArgument(value: Runtime | undefined): readonly Runtime[] | undefined {
  if (isList(value)) return value;
  if (value !== undefined && isUnknown(value)) return undefined;
  throw new Impossible();
}

/** An object that an argument is; undefined where it is not known. */
export function objectArgument(value: Runtime | undefined): RuntimeObject | undefined {
  if (isObject(value)) return value;
  if (value !== undefined && isUnknown(value)) return undefined;
  throw new Impossible();
}

/** Lists behind each other; one that is not known is a symbol for its elements. */
export function concatenated(lists: readonly Runtime[]): Runtime[] {
  return lists.flatMap((list) => listArgument(list) ?? [elementsOf(list)]);
}

/** A list without lists in it. */
export function flattened(list: readonly Runtime[]): Runtime[] {
  return list.flatMap((item) => (isList(item) ? flattened(item) : isUnknown(item) ? [ofAny(item)] : [item]));
}

// What is not known may be a list itself.
const ofAny = (item: Runtime) => (isCounted([item]) ? elementsOf(item) : item);

/** Each of a list's elements once. */
export function once(list: readonly Runtime[]): Runtime[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const key = typeof item === "string" ? `"${item}` : JSON.stringify(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The elements of a set, in Terraform's order where that is known. */
export function asSet(list: readonly Runtime[]): readonly Runtime[] {
  const elements = once(ofOneType(list));
  if (elements.every((item) => typeof item === "string")) return markedAs("set", elements.toSorted());
  const comparable = elements.every((item) => typeof item === "number" || typeof item === "boolean");
  return markedAs("set", comparable ? elements.toSorted((one, other) => Number(one) - Number(other)) : elements);
}

/** The elements of a list or a map that has one type for all: numbers and booleans beside texts are texts. */
export function ofOneType(elements: readonly Runtime[]): readonly Runtime[] {
  const types = new Set(elements.filter((item) => item !== null).map((item) => typeof item));
  if (types.size < 2 || types.has("object")) return elements;
  return elements.map((item) => templateText(item) ?? item);
}

/** Whether a list holds a value; undefined where that is not known. */
export function holds(list: readonly Runtime[], value: Runtime): boolean | undefined {
  let answer: boolean | undefined = isCounted(list) ? false : undefined;
  for (const item of list) {
    const same = equal(item, value);
    if (same === true) return true;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** `element`: counted from the start again behind the end; undefined where that is not known. */
export function elementOf(list: readonly Runtime[], index: number): Runtime | undefined {
  if (!isCounted(list)) return undefined;
  if (list.length === 0 || !Number.isInteger(index)) throw new Impossible();
  return list[((index % list.length) + list.length) % list.length];
}

/** Objects as one: the later wins; undefined where one is not known. */
export function merged(objects: readonly Runtime[]): Runtime | undefined {
  const all = objects.filter((one) => one !== null).map(objectArgument);
  if (all.some((one) => one === undefined)) return undefined;
  return Object.fromEntries(all.flatMap((one) => Object.entries(one ?? {})));
}

/** A list in order; undefined where an element is not known. */
export function sorted(list: readonly Runtime[]): Runtime | undefined {
  return isFullyKnown(list) ? list.map((item) => templateText(item) ?? "").toSorted() : undefined;
}

/** An object of keys and values that stand in two lists. */
export function zipped(keys: readonly Runtime[], values: readonly Runtime[]): Runtime | undefined {
  if (!isCounted(keys) || !isCounted(values)) return undefined;
  if (keys.length !== values.length) throw new Impossible();
  return Object.fromEntries(keys.map((key, index) => [templateText(key) ?? "", values[index] ?? null]));
}
