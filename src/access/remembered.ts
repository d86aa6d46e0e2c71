interface Memory<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => unknown;
}

/** What a map has for a key, made where it has nothing yet. */
export function remembered<K, V>(map: Memory<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

/** A function of a text that remembers its answers, as many as `limit`. */
export function remembering<T>(answer: (text: string) => T, limit = 20_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= limit) known.clear();
    const now = answer(text);
    known.set(text, now);
    return now;
  };
}

/** A function that gives each thing a number of its own, from 1 on: in a key it stands for the very same thing. */
export function numbering(): (one: object) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (one) => remembered(numbers, one, () => ++last);
}
