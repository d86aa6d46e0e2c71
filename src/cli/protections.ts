import type { Environment } from "../../environments";
import { UserError } from "../errors";
import type { PlanSummary } from "../terraform";
import type { SynthesizedStack } from "./synth";

/** What keeps the resources of a stack from being destroyed, a sentence each. */
export function protectionsOf({ resource }: Pick<SynthesizedStack, "resource">): string[] {
  return Object.entries(resource).flatMap(([kind, resources]) =>
    Object.entries(resources).flatMap(([name, settings]) => protectionsOfResource(kind, `${kind}.${name}`, settings)),
  );
}

function protectionsOfResource(kind: string, address: string, settings: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  if (lifecyclesOf(settings).some(({ prevent_destroy: prevented }) => prevented === true))
    found.push(`${address}: lifecycle.prevent_destroy`);
  if (kind === "aws_cognito_user_pool" && settings.deletion_protection === "ACTIVE")
    found.push(`${address}: deletion_protection = ACTIVE`);
  return found;
}

/** Terraform's JSON allows a block and a list of blocks. */
function lifecyclesOf({
  lifecycle,
}: Readonly<Record<string, unknown>>): readonly { readonly prevent_destroy?: unknown }[] {
  return [lifecycle].flat().filter((one) => typeof one === "object" && one !== null);
}

/** @throws UserError naming what protects the environment, if anything does. */
export function refuseIfProtected({ name, protections }: Environment, stack: Pick<SynthesizedStack, "resource">): void {
  const fields = Object.entries(protections).filter(([, on]) => on);
  const found = protectionsOf(stack);
  if (found.length === 0 && fields.length === 0) return;
  const lines = [...found, ...fields.map(([field]) => `environments/${name}.ts: protections.${field} = true`)];
  throw new UserError({
    where: `destroy of ${name}`,
    what: ["the environment is protected, so nothing was destroyed:", ...lines.map((line) => `    ${line}`)].join("\n"),
    fix: `to destroy it all the same, set protections in environments/${name}.ts to false, plan and apply that, then destroy`,
  });
}

/**
 * @throws UserError naming what is protected on AWS at this moment, whatever the environment's file says by now: without
 * this, everything else would be destroyed before AWS refuses.
 */
export function refuseIfStillProtected(name: string, { destroyed }: Pick<PlanSummary, "destroyed">): void {
  const found = destroyed.filter(({ deletionProtected }) => deletionProtected);
  if (found.length === 0) return;
  const lines = found.map(({ address }) => `    ${address}: deletion protection is on`);
  throw new UserError({
    where: `destroy of ${name}`,
    what: ["the environment is still protected on AWS, so nothing was destroyed:", ...lines].join("\n"),
    fix: `apply the file's protections first: npm run plan -- ${name}, then npm run apply -- ${name}`,
  });
}
