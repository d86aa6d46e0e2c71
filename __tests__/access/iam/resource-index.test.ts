import { array, assert, constantFrom, property, tuple } from "fast-check";
import { compareResource } from "../../../src/access/iam/arn";
import { indexed } from "../../../src/access/iam/resource-index";
import { type SymbolKind, symbolic } from "../../../src/access/symbols";

const kinds: readonly SymbolKind[] = ["identity", "unknown", "segment", "path", "other"];
const symbols = kinds.flatMap((kind) => [symbolic({ kind, name: "a" }), symbolic({ kind, name: "b" })]);
const prefix = "arn:aws:execute-api:eu-west-1:123456789012:";
const piece = constantFrom("a", "b", "", ...symbols);
const textSegment = tuple(piece, piece).map((pieces) => pieces.join(""));
const patternSegment = tuple(constantFrom("a", "", "*", "?", ...symbols), piece).map((pieces) => pieces.join(""));

const [first = "", second = ""] = ["first", "second"].map((name) => symbolic({ kind: "identity", name }));

test("no pattern is left out that an ARN may fit", () => {
  const pattern = array(patternSegment, { minLength: 1, maxLength: 3 }).map((parts) => prefix + parts.join("/"));
  const arn = array(textSegment, { minLength: 1, maxLength: 3 }).map((parts) => prefix + parts.join("/"));
  assert(
    property(array(pattern, { minLength: 1, maxLength: 6 }), arn, (patterns, resource) => {
      const found = indexed(patterns)(resource);
      const fitting = patterns.filter((one) => compareResource(one, resource) !== false);
      expect(found).toEqual(expect.arrayContaining(fitting));
    }),
    { numRuns: 500 },
  );
});

test("the patterns of another API are left out", () => {
  const patterns = [first, second].map((api) => `${prefix}${api}/api/GET/members`);
  expect(indexed(patterns)(`${prefix}${second}/api/GET/members`)).toEqual([patterns[1]]);
});
