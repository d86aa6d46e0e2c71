import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import { type Construct, type IConstruct } from "constructs";
import { describe, UserError } from "../errors";

/** Where a stack lives. */
export interface AwsStackProps {
  /** The account that the provider and the backend are pinned to: 12 digits. */
  readonly accountId: string;
  /** The region of every resource and of the state bucket. */
  readonly region: string;
  /** Where Terraform keeps this stack's state. */
  readonly state: {
    /** The S3 bucket of this account and region. */
    readonly bucket: string;
    /** The object's key, `<environment>/<stack>.tfstate`; no two stacks share one. */
    readonly key: string;
  };
  /** Tags of every resource that can carry tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A stack with an AWS provider (two where something asks for us-east-1) and an S3 backend, all pinned to one account,
 * whose Terraform addresses are the constructs' paths: `admin-api/stage` is `<type>.admin-api_stage`.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class AwsStack extends TerraformStack {
  /** The partition of every ARN. Others are refused by the environments' schema. */
  readonly partition = "aws";
  /** The account's id. */
  readonly accountId: string;
  /** The region's name. */
  readonly region: string;

  private readonly tags: AwsStackProps["tags"];
  private secondProvider?: AwsProvider;

  /**
   * The stack that a construct belongs to.
   *
   * @throws UserError where that is a stack of another class.
   */
  static override of(construct: IConstruct): AwsStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof AwsStack) return stack;
    throw new UserError({
      where: construct.node.path,
      what: `its stack ${stack.node.id} is a plain TerraformStack, which has no account and no region`,
      fix: "create it below an AwsStack",
    });
  }

  constructor(scope: Construct, id: string, props: AwsStackProps) {
    super(scope, id);
    this.accountId = props.accountId;
    this.region = props.region;
    this.tags = props.tags;
    new AwsProvider(this, "aws", this.providerOf(props.region));
    new S3Backend(this, {
      ...props.state,
      region: props.region,
      encrypt: true,
      allowedAccountIds: [props.accountId],
    });
    // cdktf 0.21 does not know the option.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.node.addValidation({ validate: () => this.sharedAddresses() });
  }

  /**
   * The provider of what CloudFront takes from us-east-1, whatever the stack's region: certificates and web ACLs. It is
   * made when it is first asked for, and pinned as the other is.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
   */
  get usEast1(): AwsProvider {
    const region = "us-east-1";
    this.secondProvider ??= new AwsProvider(this, `aws-${region}`, { ...this.providerOf(region), alias: region });
    return this.secondProvider;
  }

  private providerOf(region: string): AwsProviderConfig {
    return { region, allowedAccountIds: [this.accountId], defaultTags: [{ tags: { ...this.tags } }] };
  }

  /** The path below the stack, without the `resource` that a construct's main resource is called. */
  protected override allocateLogicalId(element: TerraformElement | Construct["node"]): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const components = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const wrong = components.find((component) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(component));
    if (wrong !== undefined && !(element instanceof TerraformOutput)) {
      throw new UserError({
        where: node.path,
        what: "a construct's id can't be part of a Terraform address, whose parts are separated by underscores",
        got: wrong,
        allowed: "letters, digits and hyphens, the first a letter",
        fix: "rename the construct",
      });
    }
    const main = components.length > 1 && components.at(-1) === "resource";
    return (main ? components.slice(0, -1) : components).join("_");
  }

  /** Two resources with one address would be written as one, without a word. */
  private sharedAddresses(): string[] {
    const owners = new Map<string, string>();
    return this.node.findAll().flatMap((construct) => {
      if (!TerraformResource.isTerraformResource(construct)) return [];
      const address = `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
      const owner = owners.get(address);
      owners.set(address, construct.node.path);
      if (owner === undefined) return [];
      const what = `this resource has the Terraform address of ${owner}, and would take its place`;
      return [describe({ where: construct.node.path, what, got: address, fix: "give one of the two another address" })];
    });
  }
}
