import { z } from "zod";
import { ipv4Range, liesWithin } from "../src/ipv4";
import { canNameSecurityGroups, idOfEmail, isBucketName, zoneLetters } from "../src/names";
import { isRedirectUrl, redirectUrlForm } from "../src/origin";
import { reservableRuns, reservingFunctions } from "./limits";

// What fields are made of. Each says in words what it accepts: that is the message.

/** A text of a form. What is checked beside the form is checked only where the form is right. */
export const text = (form: RegExp, allowed: string) => z.string(allowed).regex(form, { error: allowed, abort: true });

/** A text that a rule accepts which constructs know too. */
export const textThat = (accepts: (value: string) => boolean, allowed: string) =>
  z.string(allowed).refine(accepts, allowed);

export const integer = ([least, most]: readonly [least: number, most: number], unit: string) => {
  const allowed = `a whole number of ${unit}, ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
};

export const oneOf = <const T extends readonly (string | number)[]>(values: T) =>
  z.literal(values, `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`);

export const yesOrNo = z.boolean("true or false");

/** An object of exactly these fields. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "invalid_type" ? `an object with ${Object.keys(shape).join(", ")}` : undefined),
  });

/** One of two; an object is taken for the second. */
export const choice = <One extends z.ZodType, Other extends z.ZodType>(one: One, other: Other, allowed: string) =>
  z.union([one, other], allowed);

export const none = z.literal("none");

/** The first part of every name; what AWS refuses of those names is refused here. */
export const serviceName = text(
  /^[a-z][a-z0-9-]{0,16}[a-z0-9]$/,
  "2 to 18 lower-case letters and digits, the first a letter, with hyphens inside only",
)
  .refine((service) => !/^(aws|ssm)/.test(service), {
    error: "a name that does not begin with aws or ssm: Systems Manager keeps such parameters for AWS",
    abort: true,
  })
  .refine(canNameSecurityGroups, {
    error: "a name that is not sg and does not begin with sg-: EC2 takes such security groups' names for ids",
    abort: true,
  })
  .refine(
    (service) => isBucketName(`${service}-bucket`),
    "a name that is not sthree or amzn-s3-demo and does not begin with xn--, sthree- or amzn-s3-demo-: S3 refuses such buckets",
  );

// What every service that carries tags accepts: IAM is the strictest.
const tagKey = text(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  "a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @ that does not begin with aws:",
);
const tagValue = text(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  "a text of at most 256 letters, digits, spaces and _ . : / = + - @",
);

export const commonTags = z
  .record(tagKey, tagValue, "an object of texts")
  .refine((tags) => Object.keys(tags).length <= 40, "at most 40 tags")
  .refine(
    (tags) => !Object.keys(tags).some((key) => ["service", "environment"].includes(key.toLowerCase())),
    "keys other than service and environment, which are set anyway",
  )
  .refine(
    (tags) => new Set(Object.keys(tags).map((key) => key.toLowerCase())).size === Object.keys(tags).length,
    "keys that differ in more than upper and lower case, which IAM does not tell apart",
  );

const emailsForm = "1 to 10 e-mail addresses";
export const emails = z
  .array(z.email(emailsForm), emailsForm)
  .min(1, emailsForm)
  .max(10, emailsForm)
  .refine(
    (addresses) => new Set(addresses.map(idOfEmail)).size === addresses.length,
    "addresses that differ in more than punctuation, which Terraform addresses do not keep",
  );

export const domainName = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as app.example.com",
);
export const certificateName = text(
  /^(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a certificate's domain name, such as app.example.com or *.example.com",
);

/** Whether a certificate for one domain name, perhaps with `*` as its first part, is one for another. */
export const covers = (certificate: string, name: string): boolean =>
  certificate === name || certificate === `*${name.slice(name.indexOf("."))}`;

export const redirectUrls = (least: number) => {
  const number = `${least} to 100 URLs`;
  return z.array(textThat(isRedirectUrl, redirectUrlForm), number).min(least, number).max(100, number);
};

const mostRuns = Math.floor(reservableRuns / reservingFunctions);
const runs = `a whole number of runs, 1 to ${mostRuns}`;
const reservedRuns = `"unreserved", or ${runs}: ${reservingFunctions} functions share the ${reservableRuns} that an account may reserve by Lambda's default quota`;
export const reservedConcurrency = choice(
  z.literal("unreserved"),
  z.int(reservedRuns).min(1, reservedRuns).max(mostRuns, reservedRuns),
  reservedRuns,
);

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const isPrivateRange = (range: string) => {
  const { bits = 0 } = ipv4Range(range) ?? {};
  return bits >= 16 && bits <= 24 && privateRanges.some((outer) => liesWithin(range, outer));
};
export const networkRange = textThat(
  isPrivateRange,
  "a private IPv4 range of /16 to /24, such as 10.20.0.0/16, with the host bits zero",
);

const zone = z.literal(zoneLetters, 'a letter from a to h, such as "a"');
const zones = 'two different letters from a to h, such as ["a", "c"]';
export const twoZones = z.tuple([zone, zone], zones).refine(([one, other]) => one !== other, zones);
