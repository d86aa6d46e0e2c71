import { join } from "node:path";
import { type App, Testing } from "cdktf";
import { projectRoot } from "../../src/project-root";
import { AwsStack } from "../../src/constructs/aws-stack";

type Resource = Readonly<Record<string, unknown>>;

/** What a stack synthesized to: each resource without its `//` metadata. */
export class Synthesized {
  constructor(private readonly terraform: { readonly resource?: Record<string, Record<string, Resource>> }) {}

  /** The resources of a type, by name. */
  all(type: string): Record<string, Resource> {
    return Object.fromEntries(
      Object.entries(this.terraform.resource?.[type] ?? {}).map(([name, { "//": _, ...config }]) => [name, config]),
    );
  }

  /** The one resource of a type; fails where there is another. */
  only(type: string): Resource {
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

  /** The inline policy of each role that has one, by the policy's name. */
  policies(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.all("aws_iam_role_policy")).map(([name, { policy }]) => [name, JSON.parse(String(policy))]),
    );
  }
}

/** An app that writes into the project's cache; cdktf's own default is a new temporary folder that nobody removes. */
export function testApp(): App {
  return Testing.app({ outdir: join(projectRoot(), ".gatehouse", "test-cdktf.out") });
}

/** A stack like an environment's: account 123456789012 in ap-northeast-1. */
export function testStack(): AwsStack {
  return new AwsStack(testApp(), "test", {
    accountId: "123456789012",
    region: "ap-northeast-1",
    state: { bucket: "test-state", key: "test/environment.tfstate" },
    tags: { service: "test" },
  });
}

/** The stack as synthesized, its validations run. */
export function synthesized(stack: AwsStack): Synthesized {
  stack.prepareStack();
  return new Synthesized(JSON.parse(Testing.synth(stack, true)));
}
