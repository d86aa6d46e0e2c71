/** How wide what is shown on a terminal may become. */
export const width = 116;

/** A text in lines of at most so many characters; a word that is longer stands alone. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A text behind its first line's beginning; its further lines are indented as far. */
export function hanging(beginning: string, text: string): readonly string[] {
  const indent = " ".repeat(beginning.length);
  return wrapped(text, width - beginning.length).map((line, index) => `${index === 0 ? beginning : indent}${line}`);
}

/** How wide the columns of a table are: at most so wide, unless a word is longer. */
export function columnsOf(rows: readonly (readonly string[])[], widths: readonly number[]): readonly number[] {
  return widths.map((most, column) => {
    const texts = rows.map((row) => row[column] ?? "");
    const longestWord = Math.max(0, ...texts.flatMap((text) => text.split(" ").map((word) => word.length)));
    const longest = Math.max(0, ...texts.map((text) => text.length));
    return Math.max(longestWord, Math.min(most, longest));
  });
}

/** Rows in columns of these widths; a further one takes what is left. */
export function table(
  rows: readonly (readonly string[])[],
  columns: readonly number[],
  indent: string,
): readonly string[] {
  const taken = indent.length + columns.reduce((sum, one) => sum + one + 2, 0);
  const all = [...columns, Math.max(30, width - taken)];
  return rows.flatMap((row) => {
    const cells = all.map((columnWidth, column) => wrapped(row[column] ?? "", columnWidth));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      `${indent}${cells.map((lines, column) => (lines[line] ?? "").padEnd(all[column] ?? 0)).join("  ")}`.trimEnd(),
    );
  });
}

/** Names with commas between them. */
export function listed(names: readonly string[]): string {
  return names.join(", ");
}
