/** A label that nothing has yet: what is called alike gets a number. @param given What others have; the label is added. */
export function uniqueAmong(given: Set<string>, label: string): string {
  let unique = label;
  for (let number = 2; given.has(unique); number++) unique = `${label} (${number})`;
  given.add(unique);
  return unique;
}
