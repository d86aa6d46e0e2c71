/** What issuing needs. */
export interface Certificates {
  /** Where moto listens. */
  readonly port: number;
  /** The certificates' domain names, such as `*.example.com`. */
  readonly domainNames: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Has ACM of us-east-1 issue a certificate for each domain name. There nobody has to prove that a domain is theirs.
 *
 * @throws Error with moto's answer where it refuses; the signal's reason where that is aborted.
 */
export async function issueCertificates({ port, domainNames, signal }: Certificates): Promise<void> {
  for (const DomainName of new Set(domainNames)) {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/acm/aws4_request, SignedHeaders=host, Signature=x",
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "CertificateManager.RequestCertificate",
        connection: "close",
      },
      body: JSON.stringify({ DomainName, ValidationMethod: "DNS" }),
      signal,
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`ACM issued no certificate for ${DomainName}: ${answer}`);
  }
}
