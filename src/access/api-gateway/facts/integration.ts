import { type Formula } from "../../formula";
import { type Role } from "../../iam/role";

/** What answers a route's calls. */
export type Integration =
  | LambdaIntegration
  | ServiceIntegration
  /** Asks nobody for a permission: a mock, API Gateway itself, or a server on the network. */
  | { readonly kind: "mock" | "http" }
  | {
      readonly kind: "unknown";
      /** What is not known, as a statement that is true or false of a call. */
      readonly text: string;
    };

export interface LambdaIntegration {
  readonly kind: "lambda";
  readonly functionArn: string;
  /** The function's address; absent where it is not in the configuration. */
  readonly functionAddress?: string;
  /** What the function's resource policy allows, as far as it stands in the configuration. */
  readonly permissions: readonly LambdaPermission[];
  readonly credentials: IntegrationCredentials;
}

/** A call of an AWS service. */
export interface ServiceIntegration {
  readonly kind: "service";
  /** Such as `cognito-idp`. */
  readonly service: string;
  /** Such as `cognito-idp:AdminInitiateAuth`; absent where the request decides. */
  readonly action?: string;
  /** The ARN of what it acts upon; absent where the request decides. */
  readonly resource?: string;
  readonly credentials: IntegrationCredentials;
}

/** With which rights an integration is called. */
export type IntegrationCredentials =
  /** As API Gateway itself: the function's resource policy decides. */
  | { readonly kind: "none" }
  /** As the caller: `arn:aws:iam::*:user/*`. */
  | { readonly kind: "caller" }
  | {
      readonly kind: "role";
      readonly arn: string;
      /** Absent where the role is not in the configuration. */
      readonly role?: Role;
    };

/** A statement of a function's resource policy: `aws_lambda_permission`. */
export interface LambdaPermission {
  readonly address: string;
  /** When it is about the function: undecided where only AWS will know the names. */
  readonly when: Formula;
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  readonly principal: string;
  /** A pattern of the ARN on whose behalf API Gateway calls. @default - any */
  readonly sourceArn?: string;
  /** @default - any */
  readonly sourceAccount?: string;
  /** The organization that the caller has to belong to. @default - any */
  readonly organization?: string;
}
