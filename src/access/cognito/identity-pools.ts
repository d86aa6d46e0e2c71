import { condition } from "../formula";
import { readable } from "../symbols";
import { blocksOf, type Configuration, type Resource, textIn, textsIn, type Value } from "../terraform/configuration";
import { attributeOf, choiceIn, flagIn, optionalIn, requiredIn } from "./arguments";
import {
  type AcceptedClient,
  type AppClient,
  type IdentityPool,
  type OtherProvider,
  type PrincipalTags,
  type RoleMapping,
  type RolesAttachment,
} from "./cognito";
import { labelsOf } from "./labels";
import { canonicalName, type UserPoolHere } from "./user-pools";

/** The identity pools of a configuration, and those that it gives roles to although they are not in it. */
export function identityPoolsOf(
  configuration: Configuration,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): readonly IdentityPool[] {
  const attachments = byPool(configuration, "aws_cognito_identity_pool_roles_attachment", (resource) =>
    attachmentOf(resource, userPools),
  );
  const tags = byPool(configuration, "aws_cognito_identity_pool_provider_principal_tag", (resource) =>
    principalTagsOf(resource, userPools),
  );
  const resources = configuration.ofType("aws_cognito_identity_pool");
  const labels = labelsOf(resources);
  const here = resources.map((resource): IdentityPool => {
    const id = attributeOf(resource, "id");
    return {
      address: resource.address,
      label: labels.get(resource.address) ?? resource.address,
      id,
      accountId: resource.accountId,
      allowsGuests: flagIn(resource, resource.values, "allow_unauthenticated_identities"),
      allowsClassicFlow: flagIn(resource, resource.values, "allow_classic_flow"),
      clients: acceptedBy(resource, userPools),
      otherProviders: otherProvidersOf(resource),
      attachments: attachments.get(id)?.map(({ made }) => made) ?? [],
      principalTags: tags.get(id)?.map(({ made }) => made) ?? [],
    };
  });
  const elsewhere = [...attachments].filter(([id]) => !here.some((pool) => pool.id === id));
  return [
    ...here,
    ...elsewhere.map(([id, made]) =>
      elsewherePool(id, made, tags.get(id)?.map((one) => one.made) ?? [], userPools, clients),
    ),
  ];
}

interface Made<T> {
  readonly resource: Resource;
  readonly made: T;
}

function byPool<T>(configuration: Configuration, type: string, make: (resource: Resource) => T) {
  const found = new Map<string, Made<T>[]>();
  for (const resource of configuration.ofType(type)) {
    const id = requiredIn(resource, resource.values, "identity_pool_id");
    found.set(id, [...(found.get(id) ?? []), { resource, made: make(resource) }]);
  }
  return found;
}

/** Whoever it accepts is not known, so every client that is known may be one of them. */
function elsewherePool(
  id: string,
  attachments: readonly Made<RolesAttachment>[],
  principalTags: readonly PrincipalTags[],
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): IdentityPool {
  const label = readable(id);
  const [first] = attachments;
  return {
    label,
    id,
    accountId: first?.resource.accountId ?? "",
    allowsGuests: condition(`identity pool ${label} allows guests`),
    allowsClassicFlow: condition(`identity pool ${label} allows the classic flow`),
    clients: clients.flatMap((client) => {
      const pool = userPools.find((one) => one.id === client.userPoolId);
      if (pool === undefined) return [];
      const when = condition(`identity pool ${label} accepts app client ${client.label}`);
      return [{ providerName: pool.providerName, clientId: client.id, serverSideTokenCheck: false, when }];
    }),
    otherProviders: [],
    attachments: attachments.map(({ made }) => made),
    principalTags,
  };
}

function acceptedBy(resource: Resource, userPools: readonly UserPoolHere[]): readonly AcceptedClient[] {
  return blocksOf(resource.values["cognito_identity_providers"]).flatMap((block) => {
    const [providerName, clientId] = [optionalIn(block, "provider_name"), optionalIn(block, "client_id")];
    if (providerName === undefined || clientId === undefined) return [];
    return {
      providerName: canonicalName(providerName, userPools),
      clientId,
      serverSideTokenCheck: flagIn(resource, block, "server_side_token_check"),
      when: true,
    };
  });
}

function otherProvidersOf({ values }: Resource): readonly OtherProvider[] {
  const social = values["supported_login_providers"];
  const developer = optionalIn(values, "developer_provider_name");
  return [
    ...keysOf(social).map((key) => ({ kind: "social" as const, key })),
    ...textsIn(values["openid_connect_provider_arns"]).map((key) => ({ kind: "oidc" as const, key })),
    ...textsIn(values["saml_provider_arns"]).map((key) => ({ kind: "saml" as const, key })),
    ...(developer === undefined ? [] : [{ kind: "developer" as const, key: developer }]),
  ];
}

function attachmentOf(resource: Resource, userPools: readonly UserPoolHere[]): RolesAttachment {
  const [roles = {}] = blocksOf(resource.values["roles"]);
  const [authenticated, unauthenticated] = [optionalIn(roles, "authenticated"), optionalIn(roles, "unauthenticated")];
  return {
    address: resource.address,
    ...(authenticated === undefined ? {} : { authenticated }),
    ...(unauthenticated === undefined ? {} : { unauthenticated }),
    mappings: blocksOf(resource.values["role_mapping"]).map((block) => mappingOf(resource, block, userPools)),
  };
}

function mappingOf(
  resource: Resource,
  block: Readonly<Record<string, Value>>,
  userPools: readonly UserPoolHere[],
): RoleMapping {
  return {
    key: canonicalName(requiredIn(resource, block, "identity_provider"), userPools),
    type: choiceIn(resource, block, "type", ["Token", "Rules"]),
    resolution: choiceIn(resource, block, "ambiguous_role_resolution", ["AuthenticatedRole", "Deny"]),
    rules: blocksOf(block["mapping_rule"]).map((rule) => ({
      claim: requiredIn(resource, rule, "claim"),
      matchType: choiceIn(resource, rule, "match_type", ["Equals", "NotEqual", "StartsWith", "Contains"]),
      value: requiredIn(resource, rule, "value"),
      roleArn: requiredIn(resource, rule, "role_arn"),
    })),
  };
}

function principalTagsOf(resource: Resource, userPools: readonly UserPoolHere[]): PrincipalTags {
  const tags = resource.values["principal_tags"];
  const [entries = {}] = blocksOf(tags);
  return {
    address: resource.address,
    providerName: canonicalName(requiredIn(resource, resource.values, "identity_provider_name"), userPools),
    usesDefaults: flagIn(resource, resource.values, "use_defaults", true),
    tags: new Map(keysOf(tags).map((key) => [key, textIn(entries[key]) ?? ""])),
  };
}

function keysOf(value: Value | undefined): readonly string[] {
  return blocksOf(value).flatMap((block) => Object.keys(block));
}
