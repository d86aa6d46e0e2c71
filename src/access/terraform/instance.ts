import { computedAttribute } from "./attributes";
import { Facts, type World } from "./attributes/facts";
import { identity, Impossible, type Runtime, Thing, unknown } from "./expression/runtime";
import { type Source } from "./source";
import { type Trail } from "./trail";

/** A resource, as references see it: its arguments, and what follows from them. */
export class Instance extends Thing {
  private readonly known = new Map<string, Runtime>();
  private readonly facts: Facts;

  constructor(
    readonly source: Source,
    private readonly trail: Trail,
    world: World,
  ) {
    super(source.address);
    this.facts = new Facts(source, (name) => this.get(name), world);
  }

  get region(): string {
    return this.facts.region;
  }

  get accountId(): string {
    return this.facts.accountId;
  }

  get(key: string | number): Runtime {
    if (typeof key === "number") throw new Impossible();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = this.found(key);
    this.known.set(key, value);
    return value;
  }

  private found(name: string): Runtime {
    const { address, mode, type, argument } = this.source;
    const computed = computedAttribute(type, name);
    const value =
      argument(name) ??
      (computed === undefined ? undefined : this.trail.follow(`${address}.${name}`, () => computed(this.facts)));
    if (value !== undefined && value !== null) return value;
    return name === "id" && mode === "managed" ? identity(`${address}.id`) : unknown(`${address}.${name}`);
  }
}
