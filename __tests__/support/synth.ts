import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type App, Testing } from "cdktf";
import { projectRoot } from "../../src/project-root";
import { AwsStack, type AwsStackProps } from "../../src/constructs/aws-stack";

type Resource = Readonly<Record<string, unknown>>;

/** What a stack synthesized to, without `//` metadata. */
export class Synthesized {
  /** All of it, parsed. */
  readonly terraform: Terraform;

  /** @param text The Terraform JSON. */
  constructor(readonly text: string) {
    this.terraform = JSON.parse(text) as Terraform;
  }

  /** The resources of a type, by name. */
  all(type: string): Record<string, Resource> {
    return this.terraform.resource?.[type] ?? {};
  }

  /** The one resource of a type; fails where there is another. */
  single(type: string): Resource {
    const found = Object.values(this.all(type));
    expect(found).toHaveLength(1);
    return found[0] ?? {};
  }

  /** How many resources of each type there are. */
  counts(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.terraform.resource ?? {}).map(([type, byName]) => [type, Object.keys(byName).length]),
    );
  }

  /** The inline policy of each role that has one, by the policy's address. */
  policies(): Record<string, unknown> {
    return this.documents("aws_iam_role_policy", "policy");
  }

  /** The trust of each role, by the role's address. */
  trusts(): Record<string, unknown> {
    return this.documents("aws_iam_role", "assume_role_policy");
  }

  private documents(type: string, attribute: string): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.all(type)).map(([name, resource]) => [name, JSON.parse(String(resource[attribute]))]),
    );
  }
}

interface Terraform {
  readonly terraform: {
    readonly backend: { readonly s3: Readonly<Record<string, unknown>> };
    readonly required_providers: unknown;
  };
  readonly provider: { readonly aws: readonly unknown[] };
  readonly resource?: Readonly<Record<string, Record<string, Resource>>>;
  readonly data?: Readonly<Record<string, Record<string, Resource>>>;
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
  readonly import?: unknown;
}

/** An app that writes into the project's cache; cdktf's own default is a new temporary folder that nobody removes. */
export function testApp(): App {
  const outdir = join(projectRoot(), ".gatehouse", "test-cdktf.out");
  mkdirSync(outdir, { recursive: true });
  return Testing.app({ outdir });
}

/** A stack like an environment's: account 123456789012 in ap-northeast-1, save what is given. */
export function testStack(props: Partial<AwsStackProps> = {}, app: App = testApp()): AwsStack {
  return new AwsStack(app, "test", {
    accountId: "123456789012",
    region: "ap-northeast-1",
    state: { bucket: "test-state", key: "test/environment.tfstate" },
    tags: { service: "test" },
    ...props,
  });
}

/** The stack as synthesized, its validations run. */
export function synthesized(stack: AwsStack): Synthesized {
  stack.prepareStack();
  return new Synthesized(Testing.synth(stack, true));
}

/** The stack as it is written to cdk.tf.json, its validations run, with what stands in `//`. */
export function written(stack: AwsStack): unknown {
  stack.prepareStack();
  Testing.synth(stack, true);
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}
