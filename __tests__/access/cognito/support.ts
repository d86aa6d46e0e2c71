import { cognitoOf } from "../../../src/access/cognito/facts";
import { type Cognito, type Group, type IdentityPool } from "../../../src/access/cognito/cognito";
import { principalsOf } from "../../../src/access/cognito/principals";
import { isOpen, textOf } from "../../../src/access/formula";
import { type Role } from "../../../src/access/iam/role";
import { rolesOf } from "../../../src/access/iam/roles";
import { type Principal } from "../../../src/access/principal";
import { type Step } from "../../../src/access/step";
import { symbolic } from "../../../src/access/symbols";
import { type Configuration, type Resource, type Value } from "../../../src/access/terraform/configuration";

/** Resources as in Terraform JSON: by type, by name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Value>>>>>>;

const region = "eu-west-1";
const accountId = "111111111111";

/** A small configuration; references to other resources' attributes become symbols. */
export function configurationOf(types: Resources): Configuration {
  const literal = (address: string, attribute: string) => {
    const [type = "", name = ""] = address.split(".");
    const value = types[type]?.[name]?.[attribute];
    return typeof value === "string" && !value.includes("${") ? value : undefined;
  };
  const find: Find = (address, attribute) =>
    literal(address, attribute) ?? known(address, attribute, literal(address, "name"));
  const resources = Object.entries(types).flatMap(([type, all]) =>
    Object.entries(all).map(([name, values]) => resourceOf(type, name, follow(values, find), find)),
  );
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    dataOfType: () => [],
  };
}

type Find = (address: string, attribute: string) => string;

function resourceOf(type: string, name: string, values: Value, find: Find): Resource {
  const address = `${type}.${name}`;
  const { "//": note, ...others } = values as Readonly<Record<string, Value>>;
  const path = (note as { readonly metadata?: { readonly path: string } } | undefined)?.metadata?.path;
  return {
    address,
    mode: "managed",
    type,
    label:
      path
        ?.split("/")
        .slice(1)
        .join("/")
        .replace(/\/resource$/, "") ?? name,
    values: others,
    attribute: (attribute) => others[attribute] ?? find(address, attribute),
    region,
    accountId,
    acknowledgements: [],
  };
}

function known(address: string, attribute: string, name = address.slice(address.indexOf(".") + 1)): string {
  const id = symbolic({ kind: "identity", name: `${address}.${attribute}` });
  if (attribute === "endpoint") return `cognito-idp.${region}.amazonaws.com/${known(address, "id")}`;
  if (!address.startsWith("aws_iam_role.")) return id;
  return attribute === "arn" ? `arn:aws:iam::${accountId}:role/${name}` : name;
}

function follow(value: Value, find: Find): Value {
  if (typeof value === "string") {
    return value
      .replaceAll(/\$\{var\.(\w+)\}/g, (_, name: string) => symbolic({ kind: "unknown", name: `var.${name}` }))
      .replaceAll(/\$\{(aws_\w+\.[\w-]+)\.(\w+)\}/g, (_, address: string, attribute: string) =>
        find(address, attribute),
      );
  }
  if (Array.isArray(value)) return value.map((one: Value) => follow(one, find));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, follow(one, find)]));
}

/** What a configuration says of Cognito. */
export function cognitoIn(types: Resources): Cognito {
  const configuration = configurationOf(types);
  return cognitoOf(configuration, rolesOf(configuration));
}

/** Everybody who may call what a configuration makes. */
export function principalsIn(types: Resources, scopes: readonly string[] = []): readonly Principal[] {
  const configuration = configurationOf(types);
  const roles = rolesOf(configuration);
  return principalsOf(cognitoOf(configuration, roles), roles, { scopes });
}

/** Somebody by their label. */
export function named(principals: readonly Principal[], label: string): Principal {
  const found = principals.find((principal) => principal.label === label);
  if (found === undefined) throw new Error(`${label} is none of ${principals.map((one) => one.label).join(", ")}`);
  return found;
}

/** The roles that somebody has credentials of, with the conditions where there are any. */
export function rolesHad({ credentials }: Principal): readonly string[] {
  return credentials
    .filter((one) => one.kind === "role")
    .map(({ role, when }) => (isOpen(when) ? `${role.name} where ${textOf(when)}` : role.name));
}

/** What was said on the way. */
export const textsOf = (steps: readonly Step[]): readonly string[] => steps.map(({ text }) => text);

/** A group of user pool `users`. */
export function group(name: string, precedence: number | null | undefined, role?: string): Group {
  const roleArn = role === undefined ? {} : { roleArn: role };
  return { address: `aws_cognito_user_group.${name}`, name, precedence, userPoolId: "users", ...roleArn };
}

/** An identity pool that takes tokens of `client` of the user pool `users`. */
export function identityPool(changes: Partial<IdentityPool> = {}): IdentityPool {
  return {
    address: "aws_cognito_identity_pool.members",
    label: "members",
    id: "eu-west-1:1",
    accountId,
    allowsGuests: false,
    allowsClassicFlow: false,
    clients: [{ providerName: users, clientId: "client", serverSideTokenCheck: true, when: true }],
    otherProviders: [],
    attachments: [],
    principalTags: [],
    ...changes,
  };
}

/** The provider's name of the user pool `users`. */
export const users = "cognito-idp.eu-west-1.amazonaws.com/users";

/** The trust of a role for identities of an identity pool. */
export function trust(pool: string, amr: string | null = "authenticated"): string {
  const [aud, key] = ["cognito-identity.amazonaws.com:aud", "cognito-identity.amazonaws.com:amr"];
  return trustOf({
    StringEquals: { [aud]: pool },
    ...(amr === null ? {} : { "ForAnyValue:StringLike": { [key]: amr } }),
  });
}

/** A trust with these conditions, and whatever else is different. */
export function trustOf(conditions: Value, changes: Readonly<Record<string, Value>> = {}): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: conditions,
        ...changes,
      },
    ],
  });
}

/** Roles for tests of `trustAllows`. */
export function roleWith(assumeRolePolicy: string, changes: Partial<Role> = {}): Role {
  const [role] = rolesOf(configurationOf({ aws_iam_role: { caller: { assume_role_policy: assumeRolePolicy } } }));
  if (role === undefined) throw new Error("no role");
  return { ...role, ...changes };
}
