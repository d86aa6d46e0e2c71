/** What {@link isBucketName} accepts, in words. */
export const bucketNameForm =
  "a name of 3 to 63 lower-case letters and digits, with hyphens inside only, that neither begins with xn--, sthree- or " +
  "amzn-s3-demo- nor ends with -s3alias, --ol-s3, --x-s3 or --table-s3";

/**
 * Whether S3 takes a name for a bucket. Dots, which it would take, are left out: they break TLS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketName(name: string): boolean {
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) && !reserved.test(name);
}

/** What {@link isDomainPrefix} accepts, in words. */
export const domainPrefixForm =
  "1 to 63 lower-case letters and digits, with hyphens inside only, and without aws, amazon or cognito";

/**
 * Whether Cognito takes a text for the first part of a user pool's domain.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
export function isDomainPrefix(text: string): boolean {
  return /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** Whether EC2 takes names of security groups that begin with a text and a hyphen: their ids begin with `sg-`. */
export function canNameSecurityGroups(beginning: string): boolean {
  return !`${beginning}-`.startsWith("sg-");
}

/** The letters of availability zones that networks have room for. */
export const zoneLetters = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** An e-mail address as part of a construct's id: `ops-at-example-com`. Some that differ in punctuation share one. */
export function idOfEmail(email: string): string {
  return email.replace("@", "-at-").replaceAll(/[^A-Za-z0-9]+/g, "-");
}
