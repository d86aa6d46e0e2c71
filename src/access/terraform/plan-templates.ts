import { asValue, isCounted, isList, isObject, type Runtime, unknown } from "./expression/runtime";
import { isRecord } from "./json-blocks";
import { literalValue } from "./json-values";
import { isOpen } from "./plan-masks";

/**
 * A value, with what is not known of it as its template gives it.
 *
 * @param mask What of the value is not known.
 * @param given What the whole template gives.
 */
export function filledIn(value: unknown, mask: unknown, given: Runtime, where: string): Runtime {
  if (mask === true) return given;
  if (!isOpen(mask)) return literalValue(value, where);
  if (Array.isArray(mask)) return filledList(Array.isArray(value) ? value : [], mask, given, where);
  const open = isRecord(mask) ? mask : {};
  const known = isRecord(value) ? value : {};
  const keys = new Set([...Object.keys(known), ...Object.keys(open).filter((key) => isOpen(open[key]))]);
  const part = (key: string) =>
    isObject(given) && Object.hasOwn(given, key) ? (given[key] ?? null) : unknown(`${where}.${key}`);
  return Object.fromEntries(
    [...keys].map((key) => [key, filledIn(known[key], open[key] ?? false, part(key), `${where}.${key}`)]),
  );
}

/** A set stands in another order than its template: what is known of both is not what is open. */
function filledList(values: readonly unknown[], mask: readonly unknown[], given: Runtime, where: string): Runtime {
  const indices = Array.from({ length: Math.max(values.length, mask.length) }, (_, index) => index);
  const known = indices.map((index) => (isOpen(mask[index]) ? undefined : literalValue(values[index], where)));
  const open = indices.filter((index) => known[index] === undefined);
  const missing = missingOf(known, open.length, given);
  const found = new Map(open.map((index, at) => [index, missing[at]]));
  return indices.map(
    (index) =>
      known[index] ?? filledIn(values[index], mask[index], found.get(index) ?? unknown(`${where}[${index}]`), where),
  );
}

/** The elements of a list that are not known; none where they cannot be told from the others. */
function missingOf(known: readonly (Runtime | undefined)[], count: number, given: Runtime): readonly Runtime[] {
  if (!isList(given) || !isCounted(given)) return [];
  const text = (one: Runtime) => JSON.stringify(asValue(one));
  const texts = known.map((one) => (one === undefined ? undefined : text(one)));
  const inPlace = given.length === known.length && given.every((one, at) => (texts[at] ?? text(one)) === text(one));
  const others = new Set(texts);
  const missing = given.filter((one, at) => (inPlace ? texts[at] === undefined : !others.has(text(one))));
  return missing.length === count ? missing : [];
}
