import { createHash } from "node:crypto";
import { type Refusal, json11, json11Refusal } from "../answers";
import { type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";

/** A domain of a user pool: a prefix of Cognito's own, or one of one's own with its certificate. */
export interface PoolDomain {
  readonly domain: string;
  readonly pool: string;
  readonly certificate?: string;
  readonly managedLoginVersion: number;
}

/** The domains of user pools, of which moto forgets the certificate and the version of the sign-in pages. */
export class UserPoolDomains {
  private readonly domains = new Map<string, PoolDomain>();

  constructor(private readonly accountId: string) {}

  /** What DescribeUserPool says of a pool's domains. */
  of(pool: string): { readonly Domain?: string; readonly CustomDomain?: string } {
    const own = [...this.domains.values()].filter((domain) => domain.pool === pool);
    const prefix = own.find(({ certificate }) => certificate === undefined)?.domain;
    const custom = own.find(({ certificate }) => certificate !== undefined)?.domain;
    return { ...(prefix !== undefined && { Domain: prefix }), ...(custom !== undefined && { CustomDomain: custom }) };
  }

  private readonly create: Handler = async (call, ask) => {
    const { UserPoolId } = jsonOf(call);
    const pool = await ask(call, { target: "DescribeUserPool", body: JSON.stringify({ UserPoolId }) });
    if (!succeeded(pool)) return pool;
    const wanted = domainOf(jsonOf(call));
    const refusal = refuseDomain(wanted, this.domains.get(wanted.domain), this.of(wanted.pool));
    if (refusal) return json11Refusal(refusal);
    this.domains.set(wanted.domain, wanted);
    return json11(this.answered(wanted));
  };

  private readonly update: Handler = async (call) => {
    const { Domain, UserPoolId, ManagedLoginVersion } = jsonOf(call);
    const now = this.domains.get(textOf(Domain));
    if (now?.pool !== textOf(UserPoolId)) return json11Refusal(noSuchDomain);
    const wanted = domainOf({ ...jsonOf(call), ManagedLoginVersion: ManagedLoginVersion ?? now.managedLoginVersion });
    const refusal = refuseDomain(wanted, undefined, {});
    if (refusal) return json11Refusal(refusal);
    this.domains.set(wanted.domain, wanted);
    return json11(this.answered(wanted));
  };

  private readonly show: Handler = async (call) => {
    const found = this.domains.get(textOf(jsonOf(call)["Domain"]));
    if (!found) return json11({ DomainDescription: {} });
    return json11({
      DomainDescription: {
        UserPoolId: found.pool,
        AWSAccountId: this.accountId,
        Domain: found.domain,
        S3Bucket: `aws-cognito-prod-${call.region}-assets`,
        CloudFrontDistribution: cloudFrontDomain(found.domain),
        Version: "20260101000000",
        Status: "ACTIVE",
        CustomDomainConfig: found.certificate === undefined ? {} : { CertificateArn: found.certificate },
        ManagedLoginVersion: found.managedLoginVersion,
      },
    });
  };

  private readonly remove: Handler = async (call) => {
    const { Domain, UserPoolId } = jsonOf(call);
    if (this.domains.get(textOf(Domain))?.pool !== textOf(UserPoolId)) return json11Refusal(noSuchDomain);
    this.domains.delete(textOf(Domain));
    return json11({});
  };

  /** Every operation on domains. */
  readonly handlers: Mend["handlers"] = {
    CreateUserPoolDomain: this.create,
    UpdateUserPoolDomain: this.update,
    DescribeUserPoolDomain: this.show,
    DeleteUserPoolDomain: this.remove,
  };

  private answered({ domain, certificate, managedLoginVersion }: PoolDomain): Json {
    return {
      ...(certificate !== undefined && { CloudFrontDomain: cloudFrontDomain(domain) }),
      ManagedLoginVersion: managedLoginVersion,
    };
  }
}

/** Why Cognito would not have a domain, beside those that are there; undefined when it would. */
export function refuseDomain(
  { domain, certificate }: PoolDomain,
  taken: PoolDomain | undefined,
  ofPool: { readonly Domain?: string; readonly CustomDomain?: string },
): Refusal | undefined {
  if (taken) return invalid("Domain already associated with another user pool.");
  if ((certificate === undefined ? ofPool.Domain : ofPool.CustomDomain) !== undefined) {
    return invalid("User pool already has a domain configured.");
  }
  if (certificate !== undefined) {
    return /^arn:aws:acm:us-east-1:\d{12}:certificate\//.test(certificate)
      ? undefined
      : invalid("Invalid certificate ARN: a custom domain needs a certificate of ACM in us-east-1.");
  }
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(domain)) {
    return invalid(`Domain prefix ${domain} is invalid: lower-case letters, digits and inner hyphens, 63 at most.`);
  }
  const reserved = ["aws", "amazon", "cognito"].find((word) => domain.includes(word));
  return reserved === undefined ? undefined : invalid(`Domain cannot contain reserved word: ${reserved}`);
}

function domainOf({ Domain, UserPoolId, CustomDomainConfig, ManagedLoginVersion }: Json): PoolDomain {
  const custom = CustomDomainConfig as { readonly CertificateArn?: string } | undefined;
  return {
    domain: textOf(Domain),
    pool: textOf(UserPoolId),
    ...(custom && { certificate: custom.CertificateArn ?? "" }),
    managedLoginVersion: typeof ManagedLoginVersion === "number" ? ManagedLoginVersion : 1,
  };
}

function cloudFrontDomain(domain: string): string {
  return `d${createHash("sha256").update(domain).digest("hex").slice(0, 13)}.cloudfront.net`;
}

const noSuchDomain = invalid("No such domain or user pool exists.");

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
}
