import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { domainPrefixForm, isDomainPrefix } from "../../names";
import { AwsStack } from "../aws-stack";
import { type UserPool } from "./user-pool";

/** Props of {@link UserPoolDomain}. */
export interface UserPoolDomainProps {
  /** The pool whose sign-in pages it serves; a pool has one domain of Cognito's. */
  readonly userPool: UserPool;
  /**
   * First part of `<prefix>.auth.<region>.amazoncognito.com`, unique in the region: 1 to 63 lower-case letters, digits
   * and inner hyphens, without aws, amazon or cognito. A change replaces the domain.
   */
  readonly prefix: string;
}

/**
 * A domain of Cognito's with a user pool's sign-in pages and its OAuth endpoints.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 * @throws UserError for a prefix that Cognito refuses, and for a second domain of one pool.
 */
export class UserPoolDomain extends Construct {
  /** The pool whose sign-in pages it serves. */
  readonly userPool: UserPool;
  /** Where it is: `https://<prefix>.auth.<region>.amazoncognito.com`, known when planning. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: UserPoolDomainProps) {
    super(scope, id);
    this.userPool = props.userPool;
    this.checkOnly();
    checkPrefix(this, props.prefix);
    new CognitoUserPoolDomain(this, "resource", {
      userPoolId: props.userPool.id,
      domain: props.prefix,
      // Version 2 shows nothing until a branding style is made for each client, and LITE pools have only version 1.
      managedLoginVersion: 1,
    });
    this.url = `https://${props.prefix}.auth.${AwsStack.of(this).region}.amazoncognito.com`;
  }

  private checkOnly(): void {
    const domains = AwsStack.of(this)
      .node.findAll()
      .filter((other) => other instanceof UserPoolDomain);
    const other = domains.find((domain) => domain !== this && domain.userPool === this.userPool);
    if (!other) return;
    throw new UserError({
      where: this.node.path,
      what: `the user pool has the domain ${other.node.path} already`,
      allowed: "one domain of Cognito's for each user pool",
      fix: "use that one: it serves every client of the pool",
    });
  }
}

function checkPrefix(domain: Construct, prefix: string): void {
  if (isDomainPrefix(prefix)) return;
  throw new UserError({
    where: domain.node.path,
    what: "Cognito refuses this domain prefix",
    got: prefix,
    allowed: domainPrefixForm,
    fix: "choose another prefix",
  });
}
