import { UserError } from "../../../errors";

/** Thrown where the text is Terraform's, but in a form that is not evaluated: a directive or a heredoc. */
export class NotEvaluated extends Error {}

const space = /[ \t\r]+/y;
const spaceAndLines = /[ \t\r\n]+/y;
const comment = /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y;
/** Deeper than anyone writes, and shallow enough for the stack. */
const deepest = 500;

/** A position in a text of Terraform's language. */
export class Scanner {
  position = 0;
  /** Whether a line's end separates, as it does directly within an object's braces. */
  lines = false;
  private depth = 0;

  /** @param where The address that errors name. */
  constructor(
    readonly text: string,
    readonly where: string,
  ) {}

  get ended(): boolean {
    return this.position >= this.text.length;
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Takes a certain text, if it stands here. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  /** Whether a certain text stands here. */
  at(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Passes space and comments; the ends of lines too, where they do not separate. */
  skip(): void {
    while (this.match(this.lines ? space : spaceAndLines) !== undefined || this.match(comment) !== undefined);
  }

  /** @throws UserError where something else stands here. */
  expect(text: string): void {
    this.skip();
    if (!this.take(text)) this.fail(`${text} is missing`);
  }

  /** What is read within brackets: there, lines end as it says. */
  within<T>(lines: boolean, read: () => T): T {
    const before = this.lines;
    this.lines = lines;
    const result = this.deeper(read);
    this.lines = before;
    return result;
  }

  /** What is read within something else. @throws UserError where that is too deep. */
  deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > deepest) this.fail(`it is nested too deeply`);
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** @throws UserError that shows what stands here. */
  fail(what: string): never {
    throw new UserError({
      where: this.where,
      what: `its expression cannot be read: ${what}`,
      got: this.text.slice(Math.max(0, this.position - 20), this.position + 40),
      fix: "correct the expression; terraform validate explains where it is wrong",
    });
  }
}
