import { BlockList } from "node:net";
import fc from "fast-check";
import { subnetsOf } from "../../../src/constructs/network/subnets";

test.each([
  ["10.0.0.0/16", 1, ["10.0.0.0/16"]],
  ["10.0.0.0/16", 2, ["10.0.0.0/17", "10.0.128.0/17"]],
  ["10.0.0.0/16", 3, ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"]],
  ["192.168.255.0/24", 4, ["192.168.255.0/26", "192.168.255.64/26", "192.168.255.128/26", "192.168.255.192/26"]],
  ["172.31.4.0/22", 2, ["172.31.4.0/23", "172.31.6.0/23"]],
])("%s in %p", (cidr, count, parts) => {
  expect(subnetsOf(cidr, count, "test")).toEqual(parts);
});

/** Ranges of AWS's sizes, and counts of parts that they have room for. */
const splits = fc
  .record({ bits: fc.integer({ min: 16, max: 28 }), address: fc.integer({ min: 0, max: 2 ** 32 - 1 }) })
  .chain(({ bits, address }) => {
    const size = 2 ** (32 - bits);
    const first = Math.floor(address / size) * size;
    return fc.record({
      bits: fc.constant(bits),
      cidr: fc.constant(`${text(first)}/${bits}`),
      count: fc.integer({ min: 1, max: Math.min(2 ** (28 - bits), 64) }),
    });
  });

describe("whatever the range and the count", () => {
  test("there are as many parts, of one size, each beginning where a range of its size may begin", () => {
    fc.assert(
      fc.property(splits, ({ cidr, count }) => {
        const parts = subnetsOf(cidr, count, "test").map(parsed);
        expect(parts).toHaveLength(count);
        expect(new Set(parts.map(({ bits }) => bits)).size).toBe(1);
        for (const { first, size } of parts) expect(first % size).toBe(0);
      }),
    );
  });

  test("the parts lie within the range, beginning with it, one right after the other", () => {
    fc.assert(
      fc.property(splits, ({ cidr, count }) => {
        const whole = parsed(cidr);
        const parts = subnetsOf(cidr, count, "test").map(parsed);
        expect(parts.map(({ first }) => first)).toEqual(parts.map(({ size }, index) => whole.first + index * size));
        const last = parts.at(-1) ?? whole;
        expect(last.first + last.size).toBeLessThanOrEqual(whole.first + whole.size);
      }),
    );
  });

  test("no larger parts would do", () => {
    fc.assert(
      fc.property(splits, ({ cidr, count }) => {
        const [{ size } = { size: 0 }] = subnetsOf(cidr, count, "test").map(parsed);
        expect(count * size * 2 > parsed(cidr).size).toBe(true);
      }),
    );
  });

  test("Node finds the first and the last address of each part in the range", () => {
    fc.assert(
      fc.property(splits, ({ cidr, bits, count }) => {
        const range = new BlockList();
        range.addSubnet(cidr.split("/")[0] ?? "", bits, "ipv4");
        for (const { first, size } of subnetsOf(cidr, count, "test").map(parsed)) {
          expect([range.check(text(first)), range.check(text(first + size - 1))]).toEqual([true, true]);
        }
      }),
    );
  });
});

test.each([
  ["10.0.0.0/15", 1, "/16 to /28"],
  ["10.0.0.0/28", 2, "/16 to /27"],
  ["10.0.0.0/26", 8, "/16 to /25"],
  ["10.0.0.1/16", 1, "host bits zero"],
  ["10.0.0.0", 1, "such as 10.0.0.0/16"],
  ["10.0.0/16", 1, "such as 10.0.0.0/16"],
  ["10.0.0.0/16/16", 1, "such as 10.0.0.0/16"],
  ["10.0.0.0/1e1", 1, "such as 10.0.0.0/16"],
  ["", 1, "such as 10.0.0.0/16"],
])("fails for %j in %p", (cidr, count, allowed) => {
  expect(() => subnetsOf(cidr, count, "test/network")).toThrow(
    `test/network: this address range can't be a network with ${count} equal parts for subnets\n  got:     "${cidr}"\n`,
  );
  expect(() => subnetsOf(cidr, count, "test/network")).toThrow(allowed);
});

function parsed(cidr: string): { readonly first: number; readonly size: number; readonly bits: number } {
  const [address = "", bits] = cidr.split("/");
  const view = new DataView(Uint8Array.from(address.split("."), Number).buffer);
  return { first: view.getUint32(0), size: 2 ** (32 - Number(bits)), bits: Number(bits) };
}

function text(address: number): string {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, address);
  return new Uint8Array(view.buffer).join(".");
}
