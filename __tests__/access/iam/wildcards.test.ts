import fc from "fast-check";
import { isOpen, textOf } from "../../../src/access/formula";
import { equals, fits } from "../../../src/access/iam/wildcards";
import { symbolic, type SymbolKind } from "../../../src/access/symbols";

const symbol = (kind: SymbolKind, name: string) => symbolic({ kind, name });
const [id, other] = [symbol("segment", "{id}"), symbol("segment", "{other}")];
const proxy = symbol("path", "{proxy+}");
const [endpoint, api, api2] = ["endpoint.id", "api.id", "api2.id"].map((name) => symbol("identity", name));
const variable = symbol("unknown", "var.x");

const said = (pattern: string, text: string) => textOf(fits(pattern, text));

/** What IAM's wildcards mean, as a regular expression. */
const expression = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^$()|[\]{}\\]/g, String.raw`\$&`)
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );

test("known text fits a pattern as it fits the regular expression", () => {
  const characters = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 7 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "*", "?"), maxLength: 7 });
  fc.assert(
    fc.property(pattern, characters, (wanted, text) => {
      expect(fits(wanted, text)).toBe(expression(wanted).test(text));
    }),
  );
});

test("a text is itself, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, another) => {
      expect(equals(one, one)).toBe(true);
      expect(equals(one, another)).toBe(one === another);
    }),
  );
});

// Values that the symbols may have: no identity is another or begins with one.
const values: Readonly<Record<string, readonly string[]>> = {
  [id]: ["a", "b", "ab", "a:", "*"],
  [proxy]: ["a", "a/b", "/", "b"],
  [variable]: ["", "a", "/", "b/a", "*", "?"],
};
const identities: readonly (readonly [string, string])[] = [
  ["a", "b"],
  ["b", "ab"],
  ["ba", "a"],
  ["c", "d"],
];

function* substitutions(): Generator<(text: string) => string> {
  for (const a of values[id] ?? [])
    for (const b of values[proxy] ?? [])
      for (const c of values[variable] ?? [])
        for (const [d, e] of identities)
          yield (text) =>
            text
              .replaceAll(id, a)
              .replaceAll(proxy, b)
              .replaceAll(variable, c)
              .replaceAll(api ?? "", d)
              .replaceAll(api2 ?? "", e);
}

const every = [...substitutions()];
const literal = fc.constantFrom("a", "b", "/", "/");
const pieces = (...special: readonly string[]) =>
  fc.array(fc.oneof(literal, fc.constantFrom(...special)), { maxLength: 5 }).map((list) => list.join(""));

test("what is decided about symbols is so whatever they stand for", () => {
  const pattern = pieces("*", "?", api ?? "", api2 ?? "", variable);
  const text = pieces(id, proxy, api ?? "", api2 ?? "", variable);
  fc.assert(
    fc.property(pattern, text, (wanted, given) => {
      const answer = fits(wanted, given);
      if (isOpen(answer)) return;
      const wrong = every.find((put) => expression(put(wanted)).test(put(given)) !== answer);
      expect(wrong && [wrong(wanted), wrong(given), answer]).toBeUndefined();
    }),
  );
});

test("what is decided about the sameness of symbols is so whatever they stand for", () => {
  const side = pieces(id, proxy, api ?? "", api2 ?? "", variable, "*");
  fc.assert(
    fc.property(side, side, (one, another) => {
      const answer = equals(one, another);
      if (isOpen(answer)) return;
      const wrong = every.find((put) => (put(one) === put(another)) !== answer);
      expect(wrong && [wrong(one), wrong(another), answer]).toBeUndefined();
    }),
  );
});

test("a star takes symbols whole", () => {
  expect(said("GET/*", `GET/${id}/x/${proxy}`)).toBe("always");
  expect(said("*/x/*", `GET/${id}/x/${variable}`)).toBe("always");
  expect(said(`${api}/*/GET/*`, `${api}/dev/GET/${id}`)).toBe("always");
  expect(said("GET/?*", `GET/${id}`)).toBe("always");
  expect(said("GET/*?", `GET/${variable}`)).toBe("${var.x} fits ?*");
});

test("a literal against a part of a request is a condition on that part", () => {
  expect(said("GET/members/42", `GET/members/${id}`)).toBe("{id} is 42");
  expect(said("GET/members/a*", `GET/members/${id}`)).toBe("{id} fits a*");
  expect(said("GET/members/42/*", `GET/members/${id}/secrets`)).toBe("{id} is 42");
  expect(said("*/*/GET/members/me", `${api}/dev/GET/members/${id}`)).toBe("{id} is me");
  expect(said("GET/1/x/2", `GET/${id}/x/${other}`)).toBe("{id} is 1 and {other} is 2");
  expect(said("GET/files/a/*", `GET/files/${proxy}`)).toBe("{proxy+} fits a/*");
  expect(said("GET/user-42", `GET/user-${id}`)).toBe("{id} is 42");
  expect(said("POST/members/42", `GET/members/${id}`)).toBe("never");
  expect(said("GET/members/42/x", `GET/members/${id}`)).toBe("never");
  expect(said("GET/members", `GET/members/${id}`)).toBe("never");
});

test("an identity is unlike any other, and may be a literal", () => {
  expect(said(`${api}/dev`, `${api}/dev`)).toBe("always");
  expect(said(`${api}/*`, `${api2}/dev`)).toBe("never");
  expect(textOf(equals("vpce-123", endpoint ?? ""))).toBe("${endpoint.id} is vpce-123");
  expect(textOf(equals(endpoint ?? "", "vpce-123"))).toBe("${endpoint.id} is vpce-123");
  expect(textOf(equals(endpoint ?? "", api ?? ""))).toBe("never");
  expect(said("abc/dev", `${api}/dev`)).toBe("${api.id} is abc");
  expect(said("abc/prod", `${api}/dev`)).toBe("never");
});

test("what may be anything is a condition, unless the known parts rule it out", () => {
  expect(said(`${variable}/GET`, "dev/GET")).toBe("${var.x} is dev");
  expect(said(`${variable}/GET`, "dev/POST")).toBe("never");
  expect(said(`a${variable}`, "a")).toBe("${var.x} is empty");
  expect(said(`x${variable}y`, "xy/z")).toBe("never");
});

test("many stars are no more work than a few", () => {
  expect(fits("*a".repeat(200), "a".repeat(2000))).toBe(true);
  expect(fits(`${"*a".repeat(200)}b`, "a".repeat(2000))).toBe(false);
  expect(isOpen(fits(`${"*a".repeat(50)}b`, `${"a".repeat(200)}${variable}`))).toBe(true);
});
