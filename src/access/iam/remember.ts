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
