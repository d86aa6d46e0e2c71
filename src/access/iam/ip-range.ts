import { remembering } from "../remembered";

/** Addresses from first to last, of one version. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses that a text such as `10.0.0.0/8`, `203.0.113.7` or `2001:db8::/32` stands for; undefined where it is none. */
export function ipRange(text: string): IpRange | undefined {
  return read(text) ?? undefined;
}

const read = remembering((text): IpRange | null => {
  const [address = "", bits, ...rest] = text.split("/");
  const version = address.includes(":") ? 6 : 4;
  const value = version === 6 ? ipv6(address) : ipv4(address);
  const length = version === 6 ? 128 : 32;
  if (value === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits ?? "0")) return null;
  const common = bits === undefined ? length : Number(bits);
  if (common > length) return null;
  const size = 1n << BigInt(length - common);
  const first = value - (value % size);
  return { version, first, last: first + size - 1n };
});

/** How the addresses of one range lie to another: `partly` where some lie within and some do not. */
export function liesIn(inner: IpRange, outer: IpRange): boolean | "partly" {
  if (inner.version !== outer.version || inner.last < outer.first || inner.first > outer.last) return false;
  return inner.first >= outer.first && inner.last <= outer.last ? true : "partly";
}

function ipv4(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined;
  return octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

/** The last four bytes of an address of version 6 may be written as one of version 4. */
function withoutDots(text: string): string {
  const [, start = "", end = ""] = /^(.*:)([\d.]+)$/.exec(text) ?? [];
  const bytes = end.includes(".") ? ipv4(end) : undefined;
  return bytes === undefined ? text : `${start}${(bytes >> 16n).toString(16)}:${(bytes & 65_535n).toString(16)}`;
}

function ipv6(text: string): bigint | undefined {
  const halves = withoutDots(text).split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [before = [], after = []] = groups;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const whole = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!whole.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return whole.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
