import { cognitoOf } from "../../../src/access/cognito/facts";
import { type Cognito, type Group, type IdentityPool } from "../../../src/access/cognito/cognito";
import { principalsOf } from "../../../src/access/cognito/principals";
import { isOpen, textOf } from "../../../src/access/formula";
import { type Role } from "../../../src/access/iam/role";
import { rolesOf } from "../../../src/access/iam/roles";
import { type Principal } from "../../../src/access/principal";
import { type Step } from "../../../src/access/step";
import { readTerraform } from "../../../src/access/terraform/read";
import { type Configuration, type Value } from "../../../src/access/terraform/configuration";

/** Resources as in Terraform JSON: by type, by name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Value>>>>>>;

const accountId = "111111111111";

/** What a folder with these resources says. Declared variables have no value, so nothing is known of them. */
export function configurationOf(types: Resources): Configuration {
  const provider = { aws: { region: "eu-west-1", allowed_account_ids: [accountId] } };
  const names = [...JSON.stringify(types).matchAll(/\$\{var\.(\w+)\}/g)].map((match) => match[1] ?? "");
  const variable = Object.fromEntries(names.map((name) => [name, {}]));
  return readTerraform([{ name: "cdk.tf.json", json: { provider, variable, resource: types } }]);
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
    clients: [{ providerName: users, clientId: "client", when: true }],
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
