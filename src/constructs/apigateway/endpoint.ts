import { isIP } from "node:net";
import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { type VpcEndpoint } from "../network/vpc-endpoint";

/** The API is called over the internet. */
export interface RegionalEndpoint {
  readonly type: "REGIONAL";
}

/** The API is called from private networks alone. */
export interface PrivateEndpoint extends PrivateEndpointProps {
  readonly type: "PRIVATE";
}

/** Where a REST API is called from. */
export type RestApiEndpoint = RegionalEndpoint | PrivateEndpoint;

/** From where a private API may be called: a call must satisfy everything that is given here. */
export interface PrivateEndpointProps {
  /** The execute-api endpoints, one of which the call must come through (`aws:SourceVpce`). */
  readonly vpcEndpoints: readonly [VpcEndpoint, ...VpcEndpoint[]];
  /** The VPCs, one of which it must come from (`aws:SourceVpc`), such as `vpc-0123456789abcdef0`. @default - any */
  readonly sourceVpcs?: readonly [string, ...string[]];
  /** The address ranges within the VPCs that it must come from (`aws:VpcSourceIp`), such as `10.0.1.0/24`. @default - any */
  readonly vpcSourceIps?: readonly [string, ...string[]];
}

/**
 * The API is reached over the internet, at its region.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
 */
export function regional(): RegionalEndpoint {
  return { type: "REGIONAL" };
}

/**
 * The API is reached through VPC endpoints, and its resource policy refuses every other way.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 */
export function privateTo(props: PrivateEndpointProps): PrivateEndpoint {
  return { type: "PRIVATE", ...props };
}

/** @throws UserError for an address range that is none. */
export function checkEndpoint(api: Construct, endpoint: RestApiEndpoint): void {
  const ranges = endpoint.type === "PRIVATE" ? (endpoint.vpcSourceIps ?? []) : [];
  const wrong = ranges.find((range) => !isAddressRange(range));
  if (wrong === undefined) return;
  throw new UserError({
    where: api.node.path,
    what: "endpoint.vpcSourceIps holds something that is not an address range",
    got: wrong,
    allowed: "an IP address or a range such as 10.0.1.0/24",
    fix: "correct the range",
  });
}

/**
 * The endpoints that the API is associated with, by which it gets host names of its own for them. One with private DNS
 * needs none: in its network, the API's ordinary host name leads to it.
 */
export function associatedEndpoints(endpoint: RestApiEndpoint): readonly VpcEndpoint[] {
  return endpoint.type === "PRIVATE" ? endpoint.vpcEndpoints.filter(({ privateDns }) => !privateDns) : [];
}

function isAddressRange(range: string): boolean {
  const [address = "", bits, ...rest] = range.split("/");
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && (bits === undefined ? most > 0 : /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most);
}
