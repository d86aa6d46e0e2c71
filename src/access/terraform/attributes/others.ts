import { type Facts, type Table } from "./facts";

const named = (service: string, resource: (name: string) => string) => ({
  name: (of: Facts) => of.named("name"),
  arn: (of: Facts) => of.arn(service, resource(of.text("name"))),
});
const arnIsId = { id: (of: Facts) => of.get("arn") };
const nameIsId = { id: (of: Facts) => of.text("name") };
const ec2 = (kind: string) => ({ arn: (of: Facts) => of.arn("ec2", `${kind}/${of.text("id")}`) });
const bucket = (of: Facts) => of.named("bucket");

/** What is known of the resources around APIs: networks, storage, keys and queues. */
export const otherAttributes: Table = {
  aws_vpc: ec2("vpc"),
  aws_subnet: ec2("subnet"),
  aws_security_group: ec2("security-group"),
  aws_vpc_endpoint: ec2("vpc-endpoint"),
  aws_s3_bucket: {
    bucket,
    id: (of) => of.text("bucket"),
    arn: (of) => `arn:aws:s3:::${of.text("bucket")}`,
    bucket_domain_name: (of) => `${of.text("bucket")}.s3.amazonaws.com`,
    bucket_regional_domain_name: (of) => `${of.text("bucket")}.s3.${of.region}.amazonaws.com`,
  },
  aws_kms_key: {
    key_id: (of) => (of.isData ? undefined : of.text("id")),
    arn: (of) => (of.isData ? undefined : of.arn("kms", `key/${of.text("id")}`)),
  },
  aws_kms_alias: { ...named("kms", (name) => name), ...nameIsId },
  aws_cloudwatch_log_group: { ...named("logs", (name) => `log-group:${name}`), ...nameIsId },
  aws_sns_topic: { ...named("sns", (name) => name), ...arnIsId },
  aws_sqs_queue: {
    ...named("sqs", (name) => name),
    id: (of) => `https://sqs.${of.region}.amazonaws.com/${of.accountId}/${of.text("name")}`,
    url: (of) => of.text("id"),
  },
  aws_sfn_state_machine: { ...named("states", (name) => `stateMachine:${name}`), ...arnIsId },
  aws_dynamodb_table: { ...named("dynamodb", (name) => `table/${name}`), ...nameIsId },
  aws_ssm_parameter: {
    ...named("ssm", (name) => `parameter${name.startsWith("/") ? "" : "/"}${name}`),
    ...nameIsId,
  },
  aws_cloudfront_distribution: {
    arn: (of) => `arn:aws:cloudfront::${of.accountId}:distribution/${of.text("id")}`,
  },
  aws_wafv2_web_acl: {
    arn: (of) => {
      const scope = of.argument("scope") === "CLOUDFRONT" ? "global" : "regional";
      return of.arn("wafv2", `${scope}/webacl/${of.named("name")}/${of.text("id")}`);
    },
  },
};
