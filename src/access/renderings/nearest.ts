/** The names that look most like what somebody wrote, nearest first; all of them in their order where few. */
export function nearest(written: string, names: readonly string[], most = 8): readonly string[] {
  const wanted = written.toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** How many characters have to be typed, deleted or replaced; less where one contains the other. */
function distanceOf(one: string, other: string): number {
  if (one !== "" && other.includes(one)) return 0;
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 0; row < one.length; row++) {
    const letter = one.charAt(row);
    const current = [row + 1];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (other.charAt(column - 1) === letter ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
