/** A text in single quotes, which a POSIX shell reads as it is. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A text as one word of a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : quoted(text);
}
