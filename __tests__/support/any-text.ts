import { integer, string } from "fast-check";

/** Any code point, halves of pairs among them. fast-check's own unit for that lists them all first, which takes a second. */
export const anyCharacter = integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

export const anyText = string({ unit: anyCharacter });
