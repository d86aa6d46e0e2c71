import { z } from "zod";
import { bucketNameForm, domainPrefixForm, isBucketName, isDomainPrefix } from "../src/names";
import { isOrigin, originForm } from "../src/origin";
import { isReason, reasonForm } from "../src/reason";
import { refreshOutlasts, validityBounds } from "../src/token-validity";
import {
  certificateName,
  choice,
  commonTags,
  covers,
  domainName,
  emails,
  integer,
  networkRange,
  none,
  oneOf,
  redirectUrls,
  reservedConcurrency,
  section,
  serviceName,
  text,
  textThat,
  twoZones,
  yesOrNo,
} from "./forms";
import { regions } from "./regions";

/** What a file of this folder holds. Every field is required: what differs between environments has no default. */
export const environmentSchema = section({
  /** First part of every name: 2 to 18 characters, and with the environment's name at most 19. */
  service: serviceName,

  /** The AWS account that everything is created in; checked by the provider, by the backend and before each plan. */
  accountId: text(/^\d{12}$/, "12 digits, as a string"),

  /** The region that everything is created in, for example `ap-northeast-1`. Partition `aws` only. */
  region: textThat(
    (region) => regions.includes(region),
    "a region of the partition aws that the AWS provider knows, such as ap-northeast-1 (environments/regions.ts lists them)",
  ),

  /** Where Terraform keeps the state. */
  state: section({
    /** The S3 bucket of this account and region, shared by the environments that share both. Unique in all of AWS. */
    bucket: textThat(isBucketName, bucketNameForm),
  }),

  /** Tags of every resource, beside `service` and `environment`. At most 40. */
  tags: commonTags,

  /** What stands between a mistake and the users. */
  protections: section({
    /** AWS refuses to delete the user pools. */
    deletionProtection: yesOrNo,
    /** Terraform refuses any plan that would destroy user pools, their clients, identity pools, their files or the KMS key. */
    preventDestroy: yesOrNo,
  }),

  /** What stands between an attacker and the users. */
  security: section({
    /** Whether web ACLs (AWS WAF) stand before REST APIs, the user pool and the front end. They cost money each month. */
    webAcl: yesOrNo,
    /**
     * Whether logs, functions' variables and alarms are encrypted with a KMS key of the environment's own; the log of
     * the front end's web ACL lies in us-east-1, where that key is not.
     */
    customerManagedKey: yesOrNo,
  }),

  /** Where alarms on errors, throttled calls and failed authorizations are sent; `"none"` makes no alarm. */
  alarms: choice(none, section({ emails }), '"none", or an object with emails'),

  /** The user pool and its clients. */
  identity: section({
    /** What users type to sign in. Can't be changed without a new pool. */
    signIn: oneOf(["email", "username"]),
    /** Whether people may create their own account. */
    selfSignUp: yesOrNo,
    /** Whether a second factor (authenticator app) is refused, offered or demanded. */
    mfa: oneOf(["off", "optional", "required"]),
    /** Shortest password, 8 to 99 characters. */
    passwordMinimumLength: integer([8, 99], "characters"),
    /** Cognito's feature plan, which decides the price. */
    featureTier: oneOf(["LITE", "ESSENTIALS", "PLUS"]),
    /** How long tokens are valid. */
    tokenValidity: section({
      /** Access tokens, 5 to 1440 minutes. */
      accessMinutes: integer(validityBounds.accessMinutes, "minutes"),
      /** ID tokens, 5 to 1440 minutes. */
      idMinutes: integer(validityBounds.idMinutes, "minutes"),
      /** Refresh tokens, 1 to 3650 days. */
      refreshDays: integer(validityBounds.refreshDays, "days"),
    }).refine(refreshOutlasts, "access and ID tokens that expire before the refresh token does"),
    /** Cognito's own sign-in pages on a domain of Cognito's, for the clients that use them; `"none"` makes no domain. */
    hostedSignIn: choice(
      none,
      section({
        /** First part of `<prefix>.auth.<region>.amazoncognito.com`, unique in the region. */
        domainPrefix: textThat(isDomainPrefix, domainPrefixForm),
        /** Where users may be sent after signing in, 1 to 100. */
        callbackUrls: redirectUrls(1),
        /** Where users may be sent after signing out, at most 100. */
        logoutUrls: redirectUrls(0),
      }),
      '"none", or an object with domainPrefix, callbackUrls and logoutUrls',
    ),
  }),

  /** The identity pools that show each way of choosing a role. */
  identityPoolModes: section({
    /** Whether there is a pool for people who are not signed in; if so, why. */
    guests: choice(
      z.literal("refused"),
      section({ allowedBecause: textThat(isReason, reasonForm) }),
      '"refused", or an object with allowedBecause',
    ),
    /**
     * Users whose e-mail address contains `@` and this domain get the read role of the pool that chooses by rules: those
     * of the domain, and those of any that begins with it, such as `<domain>.example`, since a rule can't say "ends with".
     */
    emailDomain: domainName,
  }),

  /** Every API's stage. */
  api: section({
    /** Steady rate, 1 to 10000 requests a second; above it callers get 429. */
    throttlingRateLimit: integer([1, 10000], "requests a second"),
    /** Burst, 1 to 5000 requests. */
    throttlingBurstLimit: integer([1, 5000], "requests"),
    /** What API Gateway writes to the execution log. */
    executionLog: oneOf(["OFF", "ERROR", "INFO"]),
    /** How long access, execution and function logs are kept, in days. */
    logRetentionDays: oneOf([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ]),
    /** Whether X-Ray traces requests. */
    tracing: yesOrNo,
  }),

  /** Every Lambda function that serves an API. */
  functions: section({
    /**
     * Runs kept for each function, which is also the most it may have at once; or `"unreserved"`. Together they fit into
     * Lambda's default quota of 1000 for an account and region, of which 100 can't be reserved: 5 functions may have 180
     * each. Both numbers stand in environments/limits.ts.
     */
    reservedConcurrency,
  }),

  /** The environment's private network. */
  network: section({
    /** Its address range, /16 to /24 of the private IPv4 space; no two environments overlap. */
    cidr: networkRange,
    /** The two availability zones of its subnets: the letters, a to h, that follow the region's name. */
    availabilityZones: twoZones,
    /** The VPC endpoint by which private APIs are called: created here, or one that there is already. */
    executeApiEndpoint: choice(
      z.literal("created"),
      section({
        /** Its id. */
        vpcEndpointId: text(/^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/, "a VPC endpoint's id, such as vpce-0123456789abcdef0"),
        /** Whether private DNS is on: in its network, execute-api host names then lead to it. */
        privateDns: yesOrNo,
      }),
      '"created", or an object with vpcEndpointId and privateDns',
    ),
  }),

  /** The front end. */
  web: section({
    /** The one origin that browsers may call the APIs from. */
    origin: textThat(isOrigin, originForm),
    /** The front end's own domain, which lets it demand TLS 1.2; `"none"` leaves it CloudFront's. */
    domain: choice(
      none,
      section({
        /** The host of the origin above. */
        name: domainName,
        /** The domain name of an issued ACM certificate of us-east-1 that covers it. */
        certificate: certificateName,
      }),
      '"none", or an object with name and certificate',
    ),
  })
    .refine(({ origin, domain }) => domain === "none" || origin === `https://${domain.name}`, {
      path: ["domain"],
      error: "the domain whose https origin web.origin is",
    })
    .refine(({ domain }) => domain === "none" || covers(domain.certificate, domain.name), {
      path: ["domain", "certificate"],
      error: "the domain itself, or * in place of its first part",
    }),
});

/** An environment's file, before it is checked. */
export type EnvironmentFile = z.input<typeof environmentSchema>;

/** A checked environment. */
export interface Environment extends z.output<typeof environmentSchema> {
  /** The environment's name, which is its file's. */
  readonly name: string;
}
