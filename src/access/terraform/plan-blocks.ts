import { asValue, isFullyKnown, type Runtime } from "./expression/runtime";
import { isRecord, type JsonRecord } from "./json-blocks";
import { isOpen } from "./plan-masks";
import { type ModuleScope } from "./plan-modules";
import { templateIn } from "./plan-references";

/** Blocks of one name as a plan shows them, and as they are written. */
interface Blocks {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly mask: readonly unknown[];
  /** As many as there are values. */
  readonly written: readonly unknown[];
  readonly scope: ModuleScope;
  readonly address: string;
}

/** Blocks that stay in the order in which they are written, and of which order matters little otherwise. */
const listed = new Set(["statement"]);

/**
 * The block that each of the values was written as; undefined where several could be it. Blocks of a set stand in
 * another order than they were written in: what is known of one tells which it is.
 */
export function writtenBlocks({ name, values, mask, written, scope, address }: Blocks): readonly unknown[] {
  if (written.length < 2 || listed.has(name)) return written;
  const candidates = candidatesOf(written.map((block) => expectedOf(block, scope, `${address}.${name}`)));
  const alike = new Map<string, { readonly indices: Map<number, number>; readonly blocks: readonly number[] }>();
  const found = written.map((_, index) => {
    const key = JSON.stringify([values[index], mask[index]]);
    const group = alike.get(key) ?? { indices: new Map(), blocks: candidates(values[index], mask[index]) };
    group.indices.set(index, group.indices.size);
    alike.set(key, group);
    return group;
  });
  // Which of several that look alike is which makes no difference in a set.
  return found.map(({ indices, blocks }, index) =>
    blocks.length === indices.size ? written[blocks[indices.get(index) ?? 0] ?? 0] : undefined,
  );
}

/** The indices of the blocks that a value may have been written as. There may be thousands: what all tell sorts them. */
function candidatesOf(
  expected: readonly (Expected | undefined)[],
): (value: unknown, mask: unknown) => readonly number[] {
  const names = [...(expected[0] ?? [])].flatMap(([name]) =>
    expected.every((one) => typeof one?.get(name) === "string") ? [name] : [],
  );
  const sorted = new Map<string, number[]>();
  for (const [index, one] of expected.entries()) {
    const key = names.map((name) => one?.get(name)).join();
    const others = sorted.get(key);
    if (others === undefined) sorted.set(key, [index]);
    else others.push(index);
  }
  return (value, mask) => {
    if (!isRecord(value)) return [];
    const key = names.map((name) => JSON.stringify(value[name])).join();
    return (sorted.get(key) ?? []).filter((index) => fits(expected[index], value, mask));
  };
}

/** What is known of a block before the apply, by argument, as JSON; null for the others. */
type Expected = ReadonlyMap<string, string | null>;

function expectedOf(block: unknown, scope: ModuleScope, where: string): Expected | undefined {
  if (!isRecord(block)) return undefined;
  return new Map(Object.entries(block).map(([name, expression]) => [name, knownOf(expression, scope, where)]));
}

function knownOf(expression: unknown, scope: ModuleScope, where: string): string | null {
  if (!isRecord(expression) || !("constant_value" in expression)) return null;
  const template = templateIn(expression);
  if (template === undefined) return JSON.stringify(expression.constant_value);
  const given: Runtime = scope.evaluate(template, where);
  return isFullyKnown(given) ? JSON.stringify(asValue(given)) : null;
}

function fits(expected: Expected | undefined, value: JsonRecord, mask: unknown): boolean {
  if (expected === undefined) return false;
  const open: JsonRecord = isRecord(mask) ? mask : {};
  return (
    [...expected].every(
      ([name, known]) => known === null || (!isOpen(open[name]) && known === JSON.stringify(value[name])),
    ) && Object.keys(open).every((name) => !isOpen(open[name]) || expected.has(name))
  );
}
