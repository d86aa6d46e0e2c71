import fc from "fast-check";
import { isKnown, onlySymbol, piecesOf, readable, symbolic, type Symbolic } from "../../src/access/symbols";

const anySymbol: fc.Arbitrary<Symbolic> = fc.record({
  kind: fc.constantFrom("identity", "unknown", "segment", "path"),
  name: fc.string({ minLength: 1 }),
});
const anyLiteral = fc.string({ minLength: 1 });

test("a text is taken apart into what it was put together from", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyLiteral, anySymbol)), (parts) => {
      const text = parts.map(([literal, symbol]) => literal + symbolic(symbol)).join("");
      expect(piecesOf(text)).toEqual(parts.flat());
    }),
  );
});

test("a symbol stands within JSON without being escaped", () => {
  fc.assert(
    fc.property(anySymbol, (symbol) => {
      const parsed = JSON.parse(`{"id":"${symbolic(symbol)}"}`) as { id: string };
      expect(onlySymbol(parsed.id)).toEqual(symbol);
    }),
  );
});

test("people read references as Terraform writes them, and parts of a request as templates do", () => {
  const id = symbolic({ kind: "identity", name: 'module.a["x"].aws_vpc_endpoint.b.id' });
  const segment = symbolic({ kind: "segment", name: "{id}" });
  expect(readable(`vpc/${id}/${segment}`)).toBe('vpc/${module.a["x"].aws_vpc_endpoint.b.id}/{id}');
  expect(isKnown(id)).toBe(false);
  expect(isKnown("vpce-0123")).toBe(true);
  expect(onlySymbol(`${id}/`)).toBeUndefined();
});
