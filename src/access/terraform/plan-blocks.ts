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
  const expected = written.map((block) => expectedOf(block, scope, `${address}.${name}`));
  const alike = new Map<string, { readonly indices: number[]; readonly blocks: readonly unknown[] }>();
  const found = written.map((_, index) => {
    const key = JSON.stringify([values[index], mask[index]]);
    let group = alike.get(key);
    if (group === undefined) {
      group = { indices: [], blocks: written.filter((__, at) => fits(expected[at], values[index], mask[index])) };
      alike.set(key, group);
    }
    group.indices.push(index);
    return group;
  });
  // Which of several that look alike is which makes no difference in a set.
  return found.map(({ indices, blocks }, index) =>
    blocks.length === indices.length ? blocks[indices.indexOf(index)] : undefined,
  );
}

/** What is known of a block before the apply, by argument; null for the others. */
type Expected = ReadonlyMap<string, { readonly value: unknown } | null>;

function expectedOf(block: unknown, scope: ModuleScope, where: string): Expected | undefined {
  if (!isRecord(block)) return undefined;
  return new Map(Object.entries(block).map(([name, expression]) => [name, knownOf(expression, scope, where)]));
}

function knownOf(expression: unknown, scope: ModuleScope, where: string): { readonly value: unknown } | null {
  if (!isRecord(expression) || !("constant_value" in expression)) return null;
  const template = templateIn(expression);
  if (template === undefined) return { value: expression.constant_value };
  const given: Runtime = scope.evaluate(template, where);
  return isFullyKnown(given) ? { value: asValue(given) } : null;
}

function fits(expected: Expected | undefined, value: unknown, mask: unknown): boolean {
  if (expected === undefined || !isRecord(value)) return false;
  const open: JsonRecord = isRecord(mask) ? mask : {};
  return (
    [...expected].every(
      ([name, known]) =>
        known === null || (!isOpen(open[name]) && JSON.stringify(known.value) === JSON.stringify(value[name])),
    ) && Object.keys(open).every((name) => !isOpen(open[name]) || expected.has(name))
  );
}
