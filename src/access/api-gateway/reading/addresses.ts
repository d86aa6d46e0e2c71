import { type IpRange, ipRange, liesIn } from "../../iam/ip-range";

/**
 * An address that stands for a range where narrower ones within it are told apart: it lies in none of these.
 *
 * @param value Such as `10.0.0.0/8`; what is no range stands for itself.
 * @param others All values that are told apart.
 * @returns undefined where the narrower ones leave nothing of it
 */
export function addressOf(value: string, others: Iterable<string>): string | undefined {
  const range = ipRange(value);
  if (range === undefined) return value;
  const narrower = [...others]
    .flatMap((other) => ipRange(other) ?? [])
    .filter((other) => liesIn(other, range) === true && (other.first !== range.first || other.last !== range.last))
    .toSorted((one, other) => Number(one.first > other.first) - Number(one.first < other.first));
  let free = range.first;
  for (const { first, last } of narrower) if (first <= free && last >= free) free = last + 1n;
  return free > range.last ? undefined : textOf(range.version, free);
}

function textOf(version: IpRange["version"], address: bigint): string {
  const [parts, bits, radix] = version === 4 ? [4, 8, 10] : [8, 16, 16];
  const digits = Array.from({ length: parts }, (_, place) =>
    ((address >> BigInt((parts - 1 - place) * bits)) & ((1n << BigInt(bits)) - 1n)).toString(radix),
  );
  return digits.join(version === 4 ? "." : ":");
}
