import { UserError } from "../../errors";
import { dotted, ipv4Range } from "../../ipv4";

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
  const range = ipv4Range(cidr);
  const bitsOfPart = (range?.bits ?? 0) + Math.ceil(Math.log2(count));
  if (!range || range.bits < 16 || bitsOfPart > 28) {
    throw new UserError({
      where,
      what: `this address range can't be a network with ${count} equal parts for subnets`,
      got: cidr,
      allowed: `an IPv4 range of /16 to /${28 - Math.ceil(Math.log2(count))} with the host bits zero, such as 10.0.0.0/16`,
      fix: "choose another range",
    });
  }
  const size = 2 ** (32 - bitsOfPart);
  return Array.from({ length: count }, (_, index) => `${dotted(range.first + index * size)}/${bitsOfPart}`);
}
