import { isKnown } from "../../symbols";
import {
  asSet,
  concatenated,
  elementOf,
  flattened,
  holds,
  listArgument,
  merged,
  objectArgument,
  ofOneType,
  once,
  sorted,
  zipped,
} from "./collections";
import { decoded, encoded } from "./json-text";
import { maybeEmpty, numberOf, truthOf } from "./operators";
import {
  impossible,
  isCounted,
  isList,
  isObject,
  isUnknown,
  keysOf,
  markedAs,
  type Runtime,
  symbolOf,
} from "./runtime";
import { beginsWith, endsIn, formatted, joinedText, replaced, splitText, textArgument } from "./texts";

/** The result of a call; undefined where it is not known. */
type Call = (args: readonly Runtime[]) => Runtime | undefined;

const ofList =
  (call: (list: readonly Runtime[]) => Runtime | undefined): Call =>
  ([list]) => {
    const known = listArgument(list);
    return known === undefined ? undefined : call(known);
  };

const ofKnownText =
  (call: (text: string) => string): Call =>
  ([value]) => {
    const text = textArgument(value);
    return isKnown(text) ? call(text) : undefined;
  };

const itself: Call = ([value]) => (value === undefined ? impossible() : value);

/** Terraform's functions, as far as they are evaluated. */
const calls = new Map<string, Call>(
  Object.entries<Call>({
    jsonencode: ([value]) => (value === undefined ? impossible() : isUnknown(value) ? undefined : encoded(value)),
    jsondecode: ([text]) => decoded(textArgument(text)),
    format: ([pattern, ...values]) => formatted(textArgument(pattern), values),
    join: ([separator, ...lists]) => joinedText(textArgument(separator), lists),
    split: ([separator, text]) => splitText(textArgument(separator), textArgument(text)),
    replace: ([text, searched, by]) => replaced(textArgument(text), textArgument(searched), textArgument(by)),
    lower: ofKnownText((text) => text.toLowerCase()),
    upper: ofKnownText((text) => text.toUpperCase()),
    trimspace: ofKnownText((text) => text.trim()),
    trimprefix: ([text, prefix]) => trimmed(textArgument(text), textArgument(prefix), "start"),
    trimsuffix: ([text, suffix]) => trimmed(textArgument(text), textArgument(suffix), "end"),
    startswith: ([text, prefix]) => beginsWith(textArgument(text), textArgument(prefix)),
    endswith: ([text, suffix]) => endsIn(textArgument(text), textArgument(suffix)),
    concat: (lists) => concatenated(lists),
    flatten: ofList(flattened),
    distinct: ofList(once),
    compact: ofList((list) => list.filter((item) => item !== null && item !== "")),
    toset: ofList(asSet),
    tolist: ofList((list) => markedAs("list", [...ofOneType(list)])),
    sort: ofList(sorted),
    reverse: ofList((list) => list.toReversed()),
    tomap: ([value]) => {
      const object = objectArgument(value);
      if (object === undefined) return undefined;
      const [keys, values] = [Object.keys(object), ofOneType(Object.values(object))];
      return markedAs("map", Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])));
    },
    tostring: ([value]) => (value === null ? null : textArgument(value)),
    tonumber: ([value]) => (value === null ? null : numberOf(value ?? impossible())),
    tobool: ([value]) => (value === null ? null : truthOf(value ?? impossible())),
    merge: (objects) => merged(objects),
    keys: ([value]) => keysOfKnown(value),
    values: ([value]) => {
      const object = objectArgument(value);
      return object === undefined ? undefined : keysOf(object).map((key) => object[key] ?? null);
    },
    lookup: ([value, key, otherwise]) => looked(objectArgument(value), textArgument(key), otherwise),
    element: ([list, index]) => elementFrom(listArgument(list), index ?? impossible()),
    contains: ([list, value]) => {
      const known = listArgument(list);
      return known === undefined ? undefined : holds(known, value ?? null);
    },
    length: ([value]) => lengthOf(value ?? impossible()),
    zipmap: ([keys, values]) => {
      const [names, parts] = [listArgument(keys), listArgument(values)];
      return names === undefined || parts === undefined ? undefined : zipped(names, parts);
    },
    one: ofList((list) => (isCounted(list) ? (list.length > 1 ? impossible() : (list[0] ?? null)) : undefined)),
    coalesce: (values) => coalesced(values),
    sensitive: itself,
    nonsensitive: itself,
  }),
);

/** The result of a call of a function; undefined where it, or the function, is not known. */
export function callOf(name: string, args: readonly Runtime[]): Runtime | undefined {
  return calls.get(name.replace(/^core::/, ""))?.(args);
}

function trimmed(text: string, part: string, at: "start" | "end"): string | undefined {
  if (part === "") return text;
  const there = at === "start" ? beginsWith(text, part) : endsIn(text, part);
  if (there === undefined) return undefined;
  if (!there) return text;
  return at === "start" ? text.slice(part.length) : text.slice(0, -part.length);
}

function keysOfKnown(value: Runtime | undefined): Runtime | undefined {
  const object = objectArgument(value);
  return object === undefined ? undefined : keysOf(object);
}

function looked(
  object: { readonly [key: string]: Runtime } | undefined,
  key: string,
  otherwise?: Runtime,
): Runtime | undefined {
  if (object === undefined) return undefined;
  if (Object.hasOwn(object, key)) return object[key];
  if (isKnown(key) && Object.keys(object).every(isKnown)) return otherwise ?? impossible();
  return undefined;
}

function elementFrom(list: readonly Runtime[] | undefined, index: Runtime): Runtime | undefined {
  const number = numberOf(index);
  return list === undefined || number === undefined ? undefined : elementOf(list, number);
}

function lengthOf(value: Runtime): number | undefined {
  if (isList(value)) return isCounted(value) ? value.length : undefined;
  if (isObject(value)) return Object.keys(value).every(isKnown) ? Object.keys(value).length : undefined;
  const text = textArgument(value);
  return isKnown(text) ? Array.from(text).length : undefined;
}

/** The first that is neither null nor empty. */
function coalesced(values: readonly Runtime[]): Runtime | undefined {
  for (const value of values) {
    if (value === null || value === "") continue;
    return typeof value === "string" && symbolOf(value) !== undefined && maybeEmpty(value) ? undefined : value;
  }
  return impossible();
}
