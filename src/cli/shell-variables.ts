import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { localVariables } from "../local/variables";

/** The AWS configuration files that the variables name, or the usual ones. */
export function filesOf(variables: NodeJS.ProcessEnv): readonly string[] {
  const home = join(variables.HOME || homedir(), ".aws");
  return [
    variables.AWS_CONFIG_FILE || join(home, "config"),
    variables.AWS_SHARED_CREDENTIALS_FILE || join(home, "credentials"),
  ];
}

/** The profile that `AWS_PROFILE` names, if neither of the AWS configuration files holds it. */
export function missingProfile(variables: NodeJS.ProcessEnv): string | undefined {
  const profile = variables.AWS_PROFILE;
  if (!profile) return undefined;
  return filesOf(variables).some((file) => profilesIn(file).includes(profile)) ? undefined : profile;
}

function profilesIn(file: string): string[] {
  try {
    const sections = readFileSync(file, "utf8").matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm);
    return [...sections].map(([, name]) => name ?? "");
  } catch {
    return [];
  }
}

/** What to do where nobody answers on this machine: the shell still has the variables of a local AWS that is gone. */
export function deadEndpoint(variables: NodeJS.ProcessEnv, environment: string): string | undefined {
  const endpoint = variables.AWS_ENDPOINT_URL_STS || variables.AWS_ENDPOINT_URL || "";
  if (!/^https?:\/\/(localhost|127\.[\d.]+|\[::1\])([:/]|$)/i.test(endpoint)) return undefined;
  const names = [...Object.keys(localVariables("", {})), "AWS_REGION", "AWS_DEFAULT_REGION"];
  const set = [...new Set(["AWS_ENDPOINT_URL_STS", ...names])].filter((name) => variables[name]);
  return `a local AWS that is gone has left these variables: unset ${set.join(" ")}, or open a new shell; to start one again: npm run local-aws -- ${environment}`;
}
