import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { refreshOutlasts, type TokenValidity, validityBounds } from "../../token-validity";
import { checkRange } from "../ranges";
import { checkHostedSignIn, type HostedSignIn, oauthSettings, scopesOf } from "./hosted-sign-in";
import { checkName } from "./names";
import { type UserPool } from "./user-pool";

/** How users may sign in through a client. Refreshing tokens is always allowed. */
export type AuthFlow =
  | "ALLOW_USER_SRP_AUTH"
  | "ALLOW_USER_PASSWORD_AUTH"
  | "ALLOW_ADMIN_USER_PASSWORD_AUTH"
  | "ALLOW_CUSTOM_AUTH";

/** Props of {@link AppClient}. */
export interface AppClientProps {
  /** The pool whose users sign in. */
  readonly userPool: UserPool;
  /** The last part of its Terraform address; a change gives the client a new id. */
  readonly address: string;
  /** The client's name: 1 to 128 letters, digits, spaces and + = , . @ - _. */
  readonly name: string;
  /** How users may sign in; at least one way. `ADMIN_NO_SRP_AUTH` is the old name of ALLOW_ADMIN_USER_PASSWORD_AUTH. */
  readonly authFlows: readonly [AuthFlow, ...AuthFlow[]];
  /** How long tokens are valid. */
  readonly tokenValidity: TokenValidity;
  /** How users sign in on the pool's own pages. @default - not at all: OAuth is off, also where it was on before */
  readonly hostedSignIn?: HostedSignIn;
}

/**
 * An application through which users of a pool sign in: a public client without a secret, whose tokens can be revoked
 * and whose errors don't tell whether a user exists.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 * @throws UserError for a name, a validity or URLs that Cognito refuses, and for a domain or scopes of another pool.
 */
export class AppClient extends Construct {
  /** The client's id, the audience of its ID tokens. */
  readonly id: string;
  /** The pool whose users sign in. */
  readonly userPool: UserPool;
  /** How users may sign in, beside refreshing tokens. */
  readonly authFlows: AppClientProps["authFlows"];
  /** What an identity pool's role mapping calls it: `cognito-idp.<region>.amazonaws.com/<pool id>:<client id>`. */
  readonly roleMappingKey: string;
  /**
   * The scopes that its access tokens can carry. A sign-in through Cognito's API gives `aws.cognito.signin.user.admin`
   * and nothing else; the others come from the sign-in pages.
   */
  readonly scopes: readonly string[];

  constructor(scope: Construct, id: string, props: AppClientProps) {
    super(scope, id);
    checkName(this, props.name);
    checkTokenValidity(this, props.tokenValidity);
    if (props.hostedSignIn) checkHostedSignIn(this, props.userPool, props.hostedSignIn);
    const client = new CognitoUserPoolClient(this, "resource", {
      name: props.name,
      userPoolId: props.userPool.id,
      explicitAuthFlows: [...new Set<string>(props.authFlows), "ALLOW_REFRESH_TOKEN_AUTH"].toSorted(),
      generateSecret: false,
      accessTokenValidity: props.tokenValidity.accessMinutes,
      idTokenValidity: props.tokenValidity.idMinutes,
      refreshTokenValidity: props.tokenValidity.refreshDays,
      tokenValidityUnits: [{ accessToken: "minutes", idToken: "minutes", refreshToken: "days" }],
      enableTokenRevocation: true,
      preventUserExistenceErrors: "ENABLED",
      ...oauthSettings(props.hostedSignIn),
      lifecycle: { preventDestroy: props.userPool.preventDestroy },
    });
    client.overrideLogicalId(props.address);
    this.id = client.id;
    this.userPool = props.userPool;
    this.authFlows = props.authFlows;
    this.roleMappingKey = `${props.userPool.providerName}:${client.id}`;
    const hosted = props.hostedSignIn ? scopesOf(props.hostedSignIn) : [];
    this.scopes = [...new Set(["aws.cognito.signin.user.admin", ...hosted])];
  }
}

function checkTokenValidity(client: AppClient, validity: TokenValidity): void {
  const { accessMinutes, idMinutes, refreshDays } = validityBounds;
  checkRange(client, "tokenValidity.accessMinutes", validity.accessMinutes, ...accessMinutes, "minutes");
  checkRange(client, "tokenValidity.idMinutes", validity.idMinutes, ...idMinutes, "minutes");
  checkRange(client, "tokenValidity.refreshDays", validity.refreshDays, ...refreshDays, "days");
  if (refreshOutlasts(validity)) return;
  throw new UserError({
    where: client.node.path,
    what: "access and ID tokens must expire before the refresh token does",
    got: validity,
    allowed: `less than ${validity.refreshDays * 24 * 60} minutes with these refreshDays`,
    fix: "shorten accessMinutes and idMinutes, or lengthen refreshDays",
  });
}
