import { condition } from "../formula";
import { readable } from "../symbols";
import { blocksOf, type Configuration, type Resource, textIn, textsIn, type Value } from "../terraform/configuration";
import { attributeOf, flagIn, optionalIn, requiredIn, unknownIn } from "./arguments";
import {
  type AcceptedClient,
  type AppClient,
  type IdentityPool,
  type OtherProvider,
  type PrincipalTags,
  type RolesAttachment,
} from "./cognito";
import { labelsOf } from "./labels";
import { attachmentOf } from "./roles-attachments";
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
      clients: acceptedBy(resource, userPools, clients),
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
    clients: maybeAccepted(label, userPools, clients),
    otherProviders: [],
    attachments: attachments.map(({ made }) => made),
    principalTags,
  };
}

function acceptedBy(
  resource: Resource,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): readonly AcceptedClient[] {
  const providers = resource.values["cognito_identity_providers"];
  const named = blocksOf(providers).flatMap((block) => {
    const [providerName, clientId] = [optionalIn(block, "provider_name"), optionalIn(block, "client_id")];
    if (providerName === undefined || clientId === undefined) return [];
    return {
      providerName: canonicalName(providerName, userPools),
      clientId,
      serverSideTokenCheck: flagIn(resource, block, "server_side_token_check"),
      when: true,
    };
  });
  if (unknownIn(providers) === undefined) return named;
  const others = clients.filter(({ id }) => !named.some(({ clientId }) => clientId === id));
  return [...named, ...maybeAccepted(resource.address, userPools, others)];
}

/** Where it is not known whom an identity pool accepts, it may be every client that is known. */
function maybeAccepted(
  pool: string,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): readonly AcceptedClient[] {
  return clients.flatMap((client) => {
    const userPool = userPools.find((one) => one.id === client.userPoolId);
    if (userPool === undefined) return [];
    const when = condition(`identity pool ${pool} accepts app client ${client.label}`);
    return [{ providerName: userPool.providerName, clientId: client.id, serverSideTokenCheck: false, when }];
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

function principalTagsOf(resource: Resource, userPools: readonly UserPoolHere[]): PrincipalTags {
  const tags = resource.values["principal_tags"];
  const [entries = {}] = blocksOf(tags);
  const claims = new Map(keysOf(tags).map((key) => [key, textIn(entries[key]) ?? ""]));
  return {
    address: resource.address,
    providerName: canonicalName(requiredIn(resource, resource.values, "identity_provider_name"), userPools),
    usesDefaults: flagIn(resource, resource.values, "use_defaults", true),
    tags: unknownIn(tags) ?? claims,
  };
}

function keysOf(value: Value | undefined): readonly string[] {
  return blocksOf(value).flatMap((block) => Object.keys(block));
}
