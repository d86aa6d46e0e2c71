import { type App, S3Backend, TerraformBackend, TerraformStack } from "cdktf";
import { describe } from "../../errors";

/**
 * Makes synthesis fail where a stack of the app would keep its state on a disk, or where two stacks would share one.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export function checkStateBackends(app: App): void {
  app.node.addValidation({
    validate: () => stateFaults(app.node.findAll().filter((construct) => TerraformStack.isStack(construct))),
  });
}

function stateFaults(stacks: readonly TerraformStack[]): string[] {
  const owners = new Map<string, string>();
  return stacks.flatMap((stack) => {
    const backend = stack.node.children.find((child) => TerraformBackend.isBackend(child));
    if (!(backend instanceof S3Backend)) return [notOnS3(stack)];
    const { bucket, key } = backend.toTerraform().terraform.backend.s3;
    const place = `s3://${bucket}/${key}`;
    const owner = owners.get(place);
    owners.set(place, stack.node.id);
    return owner === undefined ? [] : [sharedState(stack, owner, place)];
  });
}

const notOnS3 = (stack: TerraformStack) =>
  describe({
    where: stack.node.path,
    what: "this stack has no S3 backend; without any, its state would lie on the disk of whoever applies it",
    fix: "derive it from AwsStack, or add an S3Backend",
  });

const sharedState = (stack: TerraformStack, owner: string, place: string) =>
  describe({
    where: stack.node.path,
    what: `this stack keeps its state where ${owner} does, and would overwrite it`,
    got: place,
    allowed: "a key of its own",
    fix: "give the stack another state key",
  });
