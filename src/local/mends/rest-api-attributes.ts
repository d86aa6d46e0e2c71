import { type Json, textOf, without } from "../call";
import { type Imported } from "./open-api";

/** The attributes of a REST API that the gateway keeps itself, because moto loses or garbles changes to them. */
export interface RestApiAttributes {
  /** Empty when there is none. */
  readonly policy: string;
  readonly types: readonly string[];
  readonly ipAddressType: string;
  readonly vpcEndpointIds: readonly string[];
  readonly disableExecuteApiEndpoint: boolean;
  readonly binaryMediaTypes: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly rootResourceId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One member of `patchOperations`. */
export interface Patch {
  readonly op: string;
  readonly path: string;
  readonly value?: string;
}

/** What `execute-api:/...` stands for in a policy. */
export interface ApiPlace {
  readonly region: string;
  readonly accountId: string;
  readonly api: string;
}

/** The attributes of an API that moto has just created. */
export function attributesOf(created: Json, place: ApiPlace): RestApiAttributes {
  const endpoint = (created["endpointConfiguration"] ?? {}) as Json;
  const types = (endpoint["types"] ?? ["EDGE"]) as string[];
  const size = created["minimumCompressionSize"];
  return {
    policy: savedPolicy(textOf(created["policy"]), place),
    types,
    ipAddressType: textOf(endpoint["ipAddressType"]) || (types.includes("PRIVATE") ? "dualstack" : "ipv4"),
    vpcEndpointIds: (endpoint["vpcEndpointIds"] ?? []) as string[],
    disableExecuteApiEndpoint: created["disableExecuteApiEndpoint"] === true,
    binaryMediaTypes: (created["binaryMediaTypes"] ?? []) as string[],
    ...(typeof size === "number" && { minimumCompressionSize: size }),
    rootResourceId: textOf(created["rootResourceId"]),
    tags: (created["tags"] ?? {}) as Record<string, string>,
  };
}

/** The API as AWS shows it: the policy is escaped once more than JSON asks for. */
export function shownRestApi(fromMoto: Json, attributes: RestApiAttributes): Json {
  const { policy, types, ipAddressType, vpcEndpointIds, minimumCompressionSize, ...rest } = attributes;
  return {
    ...without(fromMoto, "policy", "minimumCompressionSize"),
    ...rest,
    ...(policy !== "" && { policy: JSON.stringify(policy).slice(1, -1) }),
    ...(minimumCompressionSize !== undefined && { minimumCompressionSize }),
    endpointConfiguration: { types, ipAddressType, ...(vpcEndpointIds.length > 0 && { vpcEndpointIds }) },
  };
}

/** Whether a patch concerns an attribute that is kept here, and so is not for moto. */
export function isKeptHere({ path }: Patch): boolean {
  return /^\/(policy|endpointConfiguration|disableExecuteApiEndpoint|binaryMediaTypes|minimumCompressionSize)(\/|$)/.test(
    path,
  );
}

/** The attributes after UpdateRestApi. */
export function patched(attributes: RestApiAttributes, patches: readonly Patch[], place: ApiPlace): RestApiAttributes {
  const after = { ...attributes };
  for (const patch of patches) Object.assign(after, change(after, patch, place));
  return after;
}

function change(now: RestApiAttributes, { op, path, value = "" }: Patch, place: ApiPlace): Partial<RestApiAttributes> {
  const [, attribute = "", ...rest] = path.split("/");
  if (attribute === "policy") return { policy: savedPolicy(value, place) };
  if (attribute === "disableExecuteApiEndpoint") return { disableExecuteApiEndpoint: value.toLowerCase() === "true" };
  if (attribute === "minimumCompressionSize") {
    return { minimumCompressionSize: op === "remove" || value === "" ? undefined : Number(value) };
  }
  if (attribute === "binaryMediaTypes") {
    const type = unescaped(rest.join("/"));
    return { binaryMediaTypes: member(now.binaryMediaTypes, op, op === "replace" ? unescaped(value) : type, type) };
  }
  if (attribute !== "endpointConfiguration") return {};
  if (rest[0] === "ipAddressType") return { ipAddressType: value };
  if (rest[0] === "vpcEndpointIds") return { vpcEndpointIds: member(now.vpcEndpointIds, op, value, value) };
  return rest[0] === "types" ? { types: [value] } : {};
}

function member(list: readonly string[], op: string, value: string, replaced: string): string[] {
  const others = list.filter((item) => item !== replaced && item !== value);
  return op === "remove" ? others : [...others, value];
}

/**
 * The attributes after PutRestApi. Overwriting takes everything from the document and drops what it lacks: the policy
 * and the VPC endpoints of a private API too. The endpoint type is no part of it.
 */
export function afterImport(
  now: RestApiAttributes,
  imported: Imported,
  mode: "merge" | "overwrite",
  place: ApiPlace,
): RestApiAttributes {
  const old: Partial<RestApiAttributes> = mode === "merge" ? now : {};
  const policy = imported.policy === undefined ? old.policy : savedPolicy(imported.policy, place);
  return {
    ...now,
    policy: policy ?? "",
    vpcEndpointIds: imported.vpcEndpointIds ?? old.vpcEndpointIds ?? [],
    binaryMediaTypes: imported.binaryMediaTypes ?? old.binaryMediaTypes ?? [],
    disableExecuteApiEndpoint: imported.disableExecuteApiEndpoint ?? old.disableExecuteApiEndpoint ?? false,
    minimumCompressionSize: imported.minimumCompressionSize ?? old.minimumCompressionSize,
  };
}

/** AWS writes resources out when it saves a policy, so what is read back is not what was sent. */
function savedPolicy(policy: string, { region, accountId, api }: ApiPlace): string {
  return policy.replaceAll(/"execute-api:\/([^"]*)"/g, `"arn:aws:execute-api:${region}:${accountId}:${api}/$1"`);
}

function unescaped(pointer: string): string {
  return pointer.replaceAll("~1", "/").replaceAll("~0", "~");
}
