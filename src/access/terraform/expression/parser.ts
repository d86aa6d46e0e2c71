import { type Expression, type Step } from "./expression";
import { NotEvaluated, Scanner } from "./scanner";
import { templateParts } from "./template";

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const digits = /\d+/y;
const operator = /\|\||&&|==|!=|<=|>=|[<>+\-*/%]/y;
const heredoc = /<<-?[\p{ID_Start}_]/uy;
const precedences: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};
const constants = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads a text of Terraform JSON, in which `${...}` is an expression.
 *
 * @param where The address that errors name.
 * @throws UserError where Terraform could not read it either.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function parseTemplate(text: string, where: string): Expression {
  const scanner = new Scanner(text, where);
  return readWhole(scanner, () => new Parser(scanner).template(false));
}

/**
 * Reads an expression as it stands within `${...}`, such as a reference in a plan.
 *
 * @throws UserError where it is none.
 */
export function parseExpression(text: string, where: string): Expression {
  const scanner = new Scanner(text, where);
  return readWhole(scanner, () => new Parser(scanner).expression());
}

function readWhole(scanner: Scanner, read: () => Expression): Expression {
  try {
    const expression = read();
    scanner.skip();
    if (!scanner.ended) scanner.fail("something is left over");
    return expression;
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    return { kind: "other", source: scanner.text, from: 0, to: scanner.text.length };
  }
}

type Unwritten<T> = T extends unknown ? Omit<T, "source" | "from" | "to"> : never;

class Parser {
  constructor(private readonly scanner: Scanner) {}

  expression(): Expression {
    return this.scanner.deeper(() => {
      const from = this.start();
      const condition = this.binary(1);
      this.scanner.skip();
      if (!this.scanner.take("?")) return condition;
      const yes = this.scanner.within(false, () => this.expression());
      this.expectIn(":");
      const no = this.expression();
      return this.made(from, { kind: "conditional", condition, yes, no });
    });
  }

  template(quoted: boolean): Expression {
    const from = this.scanner.position;
    const parts = templateParts(this.scanner, quoted, () => this.expression());
    const [only, ...others] = parts;
    if (others.length === 0 && typeof only !== "object") return this.made(from, { kind: "literal", value: only ?? "" });
    return this.made(from, { kind: "template", parts });
  }

  private binary(least: number): Expression {
    const from = this.start();
    let left = this.unary();
    for (;;) {
      this.scanner.skip();
      const before = this.scanner.position;
      const found = this.scanner.match(operator);
      const precedence = found === undefined ? 0 : (precedences[found] ?? 0);
      if (found === undefined || precedence < least) {
        this.scanner.position = before;
        return left;
      }
      const right = this.binary(precedence + 1);
      left = this.made(from, { kind: "binary", operator: found, left, right });
    }
  }

  private unary(): Expression {
    const from = this.start();
    const kind = this.scanner.take("!") ? "not" : this.scanner.take("-") ? "minus" : undefined;
    if (kind !== undefined) {
      const of = this.scanner.deeper(() => this.unary());
      return this.made(from, { kind, of });
    }
    return this.followed(from, this.primary());
  }

  /** What is read, and the steps, indices and splats that follow it. */
  private followed(from: number, first: Expression): Expression {
    let expression = first;
    for (;;) {
      const steps = this.steps(true);
      if (steps.length > 0) expression = this.made(from, { kind: "access", of: expression, steps });
      const before = this.scanner.position;
      this.scanner.skip();
      if (this.scanner.take(".*")) {
        expression = this.made(from, { kind: "splat", of: expression, steps: this.steps(false) });
      } else if (this.splat()) {
        expression = this.made(from, { kind: "splat", of: expression, steps: this.steps(true) });
      } else {
        this.scanner.position = before;
        return expression;
      }
    }
  }

  private splat(): boolean {
    if (!this.scanner.take("[")) return false;
    this.scanner.skip();
    if (!this.scanner.take("*")) return false;
    this.scanner.skip();
    return this.scanner.take("]");
  }

  private steps(indices: boolean): Step[] {
    const steps: Step[] = [];
    for (;;) {
      const before = this.scanner.position;
      const from = this.start();
      if (this.scanner.take(".") && !this.scanner.at(".")) {
        const name = this.scanner.match(identifier) ?? this.scanner.match(digits);
        if (name !== undefined) {
          steps.push(/^\d/.test(name) ? Number(name) : name);
          continue;
        }
      } else if (indices && this.scanner.at("[") && !this.splat()) {
        this.scanner.position = from + 1;
        steps.push(this.bracketed("]"));
        continue;
      }
      this.scanner.position = before;
      return steps;
    }
  }

  private primary(): Expression {
    const from = this.start();
    const { scanner } = this;
    if (scanner.take('"')) {
      const text = scanner.deeper(() => this.template(true));
      if (!scanner.take('"')) scanner.fail("a quote is not closed");
      return text;
    }
    if (scanner.take("(")) return this.bracketed(")");
    if (scanner.take("[")) return this.tuple(from);
    if (scanner.take("{")) return this.object(from);
    const digitsHere = scanner.match(number);
    if (digitsHere !== undefined) return this.made(from, { kind: "literal", value: Number(digitsHere) });
    if (scanner.match(heredoc) !== undefined) throw new NotEvaluated();
    return this.named(from);
  }

