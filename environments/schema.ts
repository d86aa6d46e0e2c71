import { isIPv4 } from "node:net";
import { z } from "zod";
import { isOrigin, isRedirectUrl, originForm } from "../src/origin";

const text = (form: RegExp, allowed: string) => z.string(allowed).regex(form, allowed);
const integer = (least: number, most: number, unit: string) => {
  const allowed = `a whole number of ${unit}, ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
};
const oneOf = <const T extends readonly (string | number)[]>(values: T) =>
  z.literal(values, `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`);
const yesOrNo = z.boolean("true or false");
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "invalid_type" ? `an object with ${Object.keys(shape).join(", ")}` : undefined),
  });

// What every service that carries tags accepts: IAM is the strictest.
const tagKey = text(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  "a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @ that does not begin with aws:",
);
const tagValue = text(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  "a text of at most 256 letters, digits, spaces and _ . : / = + - @",
);
const ipv4Range = z
  .string("a private IPv4 range")
  .refine(isPrivateRange, "a private IPv4 range of /16 to /24, such as 10.20.0.0/16, with the host bits zero");

const choice = <One extends z.ZodType, Other extends z.ZodType>(one: One, other: Other, allowed: string) =>
  z.union([one, other], allowed);
const none = z.literal("none");
const reservedRuns = '"unreserved", or a whole number of runs, 1 to 1000';
const zone = text(/^[a-z]$/, 'a letter, such as "a"');
const zones = 'two different letters, such as ["a", "c"]';
const emails = () => {
  const allowed = "1 to 10 e-mail addresses";
  return z.array(z.email(allowed), allowed).min(1, allowed).max(10, allowed);
};
const domainName = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as app.example.com",
);
const certificateName = text(
  /^(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a certificate's domain name, such as app.example.com or *.example.com",
);
const redirectUrls = (least: number) => {
  const allowed = `${least} to 100 URLs of https (or of http://localhost), without a fragment`;
  return z.array(z.string(allowed).refine(isRedirectUrl, allowed), allowed).min(least, allowed).max(100, allowed);
};
const reasonForm = "a sentence that says why, of at least 10 characters";
const reason = z.string(reasonForm).refine((sentence) => sentence.trim().length >= 10, reasonForm);

/** What a file of this folder holds. Every field is required: what differs between environments has no default. */
export const environmentSchema = section({
  /** First part of every name. 2 to 20 lower-case letters, digits and hyphens, the first a letter. */
  service: text(/^[a-z][a-z0-9-]{1,19}$/, "2 to 20 lower-case letters, digits and hyphens, the first a letter"),

  /** The AWS account that everything is created in; checked by the provider, by the backend and before each plan. */
  accountId: text(/^\d{12}$/, "12 digits, as a string"),

  /** The region that everything is created in, for example `ap-northeast-1`. Partition `aws` only. */
  region: text(
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|east|north|northeast|northwest|south|southeast|southwest|west)-\d$/,
    "a region of the partition aws, such as ap-northeast-1",
  ),

  /** Where Terraform keeps the state. */
  state: section({
    /** The S3 bucket of this account and region, shared by the environments that share both. Unique in all of AWS. */
    bucket: text(
      /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      "an S3 bucket name of 3 to 63 lower-case letters, digits and hyphens, without a reserved beginning or ending",
    ),
  }),

  /** Tags of every resource, beside `service` and `environment`. At most 40. */
  tags: z
    .record(tagKey, tagValue, "an object of texts")
    .refine((tags) => Object.keys(tags).length <= 40, "at most 40 tags")
    .refine(
      (tags) => !Object.keys(tags).some((key) => ["service", "environment"].includes(key.toLowerCase())),
      "keys other than service and environment, which are set anyway",
    )
    .refine(
      (tags) => new Set(Object.keys(tags).map((key) => key.toLowerCase())).size === Object.keys(tags).length,
      "keys that differ in more than upper and lower case, which IAM does not tell apart",
    ),

  /** What stands between a mistake and the users. */
  protections: section({
    /** AWS refuses to delete the user pool. */
    deletionProtection: yesOrNo,
    /** Terraform refuses any plan that would destroy the user pool, its clients or the identity pool. */
    preventDestroy: yesOrNo,
  }),

  /** What stands between an attacker and the users. */
  security: section({
    /** Whether web ACLs (AWS WAF) stand before REST APIs, the user pool and the front end. They cost money each month. */
    webAcl: yesOrNo,
    /** Whether logs, functions' variables and alarms are encrypted with a KMS key of the environment's own. */
    customerManagedKey: yesOrNo,
  }),

  /** Where alarms on errors, throttled calls and failed authorizations are sent; `"none"` makes no alarm. */
  alarms: choice(none, section({ emails: emails() }), '"none", or an object with emails'),

  /** The user pool and its clients. */
  identity: section({
    /** What users type to sign in. Can't be changed without a new pool. */
    signIn: oneOf(["email", "username"]),
    /** Whether people may create their own account. */
    selfSignUp: yesOrNo,
    /** Whether a second factor (authenticator app) is refused, offered or demanded. */
    mfa: oneOf(["off", "optional", "required"]),
    /** Shortest password, 8 to 99 characters. */
    passwordMinimumLength: integer(8, 99, "characters"),
    /** Cognito's feature plan, which decides the price. */
    featureTier: oneOf(["LITE", "ESSENTIALS", "PLUS"]),
    /** How long tokens are valid. */
    tokenValidity: section({
      /** Access tokens, 5 to 1440 minutes. */
      accessMinutes: integer(5, 1440, "minutes"),
      /** ID tokens, 5 to 1440 minutes. */
      idMinutes: integer(5, 1440, "minutes"),
      /** Refresh tokens, 1 to 3650 days. */
      refreshDays: integer(1, 3650, "days"),
    }).refine(
      ({ accessMinutes, idMinutes, refreshDays }) => Math.max(accessMinutes, idMinutes) < refreshDays * 24 * 60,
      "access and ID tokens that expire before the refresh token does",
    ),
    /** Cognito's own sign-in pages on a domain of Cognito's, for the clients that use them; `"none"` makes no domain. */
    hostedSignIn: choice(
      none,
      section({
        /** First part of `<prefix>.auth.<region>.amazoncognito.com`, unique in the region. */
        domainPrefix: text(
          /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
          "1 to 63 lower-case letters, digits and hyphens, without aws, amazon or cognito",
        ),
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
      section({ allowedBecause: reason }),
      '"refused", or an object with allowedBecause',
    ),
    /** Users whose verified e-mail address is of this domain get the read role of the pool that chooses by rules. */
    emailDomain: domainName,
  }),

  /** Every API's stage. */
  api: section({
    /** Steady rate, 1 to 10000 requests a second; above it callers get 429. */
    throttlingRateLimit: integer(1, 10000, "requests a second"),
    /** Burst, 1 to 5000 requests. */
    throttlingBurstLimit: integer(1, 5000, "requests"),
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
    /** Runs kept for each function, which is also the most it may have at once, 1 to 1000; or `"unreserved"`. */
    reservedConcurrency: choice(
      z.literal("unreserved"),
      z.int(reservedRuns).min(1, reservedRuns).max(1000, reservedRuns),
      reservedRuns,
    ),
  }),

  /** The environment's private network. */
  network: section({
    /** Its address range, /16 to /24 of the private IPv4 space; no two environments overlap. */
    cidr: ipv4Range,
    /** The two availability zones of its subnets: the letters that follow the region's name. */
    availabilityZones: z.tuple([zone, zone], zones).refine(([one, other]) => one !== other, zones),
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
    origin: z.string(originForm).refine(isOrigin, originForm),
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

/** The first and last address of an IPv4 range, as numbers. `range` has the form a.b.c.d/n. */
export function addressesOf(range: string): readonly [first: number, last: number] {
  const [address = "", bits] = range.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

function isPrivateRange(range: string): boolean {
  const [address = "", bits = "", ...rest] = range.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^(1[6-9]|2[0-4])$/.test(bits)) return false;
  const [first, last] = addressesOf(range);
  const sizeOfRange = last - first + 1;
  const within = (outer: string) => {
    const [outerFirst, outerLast] = addressesOf(outer);
    return first >= outerFirst && last <= outerLast;
  };
  return first % sizeOfRange === 0 && ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some(within);
}

const covers = (certificate: string, name: string) =>
  certificate === name || certificate === `*${name.slice(name.indexOf("."))}`;
