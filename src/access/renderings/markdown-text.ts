/** A text that Markdown shows as it is, within a cell of a table too. */
export function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\`*_{}[\]<>|#~$&]/g, String.raw`\$&`);
}

/** A code span within a table's cell; a longer fence than the text holds, so that no text gets out of it. */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  const oneLine = text.replaceAll(/[\r\n]+/g, " ").replaceAll("|", String.raw`\|`);
  return `${fence}${space}${oneLine}${space}${fence}`;
}
