import { isIPv4 } from "node:net";

/** An IPv4 range: its first and last address as numbers, and how many bits its addresses have in common. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
  readonly bits: number;
}

/** The range that a text such as `10.20.0.0/16` names; undefined where it names none, or begins in the midst of one. */
export function ipv4Range(text: string): Ipv4Range | undefined {
  const [address = "", bits = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(bits));
  return first % size === 0 ? { first, last: first + size - 1, bits: Number(bits) } : undefined;
}

/** Whether one range, such as `10.20.1.0/24`, lies within another, such as `10.20.0.0/16`. */
export function liesWithin(inner: string, outer: string): boolean {
  const [one, other] = [ipv4Range(inner), ipv4Range(outer)];
  return one !== undefined && other !== undefined && one.first >= other.first && one.last <= other.last;
}

/** Whether two ranges have an address in common: then one lies within the other. */
export function overlap(one: string, other: string): boolean {
  return liesWithin(one, other) || liesWithin(other, one);
}

/** An address as people write it: `10.20.0.0`. */
export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
