import { isIPv4 } from "node:net";
import { UserError } from "../../errors";

/**
 * The first `count` of the equal parts that an IPv4 range falls into, as few and as large as that allows: 10.0.0.0/16
 * in three is 10.0.0.0/18, 10.0.64.0/18 and 10.0.128.0/18.
 *
 * @param cidr The range, such as 10.0.0.0/16, with the host bits zero.
 * @param count At least 1.
 * @param where The construct that wants them, for errors.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 * @throws UserError for a range that AWS takes for no VPC (/16 to /28), and where the parts would be smaller than /28.
 */
export function subnetsOf(cidr: string, count: number, where: string): string[] {
  const first = firstAddress(cidr);
  const bits = Number(cidr.split("/")[1]);
  const bitsOfPart = bits + Math.ceil(Math.log2(count));
  if (first === undefined || bits < 16 || bitsOfPart > 28) {
    throw new UserError({
      where,
      what: `this address range can't be a network with ${count} equal parts for subnets`,
      got: cidr,
      allowed: `an IPv4 range of /16 to /${28 - Math.ceil(Math.log2(count))} with the host bits zero, such as 10.0.0.0/16`,
      fix: "choose another range",
    });
  }
  const size = 2 ** (32 - bitsOfPart);
  return Array.from({ length: count }, (_, index) => `${dotted(first + index * size)}/${bitsOfPart}`);
}

/** The first address of a range as a number; undefined where that is no range, or begins in the midst of one. */
function firstAddress(cidr: string): number | undefined {
  const [address = "", bits = "", ...rest] = cidr.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(bits)) return undefined;
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return first % 2 ** (32 - Number(bits)) === 0 ? first : undefined;
}

const dotted = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
