import { type Formula } from "../../formula";
import { type Policy } from "../../iam/policy";
import { type Integration } from "./integration";
import { type AskedScopes } from "./scopes";

/** A REST or HTTP API as one of its stages serves it. */
export interface Api {
  readonly address: string;
  /** What people call it; the same for each of its stages. */
  readonly label: string;
  readonly kind: "REST" | "HTTP";
  /** Its id, a symbol where only AWS will know it. */
  readonly id: string;
  /** What the ARN of each of its methods begins with: `arn:aws:execute-api:<region>:<account>:<id>`. */
  readonly executionArn: string;
  readonly accountId: string;
  /** The stage; absent where the API is not deployed. */
  readonly stage?: Stage;
  /** Where its own name leads: `private` ones are reached through VPC endpoints only. */
  readonly endpoint: "edge" | "regional" | "private" | "unknown";
  /** The VPC endpoints that have DNS names for it; that lets nobody in and keeps nobody out. */
  readonly vpcEndpointIds: readonly string[];
  /** Whether the name that AWS gave it leads nowhere, so that only custom domains do. */
  readonly defaultEndpoint: "enabled" | "disabled" | "unknown";
  /** The addresses of custom domains that lead to it, as far as they stand in the configuration. */
  readonly customDomains: readonly string[];
  /** Under which conditions there is any of them. @default - always */
  readonly customDomainsWhen?: Formula;
  /** Absent where it has none; HTTP APIs have none. */
  readonly resourcePolicy?: Policy;
  /** Whether it has a body that is not known, or YAML: what it says of routes, and of the API, is not known. @default false */
  readonly bodyUnread?: boolean;
  /** In the order of their paths and methods. */
  readonly routes: readonly Route[];
  /** Under which conditions there is such an API. @default - always */
  readonly when?: Formula;
}

export interface Stage {
  readonly name: string;
  /** The address of the stage, or of the deployment that makes it. */
  readonly address: string;
  /** When it serves the API: it may be another API's, or there may be no such stage. */
  readonly when: Formula;
}

/** A stage with the variables that integrations may refer to. */
export interface StageFacts extends Stage {
  readonly variables: ReadonlyMap<string, string>;
}

/** A method of a REST API, or a route of an HTTP API. */
export interface Route {
  /** The address where it is declared: the API's where it stands in an OpenAPI document. */
  readonly address: string;
  /** Such as `GET /members/{id}`, or `$default`. */
  readonly label: string;
  /** An HTTP method, or `ANY` for those that its path has no route of its own for. */
  readonly method: string;
  /** The path's template, beginning with a slash; `$default` for what no other route of an HTTP API serves. */
  readonly path: string;
  readonly auth: Auth;
  /** Only REST APIs require any. */
  readonly apiKeyRequired: boolean | "unknown";
  readonly integration: Integration;
  /** Whether it only answers browsers that ask before a call; API Gateway does so by itself where HTTP APIs have CORS. */
  readonly preflight: boolean;
  /** Under which conditions there is such a route. @default - always */
  readonly when?: Formula;
  /** Under which conditions it has its integration. @default - always */
  readonly integrationWhen?: Formula;
}

/** Whom a route lets through. */
export type Auth =
  | { readonly kind: "none" }
  | { readonly kind: "iam" }
  | UserPoolAuth
  | JwtAuth
  | LambdaAuth
  | {
      readonly kind: "unknown";
      /** What is not known, as a statement that is true or false of a call. */
      readonly text: string;
    };

/** Whoever a function lets in: `CUSTOM`. */
export interface LambdaAuth {
  readonly kind: "lambda-authorizer";
  /** The authorizer's address. */
  readonly address: string;
  /** Its id, in whose name its function is called. */
  readonly id: string;
  /** How its function is called; absent where that is not known. */
  readonly integration?: Integration;
}

/** A token of certain user pools: `COGNITO_USER_POOLS`. With scopes an access token is asked for, without an ID token. */
export interface UserPoolAuth extends AskedScopes {
  readonly kind: "user-pool";
  /** The user pools' ARNs. */
  readonly pools: readonly string[];
  readonly address: string;
}

/** A token of an issuer, for an audience: `JWT`. */
export interface JwtAuth extends AskedScopes {
  readonly kind: "jwt";
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly address: string;
}
