import { onlySymbol, readable, symbolic } from "../symbols";
import { blocksOf, type Resource, type Value, unknownIn } from "../terraform/configuration";
import { type Arguments, choiceIn, optionalIn, requiredIn } from "./arguments";
import { type RoleMapping, type RolesAttachment, type Rule } from "./cognito";
import { canonicalName, type UserPoolHere } from "./user-pools";

/** What a pool gives by an `aws_cognito_identity_pool_roles_attachment`. */
export function attachmentOf(resource: Resource, userPools: readonly UserPoolHere[]): RolesAttachment {
  const [authenticated, unauthenticated] = [roleIn(resource, "authenticated"), roleIn(resource, "unauthenticated")];
  return {
    address: resource.address,
    ...(authenticated === undefined ? {} : { authenticated }),
    ...(unauthenticated === undefined ? {} : { unauthenticated }),
    mappings: entriesOf(resource.values["role_mapping"]).map((entry) =>
      typeof entry === "string" ? unknownMapping(entry) : mappingOf(resource, entry, userPools),
    ),
  };
}

function mappingOf(resource: Resource, block: Arguments, userPools: readonly UserPoolHere[]): RoleMapping {
  return {
    key: canonicalName(requiredIn(resource, block, "identity_provider"), userPools),
    type: choiceIn(resource, block, "type", ["Token", "Rules"]),
    resolution: choiceIn(resource, block, "ambiguous_role_resolution", ["AuthenticatedRole", "Deny"]),
    rules: entriesOf(block["mapping_rule"]).map((entry) =>
      typeof entry === "string" ? unknownRule(entry) : ruleOf(resource, entry),
    ),
  };
}

function ruleOf(resource: Resource, block: Arguments): Rule {
  return {
    claim: requiredIn(resource, block, "claim"),
    matchType: choiceIn(resource, block, "match_type", ["Equals", "NotEqual", "StartsWith", "Contains"]),
    value: requiredIn(resource, block, "value"),
    roleArn: requiredIn(resource, block, "role_arn"),
  };
}

function roleIn({ values }: Resource, state: string): string | undefined {
  const unknown = unknownIn(values["roles"]);
  if (unknown !== undefined) return partOf(unknown, state);
  const [roles = {}] = blocksOf(values["roles"]);
  return optionalIn(roles, state);
}

/** Blocks, and in their place what is not known of them. */
function entriesOf(value: Value | undefined): readonly (Arguments | string)[] {
  if (Array.isArray(value)) return value.flatMap((one: Value) => entriesOf(one));
  const unknown = unknownIn(value);
  return unknown === undefined ? blocksOf(value) : [unknown];
}

function unknownMapping(blocks: string): RoleMapping {
  return {
    key: partOf(blocks, "identity_provider"),
    type: partOf(blocks, "type"),
    resolution: partOf(blocks, "ambiguous_role_resolution"),
    rules: [unknownRule(blocks)],
  };
}

function unknownRule(blocks: string): Rule {
  return {
    claim: partOf(blocks, "claim"),
    matchType: partOf(blocks, "match_type"),
    value: partOf(blocks, "value"),
    roleArn: partOf(blocks, "role_arn"),
  };
}

const partOf = (blocks: string, name: string) => symbolic({ kind: "unknown", name: `${inner(blocks)}.${name}` });
const inner = (blocks: string) => onlySymbol(blocks)?.name ?? readable(blocks);
