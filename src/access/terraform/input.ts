import { UserError } from "../../errors";
import { isRecord, type JsonRecord } from "./json-blocks";

/** A file that is read. */
export interface TerraformFile {
  readonly name: string;
  readonly json: unknown;
}

/** What the files are: Terraform's own language in JSON, or what `terraform show -json` says of a plan or a state. */
type Input =
  | {
      readonly kind: "configuration";
      readonly files: readonly TerraformFile[];
      /** Values given to variables, the later before the earlier. */
      readonly variables: readonly JsonRecord[];
    }
  | { readonly kind: "plan" | "state"; readonly name: string; readonly json: JsonRecord };

const blockTypes = new Set([
  "//",
  "check",
  "data",
  "ephemeral",
  "import",
  "locals",
  "module",
  "moved",
  "output",
  "provider",
  "removed",
  "resource",
  "terraform",
  "variable",
]);

/** @throws UserError that names the file that is none of them. */
export function inputIn(files: readonly TerraformFile[]): Input {
  const one = files.find(({ json }) => isRecord(json) && "format_version" in json);
  if (one !== undefined) {
    if (files.length === 1) return shownIn(one);
    throw notUnderstood(one, "a plan or a state is read alone, and there are other files beside it");
  }
  const variables = files.filter(({ name }) => isVariableFile(name)).toSorted(byPrecedence);
  const configuration = files.filter(({ name }) => !isVariableFile(name));
  for (const file of configuration) checkConfiguration(file);
  if (configuration.every(({ json }) => isEmpty(json))) {
    throw notUnderstood(files[0] ?? { name: "(no file)", json: undefined }, "there is no block of Terraform in it");
  }
  return { kind: "configuration", files: configuration, variables: variables.map(variablesIn) };
}

const isMain = (name: string) => /(^|[/\\])terraform\.tfvars\.json$/.test(name);
const isVariableFile = (name: string) => isMain(name) || name.endsWith(".auto.tfvars.json");

/** `terraform.tfvars.json` yields to all others, and they to those whose name comes later. */
function byPrecedence({ name: one }: TerraformFile, { name: other }: TerraformFile): number {
  if (isMain(one) !== isMain(other)) return isMain(one) ? -1 : 1;
  return one < other ? -1 : 1;
}

const isEmpty = (json: unknown) => isRecord(json) && Object.keys(json).every((key) => key === "//");

function variablesIn(file: TerraformFile): JsonRecord {
  if (isRecord(file.json)) return file.json;
  throw notUnderstood(file, "values of variables are not a JSON object");
}

function shownIn({ name, json }: TerraformFile): Input {
  if (!isRecord(json)) throw notUnderstood({ name, json }, "it is not a JSON object");
  const file = { name, json };
  if (typeof json.format_version !== "string" || !/^[01]\./.test(json.format_version)) {
    throw notUnderstood(file, `its format_version ${JSON.stringify(json.format_version)} is not known`);
  }
  if ("planned_values" in json || "resource_changes" in json) {
    if (json.errored === true) throw notUnderstood(file, "planning ended with an error, so the plan is incomplete");
    if (Array.isArray(json.deferred_changes) && json.deferred_changes.length > 0)
      throw notUnderstood(file, "planning put changes off (deferred_changes), so the plan is incomplete");
    return { kind: "plan", ...file };
  }
  if (isRecord(json.values)) return { kind: "state", ...file };
  throw notUnderstood(file, "the state is empty: nothing has been applied");
}

function checkConfiguration(file: TerraformFile): void {
  const { json } = file;
  if (Array.isArray(json) && json.length > 0 && json.every(isRecord)) {
    for (const part of json) checkConfiguration({ name: file.name, json: part });
    return;
  }
  if (!isRecord(json)) throw notUnderstood(file, "it is not a JSON object");
  if (typeof json.version === "number" && "lineage" in json) {
    throw notUnderstood(file, "it is a state as Terraform stores it, which differs between versions of Terraform");
  }
  const other = Object.keys(json).find((key) => !blockTypes.has(key));
  if (other !== undefined) throw notUnderstood(file, `${JSON.stringify(other)} is no block of Terraform`);
}

const notUnderstood = (file: TerraformFile, what: string) =>
  new UserError({
    where: file.name,
    what: `it cannot be read: ${what}`,
    allowed:
      "Terraform JSON (*.tf.json, cdk.tf.json), with terraform.tfvars.json beside it; or what terraform show -json " +
      "prints of a plan or a state",
    fix: "synthesize with npm run synth, or write terraform show -json to a file, and give that",
  });
