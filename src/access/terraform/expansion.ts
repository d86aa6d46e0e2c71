import { UserError } from "../../errors";
import { condition, type Formula } from "../formula";
import { isKnown } from "../symbols";
import { briefly, isCounted, isList, isObject, type Runtime, Thing, unknown } from "./expression/runtime";
import { type Instance } from "./instance";

/** One of the instances of a resource: what `count` and `for_each` say of it. */
export interface Each {
  /** Behind the name: `["admin"]`, `[0]`, or nothing. */
  readonly suffix: string;
  /** `each.key` and `each.value`, or `count.index`. */
  readonly values: Readonly<Record<string, Runtime>>;
  /** The index, where the resource has any. */
  readonly index?: string | number;
  readonly exists?: Formula;
}

const most = 100_000;

/**
 * The instances that `count` makes. Where it is not known, there is one, which may not exist.
 *
 * @param address The resource's.
 * @throws UserError where it is no number of instances.
 */
export function counted(count: Runtime, address: string): readonly Each[] {
  const number = typeof count === "string" && isKnown(count) ? Number(count) : count;
  if (typeof number === "string" || number instanceof Thing)
    return [open("count", address, { index: unknown(`count.index of ${address}`) })];
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most) {
    return Array.from({ length: number }, (_, index) => ({ suffix: `[${index}]`, values: { index }, index }));
  }
  throw new UserError({
    where: address,
    what: "its count is no number of resources",
    got: briefly(count),
    allowed: `a whole number from 0 to ${most}`,
    fix: "correct the count",
  });
}

/** The instances that `for_each` makes of a set or an object. Where it is not known, there is one. */
export function forEach(given: Runtime, address: string): readonly Each[] {
  const each = given instanceof Thing ? given.expanded() : given;
  const entries = isObject(each)
    ? Object.entries(each)
    : isList(each) && isCounted(each)
      ? each.map((item): [string, Runtime] => [typeof item === "object" ? "" : String(item), item])
      : undefined;
  if (entries === undefined || entries.some(([key]) => !isKnown(key))) {
    const [key, value] = ["key", "value"].map((part) => unknown(`each.${part} of ${address}`));
    return [open("for_each", address, { key: key ?? null, value: value ?? null })];
  }
  return entries.map(([key, value]) => ({ suffix: `[${JSON.stringify(key)}]`, values: { key, value }, index: key }));
}

/** One instance for as many as there will be. */
function open(argument: string, address: string, values: Each["values"]): Each {
  return { suffix: "", values, exists: condition(`${argument} of ${address} makes one`) };
}

/** A resource whose instances are not known: references to one of them lead to what stands for all. */
export class OpenInstances extends Thing {
  constructor(readonly instance: Instance) {
    super(instance.name);
  }

  get(key: string | number): Runtime {
    return key === 0 ? this.instance : unknown(`${this.name}[${JSON.stringify(key)}]`);
  }

  override elements(): undefined {
    return undefined;
  }
}
