import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { checkLength } from "../ranges";
import { holdsTemplate } from "../tokens";

/** What a directive of a content security policy is about. */
export type Directive =
  | "base-uri"
  | "connect-src"
  | "default-src"
  | "font-src"
  | "form-action"
  | "frame-ancestors"
  | "frame-src"
  | "img-src"
  | "manifest-src"
  | "media-src"
  | "object-src"
  | "script-src"
  | "style-src"
  | "worker-src";

/** From where pages may load what, and to whom they may speak: sources by directive, such as `'self'` or an origin. */
export type ContentSecurityPolicy = Readonly<Partial<Record<Directive, readonly [string, ...string[]]>>>;

/** Props of {@link SecurityHeaders}. */
export interface SecurityHeadersProps {
  /** The policy's name, 1 to 128 characters, unique in the account. */
  readonly name: string;
  /** Laid over the default, directive by directive: everything from the site's own origin, and nobody frames it. */
  readonly contentSecurityPolicy: ContentSecurityPolicy;
}

/** A page gets everything from its own origin (images also from its own text), and nobody frames it. */
const ownOriginOnly: ContentSecurityPolicy = {
  "default-src": ["'self'"],
  "base-uri": ["'self'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  // Bundlers write small images into the page.
  "img-src": ["'self'", "data:"],
  "object-src": ["'none'"],
};

/**
 * The headers by which browsers protect a site's users, on every answer of a distribution.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 * @throws UserError for a name that CloudFront refuses, and for a source that would end its directive, or that Terraform
 * would fill in.
 */
export class SecurityHeaders extends Construct {
  /** The response headers policy's id. */
  readonly policyId: string;

  constructor(scope: Construct, id: string, props: SecurityHeadersProps) {
    super(scope, id);
    checkLength(this, "name", props.name, 1, 128);
    checkSources(this, props.contentSecurityPolicy);
    const override = true;
    const policy = new CloudfrontResponseHeadersPolicy(this, "resource", {
      name: props.name,
      securityHeadersConfig: {
        // Hosts below this one are not this site's to decide on, and preloading can't be taken back.
        strictTransportSecurity: { override, accessControlMaxAgeSec: year, includeSubdomains: false, preload: false },
        contentTypeOptions: { override },
        frameOptions: { override, frameOption: "DENY" },
        referrerPolicy: { override, referrerPolicy: "strict-origin-when-cross-origin" },
        contentSecurityPolicy: { override, contentSecurityPolicy: headerOf(props.contentSecurityPolicy) },
      },
    });
    this.policyId = policy.id;
  }
}

const year = 31_536_000;

function headerOf(policy: ContentSecurityPolicy): string {
  const directives = Object.entries({ ...ownOriginOnly, ...policy }).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return directives.map(([directive, sources]) => [directive, ...sources].join(" ")).join("; ");
}

function checkSources(construct: Construct, policy: ContentSecurityPolicy): void {
  for (const [directive, sources] of Object.entries(policy)) {
    const wrong = sources.find((source) => !/^[^\s;,]+$/.test(source) || holdsTemplate(source));
    if (wrong === undefined) continue;
    throw new UserError({
      where: construct.node.path,
      what: `contentSecurityPolicy: this can't be a source of ${directive}`,
      got: wrong,
      allowed: "sources without spaces, commas, semicolons, ${ and %{, one by one",
      fix: "correct the source",
    });
  }
}
