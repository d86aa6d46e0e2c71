import { type Json } from "../../src/local/call";
import { textsOf } from "../../src/local/xml";
import { type Called, form, target, tell } from "./aws-calls";

/**
 * What an account of the local AWS holds of the kinds that an environment is made of, by kind; a foundation's role and
 * state bucket apart. Nothing of a kind is an empty list.
 */
export async function leftovers(aws: Called): Promise<Record<string, readonly unknown[]>> {
  const virginia = { ...aws, region: "us-east-1" };
  const list = async (member: string, told: Promise<{ json: Json }>) => ((await told).json[member] ?? []) as unknown[];
  const names = async (element: string, told: Promise<{ text: string }>) => textsOf((await told).text, element);
  const roles = await names("RoleName", form(aws, "ListRoles", {}));
  const buckets = await names("Name", tell(virginia, "s3", "GET", "/"));
  return {
    userPools: await list("UserPools", target(aws, "cognito-idp", "ListUserPools", { MaxResults: 60 })),
    identityPools: await list(
      "IdentityPools",
      target(aws, "cognito-identity", "ListIdentityPools", { MaxResults: 60 }),
    ),
    restApis: await list("item", tell(aws, "apigateway", "GET", "/restapis")),
    httpApis: await list("items", tell(aws, "apigateway", "GET", "/v2/apis")),
    functions: await list("Functions", tell(aws, "lambda", "GET", "/2015-03-31/functions")),
    logGroups: await list("logGroups", target(aws, "logs", "DescribeLogGroups", {})),
    webAcls: await list("WebACLs", target(aws, "wafv2", "ListWebACLs", { Scope: "REGIONAL" })),
    webAclsOfCloudFront: await list("WebACLs", target(virginia, "wafv2", "ListWebACLs", { Scope: "CLOUDFRONT" })),
    parameters: await list("Parameters", target(aws, "ssm", "DescribeParameters", {})),
    distributions: await names("ARN", tell(virginia, "cloudfront", "GET", "/2020-05-31/distribution")),
    roles: roles.filter((role) => !role.includes("-api-logs-")),
    buckets: buckets.filter((bucket) => !bucket.includes("-state-")),
  };
}

/** An account that holds nothing of an environment. */
export const nothingLeft = {
  userPools: [],
  identityPools: [],
  restApis: [],
  httpApis: [],
  functions: [],
  logGroups: [],
  webAcls: [],
  webAclsOfCloudFront: [],
  parameters: [],
  distributions: [],
  roles: [],
  buckets: [],
};
