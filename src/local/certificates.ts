import { UserError } from "../errors";
import { authorizationFor } from "./call";

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
 * @throws UserError where ACM refuses; the signal's reason where that is aborted.
 */
export async function issueCertificates({ port, domainNames, signal }: Certificates): Promise<void> {
  for (const DomainName of new Set(domainNames)) {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: {
        authorization: authorizationFor({ service: "acm", region: "us-east-1" }),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "CertificateManager.RequestCertificate",
        connection: "close",
      },
      body: JSON.stringify({ DomainName, ValidationMethod: "DNS" }),
      signal,
    });
    const answer = await response.text();
    if (!response.ok) throw refused(DomainName, response.status, answer);
  }
}

/** moto's own words are a page of HTML where it fails at a name, so only those of a refusal are told. */
function refused(domainName: string, status: number, answer: string): UserError {
  const words = status === 400 ? `: ${answer}` : "";
  return new UserError({
    where: "local AWS",
    what: `ACM issues no certificate for this domain name${words}`,
    got: domainName,
    allowed: "a domain name of at most 64 characters, * in place of its first part or not",
    fix: "name another certificate in the environment's file",
  });
}
