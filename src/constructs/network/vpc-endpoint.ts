/**
 * An interface endpoint of API Gateway, by which private APIs are called. Where private DNS is on, every execute-api
 * host name leads to it in its VPC, and calls of public APIs by those names are answered 403 there: an endpoint serves
 * private APIs alone. Custom domain names of public APIs work on.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 */
export interface VpcEndpoint {
  /** Its id, such as `vpce-0123456789abcdef0`; of one that is created here, known after the first apply. */
  readonly id: string;
  /** Whether private DNS is on: private APIs are then called at their usual host names. */
  readonly privateDns: boolean;
}
