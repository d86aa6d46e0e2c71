import { all, any, condition, type Formula, isOpen, onlyWhen } from "../formula";
import { readable } from "../symbols";
import {
  blocksOf,
  type Configuration,
  type Resource,
  textIn,
  textsIn,
  type Value,
  unknownIn,
} from "../terraform/configuration";
import { attributeOf, flagIn, optionalIn, requiredIn } from "./arguments";
import {
  type AcceptedClient,
  type AppClient,
  type IdentityPool,
  type OtherProvider,
  type PrincipalTags,
} from "./cognito";
import { labelsOf } from "./labels";
import { isSame } from "./same";
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
      attachments: attachments.of(id),
      principalTags: tags.of(id),
      ...onlyWhen(resource.exists),
    };
  });
  const elsewhere = attachments.ids.filter((id) => !here.some((pool) => pool.id === id));
  return [
    ...here,
    ...elsewhere.map((id) => {
      const parts = { attachments: attachments.of(id), principalTags: tags.of(id) };
      return { ...elsewherePool(id, userPools, clients), accountId: attachments.accountId(id), ...parts };
    }),
  ];
}

/** What resources of a type make for the identity pools that they name: for each that it may be. */
function byPool<T extends { readonly when?: Formula }>(
  configuration: Configuration,
  type: string,
  make: (resource: Resource) => T,
) {
  const resources_ = configuration.ofType(type).map((resource) => ({
    id: requiredIn(resource, resource.values, "identity_pool_id"),
    resource,
    made: make(resource),
  }));
  return {
    ids: [...new Set(resources_.map(({ id }) => id))],
    accountId: (poolId: string) => resources_.find(({ id }) => id === poolId)?.resource.accountId ?? "",
    of: (poolId: string): readonly T[] =>
      resources_.flatMap(({ id, resource, made }) => {
        const when = all([resource.exists ?? true, isSame(id, poolId)]);
        if (when === false) return [];
        return when === true ? made : { ...made, when };
      }),
  };
}

function elsewherePool(
  id: string,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): Omit<IdentityPool, "accountId" | "attachments" | "principalTags"> {
  const label = readable(id);
  return {
    label,
    id,
    allowsGuests: condition(`identity pool ${label} allows guests`),
    allowsClassicFlow: condition(`identity pool ${label} allows the classic flow`),
    clients: maybeAccepted(label, userPools, clients),
    otherProviders: [],
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
    const name = canonicalName(providerName, userPools);
    const owner = clients.find(({ id }) => id === clientId) ?? userPools.find((pool) => pool.providerName === name);
    return { providerName: name, clientId, when: true, ...existing(owner?.when) };
  });
  const meant = named.flatMap((one) => maybeMeant(one, userPools, clients));
  if (unknownIn(providers) === undefined) return [...named, ...meant];
  const others = clients.filter(({ id }) => !named.some(({ clientId }) => clientId === id));
  return [...named, ...meant, ...maybeAccepted(resource.address, userPools, others)];
}

/** The clients that a provider and a client that are not known may be. */
function maybeMeant(
  accepted: AcceptedClient,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): readonly AcceptedClient[] {
  return clients.flatMap((client) =>
    userPools.flatMap(({ id, providerName }) => {
      const isClient = all([isSame(accepted.clientId, client.id), isSame(client.userPoolId, id)]);
      const when = all([isSame(accepted.providerName, providerName), isClient]);
      return isOpen(when) ? [{ ...accepted, providerName, clientId: client.id, when, ...existing(client.when) }] : [];
    }),
  );
}

const existing = (when: Formula | undefined) => (when === undefined ? {} : { exists: when });

/** Where it is not known whom an identity pool accepts, it may be every client that is known. */
function maybeAccepted(
  pool: string,
  userPools: readonly UserPoolHere[],
  clients: readonly AppClient[],
): readonly AcceptedClient[] {
  return clients.flatMap((client) =>
    userPools.flatMap(({ id, providerName }) => {
      const accepted = condition(`identity pool ${pool} accepts app client ${client.label}`);
      const when = all([accepted, isSame(client.userPoolId, id)]);
      if (when === false) return [];
      return [{ providerName, clientId: client.id, when, ...existing(client.when) }];
    }),
  );
}

function otherProvidersOf({ values }: Resource): readonly OtherProvider[] {
  const developer = optionalIn(values, "developer_provider_name");
  const others = [
    ...keysOf(values["supported_login_providers"]),
    ...textsIn(values["openid_connect_provider_arns"]),
    ...(developer === undefined ? [] : [developer]),
  ];
  return [
    ...others.map((key) => ({ key, isSaml: false })),
    ...textsIn(values["saml_provider_arns"]).map((key) => ({ key, isSaml: true })),
  ];
}

function principalTagsOf(resource: Resource, userPools: readonly UserPoolHere[]): PrincipalTags {
  const tags = resource.values["principal_tags"];
  const [entries = {}] = blocksOf(tags);
  const usesDefaults = flagIn(resource, resource.values, "use_defaults", true);
  const isKnownWhole = unknownIn(tags) === undefined;
  const names = blocksOf(tags).flatMap((block) => Object.keys(block));
  const hasTags = names.length > 0 || (!isKnownWhole && condition(`principal_tags of ${resource.address} names any`));
  return {
    address: resource.address,
    tagged: any([usesDefaults, hasTags]),
    providerName: canonicalName(requiredIn(resource, resource.values, "identity_provider_name"), userPools),
    usesDefaults,
    tags: new Map(names.map((key) => [key, textIn(entries[key]) ?? ""])),
  };
}

function keysOf(value: Value | undefined): readonly string[] {
  const unknown = unknownIn(value);
  return [...blocksOf(value).flatMap((block) => Object.keys(block)), ...(unknown === undefined ? [] : [unknown])];
}
