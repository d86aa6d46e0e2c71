import { onlyWhen } from "../formula";
import { type Configuration, blocksOf, type Resource, textIn, type Value, unknownIn } from "../terraform/configuration";
import { attributeOf, flagIn, optionalIn } from "./arguments";
import { type PreTokenGeneration, type UserPool } from "./cognito";
import { labelsOf } from "./labels";

/** A user pool of the configuration, with what references to it may read. */
export interface UserPoolHere extends UserPool {
  readonly address: string;
  /** What `aws_cognito_user_pool.<name>.endpoint` is: the provider's name, or a symbol for it. */
  readonly endpoint: string;
}

/** The attributes of every user pool, which users can change unless `schema` says otherwise. */
export const standardAttributes: readonly string[] = [
  "address",
  "birthdate",
  "email",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
];

/** The user pools of a configuration. */
export function userPoolsOf(configuration: Configuration): readonly UserPoolHere[] {
  const resources = configuration.ofType("aws_cognito_user_pool");
  const labels = labelsOf(resources);
  return resources.map((resource) => userPoolOf(resource, labels.get(resource.address) ?? resource.address));
}

function userPoolOf(resource: Resource, label: string): UserPoolHere {
  const id = attributeOf(resource, "id");
  const providerName = providerNameOf(resource.region, id);
  const preTokenGeneration = preTokenGenerationOf(resource);
  return {
    address: resource.address,
    label,
    id,
    region: resource.region,
    accountId: resource.accountId,
    providerName,
    endpoint: attributeOf(resource, "endpoint"),
    issuer: `https://${providerName}`,
    ...(preTokenGeneration === undefined ? {} : { preTokenGeneration }),
    mutableAttributes: mutableAttributesOf(resource),
    ...onlyWhen(resource.exists),
  };
}

/** The name by which identity pools know a user pool. */
export function providerNameOf(region: string, id: string): string {
  return `cognito-idp.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/${id}`;
}

/** A provider's name as the configuration writes it, with references to a pool's `endpoint` followed. */
export function canonicalName(text: string, pools: readonly UserPoolHere[]): string {
  const pool = pools.find(({ endpoint }) => endpoint !== "" && text.startsWith(endpoint));
  return pool === undefined ? text : pool.providerName + text.slice(pool.endpoint.length);
}

function preTokenGenerationOf(resource: Resource): PreTokenGeneration | undefined {
  const unknown = unknownIn(resource.values["lambda_config"]);
  if (unknown !== undefined) return { function: unknown, version: unknown };
  const [triggers = {}] = blocksOf(resource.values["lambda_config"]);
  const [config] = blocksOf(triggers["pre_token_generation_config"]);
  const configured = config === undefined ? undefined : optionalIn(config, "lambda_arn");
  if (config !== undefined && configured !== undefined) {
    return { function: configured, version: optionalIn(config, "lambda_version") ?? "V1_0" };
  }
  const plain = optionalIn(triggers, "pre_token_generation");
  return plain === undefined ? undefined : { function: plain, version: "V1_0" };
}

function mutableAttributesOf(resource: Resource): readonly string[] {
  const mutable = new Set(standardAttributes);
  for (const block of blocksOf(resource.values["schema"])) {
    const name = attributeName(block["name"]);
    if (name === undefined) continue;
    // What is not known may be true, and a warning too many is better than one too few.
    if (flagIn(resource, block, "mutable", true) === false) mutable.delete(name);
    else mutable.add(name);
  }
  return [...mutable].toSorted();
}

function attributeName(value: Value | undefined): string | undefined {
  const name = textIn(value);
  if (name === undefined || name.startsWith("custom:")) return name;
  return standardAttributes.includes(name) ? name : `custom:${name}`;
}
