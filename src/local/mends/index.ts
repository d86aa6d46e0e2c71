import { type Mend } from "../call";
import { apiGateway } from "./api-gateway";
import { CloudFront } from "./cloudfront";
import { cognitoIdentity } from "./cognito-identity";
import { cognitoIdp } from "./cognito-idp";
import { ec2 } from "./ec2";
import { httpApi } from "./http-api";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { s3 } from "./s3";
import { ssm } from "./ssm";
import { wafv2 } from "./wafv2";

/** Everything that is added to moto, with memories of its own: one set per local AWS. */
export function mends({ accountId }: { readonly accountId: string }): Mend[] {
  const cloudFront = new CloudFront(accountId);
  return [
    apiGateway(accountId),
    httpApi(),
    cloudFront.mend(),
    cognitoIdentity(),
    cognitoIdp(accountId),
    ec2(),
    iam(),
    kms(accountId),
    lambda(accountId),
    logs(accountId),
    s3(),
    ssm(),
    wafv2(() => cloudFront.webAcls()),
  ];
}
