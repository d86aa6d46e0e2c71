import { type Refusal, cloudFrontRefusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Json, jsonOf, succeeded, textOf } from "../call";
import { innerAt, textAt } from "../xml";
import { configOf } from "./cloudfront-configs";
import { aliasesOf } from "./cloudfront-distributions";

/** Where CloudFront looks for certificates, whichever region a call comes from. */
const region = "us-east-1";

/** A handler of distributions that runs where the certificate, if one is named, is issued and covers their domains. */
export function withCertificate(handler: Handler): Handler {
  return async (call, ask) => {
    const posted = configOf(call);
    const config = innerAt(posted, "DistributionConfig") ?? posted;
    const arn = textAt(config, "ViewerCertificate", "ACMCertificateArn");
    const named = arn.startsWith(`arn:aws:acm:${region}:`);
    const refusal = named ? refuseCertificate(aliasesOf(config), await certificateAt(arn, call, ask)) : undefined;
    return refusal ? cloudFrontRefusal(refusal) : handler(call, ask);
  };
}

async function certificateAt(arn: string, call: Call, ask: AskMoto): Promise<Json | undefined> {
  const elsewhere = {
    service: "acm",
    target: "CertificateManager.DescribeCertificate",
    input: { CertificateArn: arn },
  };
  const answer = await ask({ ...call, region }, { elsewhere });
  return succeeded(answer) ? (jsonOf(answer)["Certificate"] as Json) : undefined;
}

/** Why CloudFront would not take a certificate of us-east-1, as ACM describes it, for these domains. */
export function refuseCertificate(aliases: readonly string[], certificate: Json | undefined): Refusal | undefined {
  if (certificate === undefined || certificate["Status"] !== "ISSUED") {
    return invalid("The specified SSL certificate doesn't exist, isn't in us-east-1 region, or isn't valid.");
  }
  const names = [certificate["DomainName"], ...((certificate["SubjectAlternativeNames"] ?? []) as unknown[])];
  const uncovered = aliases.find((alias) => !names.some((name) => covers(textOf(name), alias)));
  return uncovered === undefined
    ? undefined
    : invalid(`The attached certificate doesn't cover the alternate domain name (CNAME) to be added: ${uncovered}`);
}

/** A wildcard stands for exactly one part. An alias may itself begin with one. */
function covers(name: string, alias: string): boolean {
  return name === alias || (name.startsWith("*.") && name.slice(1) === alias.slice(alias.indexOf(".")));
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidViewerCertificate", message };
}