  private named(from: number): Expression {
    const { scanner } = this;
    let name = scanner.match(identifier) ?? scanner.fail("an expression is missing");
    while (scanner.take("::")) name += `::${scanner.match(identifier) ?? scanner.fail("a function's name is missing")}`;
    if (scanner.take("(")) return this.call(from, name);
    const constant = constants.get(name);
    return this.made(from, constant === undefined ? { kind: "name", name } : { kind: "literal", value: constant });
  }

  private call(from: number, name: string): Expression {
    const args: Expression[] = [];
    let spread = false;
    this.scanner.within(false, () => {
      for (;;) {
        this.scanner.skip();
        if (this.scanner.at(")")) return;
        args.push(this.expression());
        this.scanner.skip();
        spread = this.scanner.take("...");
        this.scanner.skip();
        if (!this.scanner.take(",")) return;
      }
    });
    this.expectIn(")");
    return this.made(from, { kind: "call", name, args, spread });
  }

  private tuple(from: number): Expression {
    const loop = this.scanner.within(false, () => this.loop(from, "]"));
    if (loop !== undefined) return loop;
    const items: Expression[] = [];
    this.scanner.within(false, () => {
      for (;;) {
        this.scanner.skip();
        if (this.scanner.at("]")) return;
        items.push(this.expression());
        this.scanner.skip();
        if (!this.scanner.take(",")) return;
      }
    });
    this.expectIn("]");
    return this.made(from, { kind: "tuple", items });
  }

  private object(from: number): Expression {
    const loop = this.scanner.within(false, () => this.loop(from, "}"));
    if (loop !== undefined) return loop;
    const items: [Expression, Expression][] = [];
    this.scanner.within(true, () => {
      for (;;) {
        this.separators();
        if (this.scanner.at("}")) return;
        items.push(this.item());
        this.scanner.skip();
        if (!this.scanner.at(",") && !this.scanner.at("\n")) return;
      }
    });
    this.expectIn("}");
    return this.made(from, { kind: "object", items });
  }

  private separators(): void {
    do this.scanner.skip();
    while (this.scanner.match(/[,\n]/y) !== undefined);
  }

  private item(): [Expression, Expression] {
    const from = this.scanner.position;
    const name = this.scanner.match(identifier);
    this.scanner.skip();
    if (name !== undefined && (this.scanner.at(":") || this.scanner.at("="))) {
      const key = this.made(from, { kind: "literal", value: name });
      return [key, this.itemValue()];
    }
    this.scanner.position = from;
    const key = this.unary();
    this.scanner.skip();
    return [key, this.itemValue()];
  }

  private itemValue(): Expression {
    if (!this.scanner.take(":") && !this.scanner.take("=")) this.scanner.fail("= or : is missing");
    return this.expression();
  }

  /** A `for` directly behind its bracket; undefined where there is none. */
  private loop(from: number, close: "]" | "}"): Expression | undefined {
    const { scanner } = this;
    const before = scanner.position;
    scanner.skip();
    if (scanner.match(/for(?=[\s/#])/y) === undefined) {
      scanner.position = before;
      return undefined;
    }
    const first = this.variable();
    scanner.skip();
    const second = scanner.take(",") ? this.variable() : undefined;
    scanner.expect("in");
    const of = this.expression();
    scanner.expect(":");
    const head = this.expression();
    let value: Expression | undefined;
    if (close === "}") {
      scanner.expect("=>");
      value = this.expression();
    }
    scanner.skip();
    const grouped = scanner.take("...");
    scanner.skip();
    const condition = scanner.match(/if(?![\p{ID_Continue}-])/uy) === undefined ? undefined : this.expression();
    scanner.expect(close);
    return this.made(from, {
      kind: "for",
      ...(second === undefined ? { valueName: first } : { keyName: first, valueName: second }),
      of,
      ...(value === undefined ? { value: head } : { key: head, value }),
      ...(condition === undefined ? {} : { condition }),
      grouped,
    });
  }

  private variable(): string {
    this.scanner.skip();
    return this.scanner.match(identifier) ?? this.scanner.fail("a variable's name is missing");
  }

  private bracketed(close: string): Expression {
    const inner = this.scanner.within(false, () => this.expression());
    this.expectIn(close);
    return inner;
  }

  /** A sign that closes what was opened within brackets of its own, wherever in the lines it stands. */
  private expectIn(sign: string): void {
    this.scanner.within(false, () => this.scanner.expect(sign));
  }

  private start(): number {
    this.scanner.skip();
    return this.scanner.position;
  }

  private made(from: number, expression: Unwritten<Expression>): Expression {
    return { ...expression, source: this.scanner.text, from, to: this.scanner.position };
  }
}
