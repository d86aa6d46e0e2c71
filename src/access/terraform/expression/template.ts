import { type Expression } from "./expression";
import { plain } from "./runtime";
import { NotEvaluated, type Scanner } from "./scanner";

const bareText = /[^$%]+/y;
const quotedText = /[^$%"\\\n]+/y;
const escape = /\\(?:[nrt"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y;
const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * The parts of a template: text, and the expressions in it. A quoted one ends before its closing quote, another at the
 * text's end.
 *
 * @throws UserError where it is none.
 */
export function templateParts(
  scanner: Scanner,
  quoted: boolean,
  expression: () => Expression,
): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let text = "";
  let strip = false;
  const add = (more: string) => {
    const kept = strip ? more.trimStart() : more;
    if (kept !== "") strip = false;
    text += kept;
  };
  const ended = () => scanner.ended || (quoted && scanner.at('"'));
  while (!ended()) {
    if (scanner.take("$${")) add("${");
    else if (scanner.take("%%{")) add("%{");
    else if (scanner.at("%{")) throw new NotEvaluated();
    else if (scanner.take("${")) {
      if (scanner.take("~")) text = text.trimEnd();
      if (text !== "") parts.push(text);
      text = "";
      parts.push(scanner.within(false, expression));
      scanner.skip();
      strip = scanner.take("~");
      scanner.expect("}");
    } else add(literal(scanner, quoted));
  }
  if (text !== "") parts.push(text);
  return parts;
}

function literal(scanner: Scanner, quoted: boolean): string {
  const text = scanner.match(quoted ? quotedText : bareText);
  if (text !== undefined) return text;
  const found = quoted ? scanner.match(escape) : undefined;
  if (found !== undefined) return unescaped(found, scanner);
  if (quoted && (scanner.at("\\") || scanner.at("\n"))) scanner.fail("a quoted text cannot hold this");
  const sign = scanner.text.charAt(scanner.position);
  scanner.position += 1;
  return sign;
}

function unescaped(escaped: string, scanner: Scanner): string {
  const letter = letters[escaped.slice(1)];
  if (letter !== undefined) return letter;
  const code = Number.parseInt(escaped.slice(2), 16);
  if (code > 0x10ffff) scanner.fail("there is no such character");
  return plain(String.fromCodePoint(code));
}
