import { type Configured } from "./cloudfront-configs";

/** The policies that AWS manages, of which every account may use the ids. */
export const managed = {
  cachePolicies: [
    cachePolicy("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled", { min: 0, default: 0, max: 0 }, false),
    cachePolicy(
      "658327ea-f89d-4fab-a63d-7e88639e58f6",
      "CachingOptimized",
      { min: 1, default: 86_400, max: 31_536_000 },
      true,
    ),
    cachePolicy(
      "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
      "CachingOptimizedForUncompressedObjects",
      { min: 1, default: 86_400, max: 31_536_000 },
      false,
    ),
  ],
  originRequestPolicies: [
    originRequestPolicy("216adef6-5c7f-47e4-b989-5492eafa07d3", "AllViewer", "allViewer"),
    originRequestPolicy("b689b0a8-53d0-40ab-baf2-68738e2966ac", "AllViewerExceptHostHeader", "allExcept", ["host"]),
  ],
  responseHeadersPolicies: [policy("67f7725c-6f97-4210-82d7-5512b31e9d03", "SecurityHeadersPolicy", securityHeaders())],
};

function policy(id: string, name: string, config: string): Configured {
  const named = `<Name>Managed-${name}</Name><Comment>Managed by AWS</Comment>${config}`;
  return { id, etag: "E23ZP02F085DFQ", modified: "2023-02-22T22:15:45Z", config: named, managed: true };
}

function cachePolicy(
  id: string,
  name: string,
  seconds: { readonly min: number; readonly default: number; readonly max: number },
  compressed: boolean,
): Configured {
  const inKey =
    `<EnableAcceptEncodingGzip>${compressed}</EnableAcceptEncodingGzip>` +
    `<EnableAcceptEncodingBrotli>${compressed}</EnableAcceptEncodingBrotli>` +
    "<HeadersConfig><HeaderBehavior>none</HeaderBehavior></HeadersConfig>" +
    "<CookiesConfig><CookieBehavior>none</CookieBehavior></CookiesConfig>" +
    "<QueryStringsConfig><QueryStringBehavior>none</QueryStringBehavior></QueryStringsConfig>";
  return policy(
    id,
    name,
    `<MinTTL>${seconds.min}</MinTTL><DefaultTTL>${seconds.default}</DefaultTTL><MaxTTL>${seconds.max}</MaxTTL>` +
      `<ParametersInCacheKeyAndForwardedToOrigin>${inKey}</ParametersInCacheKeyAndForwardedToOrigin>`,
  );
}

function originRequestPolicy(id: string, name: string, behavior: string, headers: readonly string[] = []): Configured {
  const items = headers.map((header) => `<Name>${header}</Name>`).join("");
  const list =
    headers.length > 0 ? `<Headers><Quantity>${headers.length}</Quantity><Items>${items}</Items></Headers>` : "";
  return policy(
    id,
    name,
    `<HeadersConfig><HeaderBehavior>${behavior}</HeaderBehavior>${list}</HeadersConfig>` +
      "<CookiesConfig><CookieBehavior>all</CookieBehavior></CookiesConfig>" +
      "<QueryStringsConfig><QueryStringBehavior>all</QueryStringBehavior></QueryStringsConfig>",
  );
}

function securityHeaders(): string {
  const overridable = "<Override>false</Override>";
  return (
    "<SecurityHeadersConfig>" +
    `<XSSProtection>${overridable}<Protection>true</Protection><ModeBlock>true</ModeBlock></XSSProtection>` +
    `<FrameOptions>${overridable}<FrameOption>SAMEORIGIN</FrameOption></FrameOptions>` +
    `<ReferrerPolicy>${overridable}<ReferrerPolicy>strict-origin-when-cross-origin</ReferrerPolicy></ReferrerPolicy>` +
    "<ContentTypeOptions><Override>true</Override></ContentTypeOptions>" +
    `<StrictTransportSecurity>${overridable}<AccessControlMaxAgeSec>31536000</AccessControlMaxAgeSec></StrictTransportSecurity>` +
    "</SecurityHeadersConfig>"
  );
}
