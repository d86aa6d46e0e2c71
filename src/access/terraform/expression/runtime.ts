import { UserError } from "../../../errors";
import { isKnown, onlySymbol, readable, symbolic, type Symbolic } from "../../symbols";
import { type Value } from "../configuration";

/** What an expression gives: a value, or one that has {@link Thing}s in it. */
export type Runtime = string | number | boolean | null | Thing | readonly Runtime[] | RuntimeObject;
export type RuntimeObject = { readonly [key: string]: Runtime };

/** What is no value by itself but has parts that are: a resource, a module, `var`. */
export abstract class Thing {
  /** @param name How Terraform refers to it. */
  constructor(readonly name: string) {}

  /** A part of it. */
  abstract get(key: string | number): Runtime;

  /** What `[*]` takes its steps from; undefined where that is not known. */
  elements(): readonly Runtime[] | undefined {
    return [this];
  }

  /** What it is where a list or an object is asked for; undefined where that is not known. */
  expanded(): Runtime | undefined {
    return undefined;
  }
}

/** Thrown where Terraform would refuse an expression, which `try` and `can` catch. */
export class Impossible extends Error {}

/** @throws Impossible */
export function impossible(): never {
  throw new Impossible();
}

const longest = 100;

/** The symbol of a value of which nothing is known but its name, or the expression that gives it. */
export function unknown(name: string): string {
  return symbolic({ kind: "unknown", name: shortened(name) });
}

/** The symbol of what AWS gives to one thing alone. */
export function identity(name: string): string {
  return symbolic({ kind: "identity", name });
}

/** A text from a file, without the characters that symbols are made of and without halves of characters. */
export function plain(text: string): string {
  return text.replaceAll(/[\uE000-\uE003]|\p{Surrogate}/gu, "\uFFFD");
}

/** On one line; what is too long ends in a number that tells it from others that begin alike. */
function shortened(name: string): string {
  // JSON would escape control characters, and the symbol would not be itself any more.
  // oxlint-disable-next-line no-control-regex
  const line = plain(name.replaceAll(/[\s\u0000-\u001F\u007F\u2028\u2029]+/g, " ").trim());
  if (line.length <= longest) return line;
  return `${plain(line.slice(0, 80))}… (${hashOf(line)})`;
}

function hashOf(text: string): string {
  let [one, other] = [0x811c9dc5, 5381];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = (Math.imul(other, 33) + code) | 0;
  }
  return (one >>> 0).toString(36) + (other >>> 0).toString(36);
}

/** The symbol that a value is as a whole, where it is one. */
export function symbolOf(value: Runtime): Symbolic | undefined {
  return typeof value === "string" && !isKnown(value) ? onlySymbol(value) : undefined;
}

/** Whether nothing is known of a value, not even whether it is a text or a list. */
export function isUnknown(value: Runtime): boolean {
  return symbolOf(value)?.kind === "unknown";
}

const rest = "[*]";

/** The symbol that stands in a list for any number of elements of a list that is not known. */
export function elementsOf(list: Runtime): string {
  return unknown(`${symbolOf(list)?.name ?? "list"}${rest}`);
}

/** Whether how many elements a list has, and which is where, is known. */
export function isCounted(list: readonly Runtime[]): boolean {
  const known = counted.get(list);
  if (known !== undefined) return known;
  const answer = !list.some((item) => isUnknown(item) && symbolOf(item)?.name.endsWith(rest));
  counted.set(list, answer);
  return answer;
}

// A list is asked again for each of its elements.
const counted = new WeakMap<readonly Runtime[], boolean>();

/** Whether there is no symbol in a value. */
export function isFullyKnown(value: Runtime): boolean {
  if (typeof value === "string") return isKnown(value);
  if (value instanceof Thing) return false;
  if (isList(value)) return value.every(isFullyKnown);
  return typeof value !== "object" || value === null || Object.values(value).every(isFullyKnown);
}

export function isList(value: Runtime | undefined): value is readonly Runtime[] {
  return Array.isArray(value);
}

export function isObject(value: Runtime | undefined): value is RuntimeObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Thing);
}

type Kind = "list" | "set" | "map";
const kinds = new WeakMap<object, Kind>();

/** A value of its own as what it was converted to, which Terraform tells from what is written in brackets. */
export function markedAs<T extends readonly Runtime[] | RuntimeObject>(kind: Kind, value: T): T {
  kinds.set(value, kind);
  return value;
}

/** What a value is known to have been converted to. */
export function kindOf(value: readonly Runtime[] | RuntimeObject): Kind | undefined {
  return kinds.get(value);
}

/** What a loop passes through, each with its key: an object's in the order of its keys, a set's elements by themselves. */
export function entriesOf(value: readonly Runtime[] | RuntimeObject): readonly (readonly [Runtime, Runtime])[] {
  if (isList(value))
    return kinds.get(value) === "set" ? value.map((item) => [item, item] as const) : [...value.entries()];
  return keysOf(value).map((key) => [key, value[key] ?? null] as const);
}

/** The keys of an object, in order. */
export function keysOf(object: RuntimeObject): string[] {
  return Object.keys(object).toSorted();
}

/** The text that a value is within a template; undefined where Terraform knows none. */
export function templateText(value: Runtime): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A value for readers of a resource: what is no value becomes a symbol of its name, and what is null is left out. */
export function asValue(value: Runtime): Value {
  if (value instanceof Thing) return unknown(value.name);
  if (isList(value)) return value.filter((item) => item !== null).map(asValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, asValue(part)]])),
  );
}

/** A text with what is not known in it as Terraform refers to it, shortened for use in a name. */
export function briefly(value: Runtime): string {
  if (value instanceof Thing) return value.name;
  return typeof value === "object" && value !== null ? "…" : readable(String(value)).slice(0, 60);
}

/** A key as it stands in the name of what is read with it: another key has another name. */
export function nameOfKey(key: Runtime): string {
  return key instanceof Thing ? key.name : readable(typeof key === "string" ? key : JSON.stringify(asValue(key)));
}

const sizes = new WeakMap<object, { readonly size: number; readonly depth: number }>();
const largest = 20_000_000;
const deepest = 300;

/**
 * Checks what has been put together: references let a few lines grow without end.
 *
 * @throws UserError where the value is larger or deeper than any that is meant.
 */
export function checkSize(value: Runtime, where: string): void {
  const { size, depth } = sizeOf(value, where, 0);
  if (size <= largest && depth <= deepest) return;
  throw tooLarge(where);
}

function sizeOf(value: Runtime, where: string, level: number): { size: number; depth: number } {
  if (typeof value === "string") return { size: value.length + 1, depth: 0 };
  if (typeof value !== "object" || value === null || value instanceof Thing) return { size: 1, depth: 0 };
  const known = sizes.get(value);
  if (known !== undefined) return known;
  if (level > deepest) throw tooLarge(where);
  let [size, depth] = [1, 0];
  for (const part of Object.values<Runtime>(value as RuntimeObject)) {
    const of = sizeOf(part, where, level + 1);
    size += of.size;
    depth = Math.max(depth, of.depth + 1);
  }
  sizes.set(value, { size, depth });
  return { size, depth };
}

const tooLarge = (where: string) =>
  new UserError({
    where,
    what: "its value is larger, or nested more deeply, than Gatehouse reads",
    allowed: "20,000,000 characters, nested 300 times",
    fix: "make the value smaller",
  });
