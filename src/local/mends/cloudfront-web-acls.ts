import { cloudFrontRefusal } from "../answers";
import { type Handler, succeeded } from "../call";
import { innerAt, textAt } from "../xml";
import { configOf } from "./cloudfront-configs";

/** A handler of distributions that runs where the web ACL, if one of WAF's for CloudFront is named, is there. */
export function withWebAcl(handler: Handler): Handler {
  return async (call, ask) => {
    const posted = configOf(call);
    const ARN = webAclOf(innerAt(posted, "DistributionConfig") ?? posted);
    if (!ARN.includes(":global/webacl/")) return handler(call, ask);
    const target = "AWSWAF_20190729.GetWebACL";
    const input = { ARN, Scope: "CLOUDFRONT" };
    // Web ACLs for CloudFront are WAF's of us-east-1, whichever region a call comes from.
    const found = await ask({ ...call, region: "us-east-1" }, { elsewhere: { service: "wafv2", target, input } });
    if (succeeded(found)) return handler(call, ask);
    const message = `Web ACL is not accessible by the requester: ${ARN}`;
    return cloudFrontRefusal({ status: 400, type: "InvalidWebACLId", message });
  };
}

/** The web ACL that a distribution's configuration names; empty where it names none. */
export function webAclOf(config: string): string {
  return textAt(config, "WebACLId");
}
