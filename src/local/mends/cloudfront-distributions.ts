import { type Refusal } from "../answers";
import { elementsOf, innerAt, itemsAt, textAt } from "../xml";
import { type Configured } from "./cloudfront-configs";
import { webAclOf } from "./cloudfront-web-acls";

/** What a distribution may refer to. */
export interface Referable {
  readonly cachePolicies: ReadonlySet<string>;
  readonly originRequestPolicies: ReadonlySet<string>;
  readonly responseHeadersPolicies: ReadonlySet<string>;
  readonly originAccessControls: ReadonlySet<string>;
  /** ARNs of functions that are published. */
  readonly functions: ReadonlySet<string>;
  /** Domain names of other distributions. */
  readonly takenAliases: ReadonlySet<string>;
}

const most = { origins: 100, behaviors: 75 };

/** A configuration as CloudFront keeps it: there are origin groups, be it none, in every one. */
export function savedDistribution(config: string): string {
  return innerAt(config, "OriginGroups") === undefined
    ? `${config}<OriginGroups><Quantity>0</Quantity></OriginGroups>`
    : config;
}

/** What stands before a distribution's configuration. Changes are deployed at once. */
export function distributionHead({ id, modified }: Configured, accountId: string): string {
  const nobody = "<Enabled>false</Enabled><Quantity>0</Quantity>";
  return [
    `<Id>${id}</Id><ARN>${distributionArn(id, accountId)}</ARN><Status>Deployed</Status>`,
    `<LastModifiedTime>${modified}</LastModifiedTime>`,
    "<InProgressInvalidationBatches>0</InProgressInvalidationBatches>",
    `<DomainName>d${id.toLowerCase()}.cloudfront.net</DomainName>`,
    `<ActiveTrustedSigners>${nobody}</ActiveTrustedSigners><ActiveTrustedKeyGroups>${nobody}</ActiveTrustedKeyGroups>`,
  ].join("");
}

/** The ARN of a distribution. */
export function distributionArn(id: string, accountId: string): string {
  return `arn:aws:cloudfront::${accountId}:distribution/${id}`;
}

/** The domain names of one's own that a distribution answers to. */
export function aliasesOf(config: string): string[] {
  return itemsAt(config, "Aliases").map(({ inner }) => inner.trim());
}

/** Why CloudFront would not have a distribution of this configuration; undefined when it would. */
export function refuseDistribution(config: string, known: Referable): Refusal | undefined {
  const origins = itemsAt(config, "Origins").map(({ inner }) => inner);
  const behaviors = [
    ...elementsOf(config).filter(({ name }) => name === "DefaultCacheBehavior"),
    ...itemsAt(config, "CacheBehaviors"),
  ].map(({ inner }) => inner);
  if (origins.length > most.origins) return refused("TooManyOrigins", `At most ${most.origins} origins.`);
  if (behaviors.length > most.behaviors + 1) {
    return refused("TooManyCacheBehaviors", `At most ${most.behaviors} cache behaviors.`);
  }
  const patterns = behaviors.map((behavior) => textAt(behavior, "PathPattern")).filter((pattern) => pattern !== "");
  if (new Set(patterns).size < patterns.length) {
    return refused("InvalidArgument", "The parameter PathPattern contains duplicates.");
  }
  const ids = new Set(origins.map((origin) => textAt(origin, "Id")));
  return (
    origins.map((origin) => refuseOrigin(origin, known)).find(Boolean) ??
    behaviors.map((behavior) => refuseBehavior(behavior, ids, known)).find(Boolean) ??
    refuseViewers(config, known)
  );
}

function refuseOrigin(origin: string, { originAccessControls }: Referable): Refusal | undefined {
  const control = textAt(origin, "OriginAccessControlId");
  if (control !== "" && !originAccessControls.has(control)) {
    return refused("InvalidOriginAccessControl", `The origin access control ${control} does not exist.`);
  }
  const ofBucket = innerAt(origin, "S3OriginConfig") !== undefined;
  return ofBucket || innerAt(origin, "CustomOriginConfig") !== undefined
    ? undefined
    : refused("InvalidOrigin", `The origin ${textAt(origin, "Id")} is neither of S3 nor custom.`);
}

function refuseBehavior(behavior: string, origins: ReadonlySet<string>, known: Referable): Refusal | undefined {
  if (!origins.has(textAt(behavior, "TargetOriginId"))) {
    return { ...refused("NoSuchOrigin", "One or more of your origins or origin groups do not exist."), status: 404 };
  }
  for (const [element, ids] of [
    ["CachePolicy", known.cachePolicies],
    ["OriginRequestPolicy", known.originRequestPolicies],
    ["ResponseHeadersPolicy", known.responseHeadersPolicies],
  ] as const) {
    const id = textAt(behavior, `${element}Id`);
    if (id === "" || ids.has(id)) continue;
    return { ...refused(`NoSuch${element}`, `The specified ${element} does not exist: ${id}`), status: 404 };
  }
  if (textAt(behavior, "CachePolicyId") === "" && innerAt(behavior, "ForwardedValues") === undefined) {
    return refused("InvalidArgument", "The parameter ForwardedValues is required, or a cache policy in its place.");
  }
  const unpublished = itemsAt(behavior, "FunctionAssociations")
    .map(({ inner }) => textAt(inner, "FunctionARN"))
    .find((arn) => !known.functions.has(arn));
  return unpublished === undefined
    ? undefined
    : refused("InvalidFunctionAssociation", `There is no published function ${unpublished}.`);
}

function refuseViewers(config: string, { takenAliases }: Referable): Refusal | undefined {
  const aliases = aliasesOf(config);
  const taken = aliases.find((alias) => takenAliases.has(alias));
  if (taken !== undefined) {
    const message = `One or more of the CNAMEs you provided are already associated with a different resource: ${taken}`;
    return { ...refused("CNAMEAlreadyExists", message), status: 409 };
  }
  const certificate = textAt(config, "ViewerCertificate", "ACMCertificateArn");
  if (certificate !== "" && !certificate.startsWith("arn:aws:acm:us-east-1:")) {
    const message = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, or isn't valid.";
    return refused("InvalidViewerCertificate", message);
  }
  if (aliases.length > 0 && certificate === "" && textAt(config, "ViewerCertificate", "IAMCertificateId") === "") {
    const message = "To add an alternate domain name (CNAME), you must attach a trusted certificate.";
    return refused("InvalidViewerCertificate", message);
  }
  const acl = webAclOf(config);
  return acl === "" || /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//.test(acl)
    ? undefined
    : refused("InvalidWebACLId", `A web ACL of scope CLOUDFRONT is needed: ${acl}`);
}

/** Why CloudFront would not delete a distribution; undefined when it would. */
export function refuseDistributionDeletion({ config }: Pick<Configured, "config">): Refusal | undefined {
  const message = "The distribution you are trying to delete has not been disabled.";
  return textAt(config, "Enabled") === "true" ? { status: 409, type: "DistributionNotDisabled", message } : undefined;
}

function refused(type: string, message: string): Refusal {
  return { status: 400, type, message };
}
