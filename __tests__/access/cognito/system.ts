import { type Value } from "../../../src/access/terraform/configuration";
import { type Resources, trust } from "./support";

type Arguments = Readonly<Record<string, Value>>;

/** What a system of one user pool and one identity pool may have otherwise. */
export interface Changes {
  readonly userPool?: Arguments;
  readonly client?: Arguments;
  readonly identityPool?: Arguments;
  /** Further ones, by name. */
  readonly identityPools?: Readonly<Record<string, Arguments>>;
  readonly attachment?: Arguments;
  /** By name: precedence, role. */
  readonly groups?: Readonly<Record<string, Arguments>>;
  /** The trusts of further roles, by name. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly more?: Resources;
}

/** The identity pool's id. */
export const pool = "${aws_cognito_identity_pool.members.id}";
/** The key of the client's role mapping. */
export const key = "${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.web.id}";
/** A mapping that chooses roles by the token. */
export const byToken = { identity_provider: key, type: "Token", ambiguous_role_resolution: "Deny" };

/** A group's arguments: its role is `<name>-role`. */
export function groupOf(role: string | undefined, precedence?: number): Arguments {
  return {
    ...(role === undefined ? {} : { role_arn: `\${aws_iam_role.${role}.arn}` }),
    ...(precedence === undefined ? {} : { precedence }),
  };
}

/** A rule of a mapping, which looks for a text in the e-mail address. */
export function ruleOf(value: string, role: string, changes: Arguments = {}): Arguments {
  return { claim: "email", match_type: "Contains", value, role_arn: `\${aws_iam_role.${role}.arn}`, ...changes };
}

/** A system of one user pool and one identity pool. */
export function systemOf({ groups = {}, roles = {}, more = {}, ...changes }: Changes = {}): Resources {
  const trusts = { authenticated: trust(pool), unauthenticated: trust(pool, "unauthenticated"), ...roles };
  return {
    aws_cognito_user_pool: { users: { name: "users", ...changes.userPool } },
    aws_cognito_user_pool_client: {
      web: { user_pool_id: "${aws_cognito_user_pool.users.id}", ...changes.client },
    },
    aws_cognito_user_group: Object.fromEntries(
      Object.entries(groups).map(([name, values]) => [
        name,
        { name, user_pool_id: "${aws_cognito_user_pool.users.id}", ...values },
      ]),
    ),
    aws_cognito_identity_pool: {
      members: {
        allow_unauthenticated_identities: false,
        cognito_identity_providers: [
          {
            client_id: "${aws_cognito_user_pool_client.web.id}",
            provider_name: "${aws_cognito_user_pool.users.endpoint}",
          },
        ],
        ...changes.identityPool,
      },
      ...changes.identityPools,
    },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        identity_pool_id: pool,
        roles: {
          authenticated: "${aws_iam_role.authenticated.arn}",
          unauthenticated: "${aws_iam_role.unauthenticated.arn}",
        },
        ...changes.attachment,
      },
    },
    aws_iam_role: Object.fromEntries(
      Object.entries(trusts).map(([name, policy]) => [name, { name, assume_role_policy: policy }]),
    ),
    ...more,
  };
}
