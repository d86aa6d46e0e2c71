import { isKnown } from "../../symbols";

interface Named {
  readonly name: string;
}

/** A function that leaves out those whose names are known, and others than the name that it is given. */
export function byName<T extends Named>(all: readonly T[]): (name: string) => readonly T[] {
  const found = new Map<string, T[]>();
  const open: T[] = [];
  for (const one of all) {
    const others = found.get(one.name);
    if (!isKnown(one.name)) open.push(one);
    else if (others === undefined) found.set(one.name, [one]);
    else others.push(one);
  }
  return (name) => (isKnown(name) ? [...(found.get(name) ?? []), ...open] : all);
}
