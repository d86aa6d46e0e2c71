import { BlockList } from "node:net";
import fc from "fast-check";
import { dotted, ipv4Range, liesWithin, overlap } from "../src/ipv4";

test.each([
  ["10.20.0.0/16", { first: 169_082_880, last: 169_148_415, bits: 16 }],
  ["0.0.0.0/0", { first: 0, last: 4_294_967_295, bits: 0 }],
  ["255.255.255.255/32", { first: 4_294_967_295, last: 4_294_967_295, bits: 32 }],
])("the range %s", (text, range) => {
  expect(ipv4Range(text)).toEqual(range);
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/1e1",
  "10.0.0.0/8/8",
  "10.0.0/8",
  "::/0",
])("fails for %j, which is no range", (text) => expect(ipv4Range(text)).toBeUndefined());

test("fails for a range that begins in the midst of one", () => {
  expect(ipv4Range("10.0.0.1/16")).toBeUndefined();
});

const ranges = fc
  .record({ bits: fc.integer({ min: 0, max: 32 }), address: fc.integer({ min: 0, max: 2 ** 32 - 1 }) })
  .map(({ bits, address }) => `${dotted(address - (address % 2 ** (32 - bits)))}/${bits}`);

test("Node finds the first and the last address of any range in it, and none beside it", () => {
  fc.assert(
    fc.property(ranges, (text) => {
      const { first = 0, last = 0, bits = 0 } = ipv4Range(text) ?? {};
      const range = new BlockList();
      range.addSubnet(text.split("/")[0] ?? "", bits, "ipv4");
      expect([first, last].map((address) => range.check(dotted(address)))).toEqual([true, true]);
      const beside = [first - 1, last + 1].filter((address) => address >= 0 && address < 2 ** 32);
      expect(beside.some((address) => range.check(dotted(address)))).toBe(false);
    }),
  );
});

test("two ranges overlap where the first address of one is in the other", () => {
  fc.assert(
    fc.property(ranges, ranges, (one, other) => {
      const firstOf = (range: string) => `${range.split("/")[0]}/32`;
      expect(overlap(one, other)).toBe(liesWithin(firstOf(one), other) || liesWithin(firstOf(other), one));
    }),
  );
});
