import { type CloudfrontDistributionConfig } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { type Construct } from "constructs";
import { AwsStack } from "../aws-stack";

/** A domain of one's own for a site. */
export interface SiteDomain {
  /** The domain name, such as `app.example.com`; whoever owns the zone points it at the distribution. */
  readonly name: string;
  /**
   * The domain name of an issued ACM certificate of us-east-1 that covers it: the same, or `*.example.com`. Of several
   * the newest is used.
   */
  readonly certificate: string;
}

/**
 * What a distribution is called, and how it proves it. With a domain it speaks TLS 1.2 or newer. Without one it has
 * CloudFront's own certificate, with which CloudFront takes TLS 1.0 still, whatever it is told.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 */
export function viewersOf(
  site: Construct,
  domain: SiteDomain | undefined,
): Pick<CloudfrontDistributionConfig, "aliases" | "viewerCertificate"> {
  if (!domain) return { viewerCertificate: { cloudfrontDefaultCertificate: true } };
  const certificate = new DataAwsAcmCertificate(site, "certificate", {
    provider: AwsStack.of(site).usEast1,
    domain: domain.certificate,
    statuses: ["ISSUED"],
    // Without these ACM keeps quiet about elliptic curves.
    keyTypes: ["EC_prime256v1", "RSA_2048", "RSA_3072", "RSA_4096"],
    mostRecent: true,
  });
  return {
    aliases: [domain.name],
    viewerCertificate: {
      acmCertificateArn: certificate.arn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  };
}
