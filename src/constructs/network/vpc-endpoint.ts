/** An interface VPC endpoint of the service execute-api, through which private APIs are called. */
export interface VpcEndpoint {
  /** Its id, such as `vpce-0123456789abcdef0`. */
  readonly id: string;
  /** Whether private DNS is on: in its network, the host names of execute-api then lead to it. */
  readonly privateDns: boolean;
}
