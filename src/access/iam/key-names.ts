/**
 * The context keys that all services know, as AWS writes them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const globalKeys = [
  "aws:AssumedRoot",
  "aws:CalledVia",
  "aws:CalledViaFirst",
  "aws:CalledViaLast",
  "aws:ChatbotSourceArn",
  "aws:CurrentTime",
  "aws:Ec2InstanceSourcePrivateIPv4",
  "aws:Ec2InstanceSourceVpc",
  "aws:EpochTime",
  "aws:FederatedProvider",
  "aws:MultiFactorAuthAge",
  "aws:MultiFactorAuthPresent",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:PrincipalServiceName",
  "aws:PrincipalServiceNamesList",
  "aws:PrincipalType",
  "aws:Referer",
  "aws:RequestedRegion",
  "aws:ResourceAccount",
  "aws:ResourceOrgID",
  "aws:ResourceOrgPaths",
  "aws:SecureTransport",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceIdentity",
  "aws:SourceIp",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceVpc",
  "aws:SourceVpcArn",
  "aws:SourceVpce",
  "aws:TagKeys",
  "aws:TokenIssueTime",
  "aws:UserAgent",
  "aws:ViaAWSService",
  "aws:VpcSourceIp",
  "aws:VpceAccount",
  "aws:VpceOrgID",
  "aws:VpceOrgPaths",
  "aws:userid",
  "aws:username",
];

/** Those of this problem's services: of identity pools, of STS and of API Gateway. */
const serviceKeys = [
  "cognito-identity.amazonaws.com:amr",
  "cognito-identity.amazonaws.com:aud",
  "cognito-identity.amazonaws.com:sub",
  "execute-api:viaDomainArn",
  "sts:RoleSessionName",
  "sts:TransitiveTagKeys",
];

const spellings = new Map([...globalKeys, ...serviceKeys].map((key) => [key.toLowerCase(), key]));

/** Keys for each tag: AWS compares the tag's name without regard to case, too. */
const tagKeys = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"];

/** A context key in one spelling, however a policy writes it: AWS's own where it is known here. */
export function keyName(key: string): string {
  const lower = key.toLowerCase();
  const prefix = tagKeys.find((one) => lower.startsWith(one.toLowerCase()));
  return prefix === undefined ? (spellings.get(lower) ?? key) : prefix + lower.slice(prefix.length);
}
