import { type Environment } from "../../environments";
import { type Json } from "../../src/local/call";
import { elementsOf, innerAt, textAt, textsOf } from "../../src/local/xml";
import { type Told, form, target, tell } from "./aws-calls";

/**
 * What the account of an environment holds of the kinds that an environment is made of, by kind; a foundation's role
 * and state bucket apart, and what AWS makes by itself. Nothing of a kind is an empty list.
 *
 * @throws Error with the answer where a question is refused.
 */
export async function leftovers(
  endpoint: string,
  { region, identity }: Environment,
): Promise<Record<string, readonly unknown[]>> {
  const home = placeAt(endpoint, region);
  const virginia = placeAt(endpoint, "us-east-1");
  const roles = await home.texts("RoleName", form(home, "ListRoles"));
  const buckets = await virginia.texts("Name", tell(virginia, "s3", "GET", "/"));
  return {
    ...(await cognitoOf(home, identity)),
    ...(await networkOf(home)),
    ...(await cloudFrontOf(virginia)),
    restApis: await home.list("item", tell(home, "apigateway", "GET", "/restapis")),
    httpApis: await home.list("items", tell(home, "apigateway", "GET", "/v2/apis")),
    functions: await home.list("Functions", tell(home, "lambda", "GET", "/2015-03-31/functions")),
    logGroups: await home.ask("logs", "DescribeLogGroups", "logGroups"),
    logGroupsOfVirginia: await virginia.ask("logs", "DescribeLogGroups", "logGroups"),
    webAcls: await home.ask("wafv2", "ListWebACLs", "WebACLs", { Scope: "REGIONAL" }),
    webAclsOfCloudFront: await virginia.ask("wafv2", "ListWebACLs", "WebACLs", { Scope: "CLOUDFRONT" }),
    parameters: await home.ask("ssm", "DescribeParameters", "Parameters"),
    alarms: await home.texts("AlarmName", form(home, "DescribeAlarms", {}, "monitoring")),
    topics: await home.texts("TopicArn", form(home, "ListTopics", {}, "sns")),
    keyAliases: (await home.ask("kms", "ListAliases", "Aliases")).filter(
      ({ AliasName }) => !String(AliasName).startsWith("alias/aws/"),
    ),
    roles: roles.filter((role) => !role.includes("-api-logs-")),
    buckets: buckets.filter((bucket) => !bucket.includes("-state-")),
  };
}

/** An account that holds nothing of an environment. */
export const nothingLeft = {
  userPools: [],
  userPoolDomains: [],
  identityPools: [],
  vpcs: [],
  vpcEndpoints: [],
  distributions: [],
  edgeFunctions: [],
  headersPolicies: [],
  originAccessControls: [],
  restApis: [],
  httpApis: [],
  functions: [],
  logGroups: [],
  logGroupsOfVirginia: [],
  webAcls: [],
  webAclsOfCloudFront: [],
  parameters: [],
  alarms: [],
  topics: [],
  keyAliases: [],
  roles: [],
  buckets: [],
};

type Place = ReturnType<typeof placeAt>;

/** Questions of a region; each fails where its answer is a refusal. */
function placeAt(endpoint: string, region: string) {
  const aws = { endpoint, region };
  const list = async (member: string, told: Promise<Told>) => ((await answered(told)).json[member] ?? []) as Json[];
  return {
    ...aws,
    list,
    ask: (service: string, operation: string, member: string, body: object = {}) =>
      list(member, target(aws, service, operation, body)),
    texts: async (element: string, told: Promise<Told>) => textsOf((await answered(told)).text, element),
  };
}

async function answered(told: Promise<Told>): Promise<Told> {
  const answer = await told;
  if (answer.status !== 200) throw new Error(`the local AWS answered ${answer.status}: ${answer.text}`);
  return answer;
}

async function cognitoOf(home: Place, { hostedSignIn }: Environment["identity"]) {
  const domains = hostedSignIn === "none" ? [] : [hostedSignIn.domainPrefix];
  const described = domains.map(async (Domain) => {
    const { json } = await answered(target(home, "cognito-idp", "DescribeUserPoolDomain", { Domain }));
    // There is a description, of nothing, of a domain that isn't there.
    return Object.keys(json["DomainDescription"] as Json).length > 0 ? [Domain] : [];
  });
  return {
    userPools: await home.ask("cognito-idp", "ListUserPools", "UserPools", { MaxResults: 60 }),
    userPoolDomains: (await Promise.all(described)).flat(),
    identityPools: await home.ask("cognito-identity", "ListIdentityPools", "IdentityPools", { MaxResults: 60 }),
  };
}

/** Each region has a VPC from the start, and EC2 tells of an endpoint for a while after it was deleted. */
async function networkOf(home: Place) {
  const items = async (Action: string, element: string) => {
    const { text } = await answered(form(home, Action, {}, "ec2"));
    return elementsOf(innerAt(elementsOf(text)[0]?.inner ?? "", element) ?? "").map(({ inner }) => inner);
  };
  const vpcs = await items("DescribeVpcs", "vpcSet");
  const endpoints = await items("DescribeVpcEndpoints", "vpcEndpointSet");
  return {
    vpcs: vpcs.filter((vpc) => textAt(vpc, "isDefault") !== "true").map((vpc) => textAt(vpc, "vpcId")),
    vpcEndpoints: endpoints
      .filter((endpoint) => textAt(endpoint, "state") !== "deleted")
      .map((endpoint) => textAt(endpoint, "vpcEndpointId")),
  };
}

async function cloudFrontOf(virginia: Place) {
  const ids = (element: string, kind: string) =>
    virginia.texts(element, tell(virginia, "cloudfront", "GET", `/2020-05-31/${kind}`));
  return {
    distributions: await ids("ARN", "distribution"),
    edgeFunctions: await ids("FunctionARN", "function"),
    headersPolicies: await ids("Id", "response-headers-policy?Type=custom"),
    originAccessControls: await ids("Id", "origin-access-control"),
  };
}
