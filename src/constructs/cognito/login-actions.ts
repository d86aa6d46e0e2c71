import { Construct } from "constructs";
import { type RouteKey } from "../apigateway/route";
import { type ServiceAction } from "../apigateway/service-action";
import { AwsStack } from "../aws-stack";
import { ServiceRole } from "../iam/service-role";
import { type IdentityPool } from "./identity-pool";
import { type LoginLiterals, type LoginOperation, loginOperations, loginTemplate } from "./login-templates";

/** Props of {@link LoginActions}. */
export interface LoginActionsProps {
  /** Name of the role by which API Gateway calls Cognito: 1 to 64 characters, unique in the account. */
  readonly roleName: string;
  /** Where callers get AWS credentials; they sign in through its client, to that client's user pool. */
  readonly identityPool: IdentityPool;
}

/** An operation as a route of an API. */
export interface LoginRoute {
  /** Its route, such as `POST /admin-initiate-auth` for AdminInitiateAuth. */
  readonly key: RouteKey;
  /** What API Gateway calls for it. */
  readonly action: ServiceAction;
}

/**
 * The operations by which users sign in and get AWS credentials, for an API that calls Cognito on behalf of a network
 * that can't. Each route serves one user pool, client and identity pool, whatever a caller asks for; but
 * GetCredentialsForIdentity takes an identity, which may be another identity pool's.
 *
 * The role may call the two operations that IAM decides on, for this user pool. IAM has no say in the other four: their
 * template is what confines them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 * @throws UserError for a role name that IAM refuses.
 */
export class LoginActions extends Construct {
  /** The routes, one for each operation. */
  readonly routes: readonly LoginRoute[];

  constructor(scope: Construct, id: string, props: LoginActionsProps) {
    super(scope, id);
    const role = this.createRole(props);
    const literals = this.literals(props.identityPool);
    this.routes = loginOperations.map((operation) => ({
      key: `POST /${kebabCase(operation)}`,
      action: {
        service: serviceOf(operation),
        action: operation,
        role,
        requestTemplate: loginTemplate(operation, literals),
      },
    }));
  }

  private createRole({ roleName, identityPool }: LoginActionsProps): ServiceRole {
    return new ServiceRole(this, "role", {
      name: roleName,
      service: "apigateway.amazonaws.com",
      permissions: [
        {
          sid: "SignIn",
          actions: ["cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge"],
          resources: [identityPool.client.userPool.arn],
        },
      ],
    });
  }

  private literals({ id, client }: IdentityPool): LoginLiterals {
    return {
      accountId: AwsStack.of(this).accountId,
      userPoolId: client.userPool.id,
      clientId: client.id,
      authFlows: client.authFlows,
      providerName: client.userPool.providerName,
      identityPoolId: id,
    };
  }
}

const serviceOf = (operation: LoginOperation) =>
  operation === "GetId" || operation === "GetCredentialsForIdentity" ? "cognito-identity" : "cognito-idp";

const kebabCase = (name: string) => name.replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
