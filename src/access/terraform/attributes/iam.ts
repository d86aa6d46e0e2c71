import { type Facts, type Table } from "./facts";

const path = (of: Facts) => of.argument("path") ?? (of.isData ? undefined : "/");
const arn = (of: Facts, resource: string) => `arn:aws:iam::${of.accountId}:${resource}`;
const name = (of: Facts) => of.named("name");

/** A role's, policy's or user's ARN holds its path, which a data source is not told. */
const pathed = (kind: string) => (of: Facts) =>
  of.isData ? of.argument("arn") : arn(of, `${kind}${path(of) ?? "/"}${of.text("name")}`);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const iamAttributes: Table = {
  aws_iam_role: { name, id: (of) => of.text("name"), arn: pathed("role"), path },
  aws_iam_policy: { name, id: (of) => of.get("arn"), arn: pathed("policy"), path },
  aws_iam_user: { name, id: (of) => of.text("name"), arn: pathed("user"), path },
  aws_iam_group: { name, id: (of) => of.text("name"), arn: pathed("group"), path },
  aws_iam_instance_profile: { name, id: (of) => of.text("name"), arn: pathed("instance-profile"), path },
  aws_iam_role_policy: { name, id: (of) => `${of.text("role")}:${of.text("name")}` },
  aws_iam_saml_provider: { arn: (of) => arn(of, `saml-provider/${of.text("name")}`), id: (of) => of.get("arn") },
  aws_iam_openid_connect_provider: {
    arn: (of) => arn(of, `oidc-provider/${of.text("url").replace(/^https:\/\//, "")}`),
    id: (of) => of.get("arn"),
  },
  aws_caller_identity: { account_id: (of) => of.accountId, id: (of) => of.accountId },
  aws_region: { name: (of) => of.region, region: (of) => of.region, id: (of) => of.region },
  aws_partition: {
    partition: () => "aws",
    id: () => "aws",
    dns_suffix: () => "amazonaws.com",
    reverse_dns_prefix: () => "com.amazonaws",
  },
};
