import { type ServiceRole } from "../iam/service-role";

/** An operation of an AWS service that API Gateway itself calls for a route. */
export interface ServiceAction {
  /** The service as API Gateway names it in integration URIs, such as `cognito-idp`. */
  readonly service: string;
  /** The operation, such as `AdminInitiateAuth`. */
  readonly action: string;
  /** The role that API Gateway assumes to call it. */
  readonly role: ServiceRole;
  /** Turns the request's body into the operation's (Velocity); used for every content type the route accepts. */
  readonly requestTemplate: string;
}
