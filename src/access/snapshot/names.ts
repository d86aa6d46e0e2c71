/** Names as a snapshot's lines hold them: plain where nothing in them could be taken for the line's own punctuation. */

/** All principals. */
export const everybody = "everybody";
/** The principals that the same group does not name otherwise. */
export const others = "others";
/** All principals that have nothing but a token. */
export const tokens = "tokens";
/** All origins. */
export const anywhere = "anywhere";

/** How the lines begin that are about no route: principals, origins, and roles that API Gateway takes on. */
export const headings = { principal: "principal", origin: "origin", service: "service-role" } as const;

const plain = /^[\w$.@{}+*/=-]+(?: [\w$.@{}+*/=-]+)*$/;
/** No credentials. */
export const nothing = "nothing";

const reserved = new Set([everybody, others, tokens, anywhere, nothing]);

/** A name that may be several words. */
export function quoted(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : JSON.stringify(name);
}

/** A name that stands between spaces. */
export function quotedWord(name: string): string {
  const isHeading = Object.values<string>(headings).includes(name);
  return plain.test(name) && !name.includes(" ") && !isHeading ? name : JSON.stringify(name);
}

/** A name that was read. */
export interface Name {
  readonly text: string;
  /** Where it is, it means itself even if it reads like `everybody`. */
  readonly isQuoted: boolean;
}

/** Whether a list is one word of the line's own. */
export function isWord(names: readonly Name[], word: string): boolean {
  return names.length === 1 && names[0]?.text === word && !names[0].isQuoted;
}

/** Reads a line from its beginning to its end. */
export class LineReader {
  private at = 0;

  constructor(private readonly line: string) {}

  get isAtEnd(): boolean {
    return this.at === this.line.length;
  }

  /** What has not been read yet. */
  get rest(): string {
    return this.line.slice(this.at);
  }

  skipRest(): void {
    this.at = this.line.length;
  }

  /** Whether a text comes next. */
  begins(text: string): boolean {
    return this.line.startsWith(text, this.at);
  }

  /** Whether a text comes next; it is then read. */
  takes(text: string): boolean {
    if (!this.begins(text)) return false;
    this.at += text.length;
    return true;
  }

  /** @throws SyntaxError where another text comes next. */
  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected(JSON.stringify(text));
  }

  /** A name that ends where punctuation begins. @throws SyntaxError where there is none. */
  name(): Name {
    return this.quotedText() ?? { text: this.match(/[\w$.@{}+*/=-]+(?: [\w$.@{}+*/=-]+)*/y), isQuoted: false };
  }

  /** A name that ends with the next space. @throws SyntaxError where there is none. */
  word(): string {
    return this.quotedText()?.text ?? this.match(/[\w$.@{}+*/=-]+/y);
  }

  /** A text in quotation marks. @throws SyntaxError where there is none. */
  quotation(): string {
    const read = this.quotedText();
    if (read === undefined) throw this.unexpected("a text in quotation marks");
    return read.text;
  }

  /** Names with commas between them. @throws SyntaxError where there is none. */
  names(): Name[] {
    const names = [this.name()];
    while (this.takes(", ")) names.push(this.name());
    return names;
  }

  /** @param expected What would have been right here. */
  unexpected(expected: string): SyntaxError {
    const { rest } = this;
    return new SyntaxError(
      `expected ${expected} at character ${this.at + 1}, before ${rest === "" ? "the end of the line" : JSON.stringify(shortened(rest))}`,
    );
  }

  private quotedText(): Name | undefined {
    if (this.line[this.at] !== '"') return undefined;
    const text = this.match(/"(?:[^"\\]|\\.)*"/y);
    try {
      return { text: String(JSON.parse(text)), isQuoted: true };
    } catch {
      throw new SyntaxError(`${text} is no text as JSON writes it`);
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [text] = pattern.exec(this.line) ?? [];
    if (text === undefined) throw this.unexpected("a name");
    this.at += text.length;
    return text;
  }
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}...` : text);
