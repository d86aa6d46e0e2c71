import { type Cognito, type IdentityPool } from "../../access/cognito/cognito";
import { trustAllows } from "../../access/cognito/trust";
import { any, type Formula } from "../../access/formula";
import { type Role } from "../../access/iam/role";
import { readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { cognitoTrusts, trustFindingsOf } from "./trust";

/** What the trust of a role can't have meant, given to whom an identity pool gives it. */
export const trustOfPoolRule: Rule = (facts) =>
  facts.cognito.identityPools.flatMap((pool) => {
    const uses = usesOf(facts, pool);
    return facts.roles.flatMap((role) =>
      ofRole(
        pool,
        role,
        uses.filter((use) => use.roleArn === role.arn),
      ),
    );
  });

/** That a pool gives a role to somebody. */
interface Use {
  readonly roleArn: string;
  readonly to: "guests" | "users";
  /** What makes it so, such as `group admin`. */
  readonly as: string;
}

function usesOf({ cognito }: Facts, pool: IdentityPool): readonly Use[] {
  const attached = pool.attachments.flatMap(({ authenticated, unauthenticated, mappings }): Use[] => [
    ...(authenticated === undefined
      ? []
      : [{ roleArn: authenticated, to: "users", as: "everybody signed in" } as const]),
    ...(unauthenticated === undefined || pool.allowsGuests === false
      ? []
      : [{ roleArn: unauthenticated, to: "guests", as: "guests" } as const]),
    ...mappings.flatMap(({ rules }) =>
      rules.map(({ roleArn, claim, matchType, value }) => ({
        roleArn,
        to: "users" as const,
        as: `who matches the rule ${readable(`${claim} ${matchType} ${value}`)}`,
      })),
    ),
  ]);
  return [...attached, ...groupsOf(cognito, pool)];
}

/** The groups whose roles the pool takes from tokens. */
function groupsOf({ groups, userPools }: Cognito, pool: IdentityPool): readonly Use[] {
  const keys = pool.attachments.flatMap(({ mappings }) =>
    mappings.flatMap(({ key, type }) => (type === "Token" ? key : [])),
  );
  const taken = userPools.filter(({ providerName }) => keys.some((key) => key.startsWith(`${providerName}:`)));
  return groups.flatMap(({ name, roleArn, userPoolId }) =>
    roleArn === undefined || !taken.some(({ id }) => id === userPoolId)
      ? []
      : [{ roleArn, to: "users" as const, as: `the group ${readable(name)}` }],
  );
}

function ofRole(pool: IdentityPool, role: Role, uses: readonly Use[]): readonly Finding[] {
  // What the trust gets wrong by itself is found elsewhere.
  if (uses.length === 0 || trustFindingsOf(role).length > 0) return [];
  const trusts = { guests: trustsAs(role, pool, "guests"), users: trustsAs(role, pool, "users") };
  return (["guests", "users"] as const).flatMap((to) => {
    const [use, ...others] = uses.filter((one) => one.to === to);
    if (use === undefined) return [];
    const other = to === "guests" ? "users" : "guests";
    if (trusts[to] === false)
      return trusts[other] === true ? [wrongKind(role, use)] : [untrusting(role, pool, [use, ...others])];
    const forBoth = uses.some((one) => one.to === other);
    return trusts[other] === true && !forBoth ? [alsoWrongKind(role, use)] : [];
  });
}

/** Whether a role's trust admits guests, or anybody who signed in. */
function trustsAs(role: Role, pool: IdentityPool, who: Use["to"]): Formula {
  if (who === "guests") return trustAllows(role, pool, { flow: "enhanced", authenticated: false }).when;
  const names = [...pool.clients.map(({ providerName }) => providerName), ...pool.otherProviders.map(({ key }) => key)];
  // Whoever signs in otherwise: developers' own identities, or nobody.
  return any(
    (names.length === 0 ? [""] : names).map(
      (providerName) => trustAllows(role, pool, { flow: "enhanced", authenticated: true, providerName }).when,
    ),
  );
}

const ids = { guests: "guest-role-trusts-users", users: "user-role-trusts-guests" } as const;
const amrOf = { guests: "unauthenticated", users: "authenticated" } as const;
const others = { guests: "users", users: "guests" } as const;

const wrongKind = (role: Role, { to, as }: Use): Finding => ({
  id: ids[to],
  severity: "error",
  address: role.address,
  what: `the role is given to ${as}, and its trust admits ${others[to]} alone (amr ${amrOf[others[to]]})`,
  reason: `${to} get "Invalid identity pool configuration. Check assigned IAM roles for this pool."`,
  fix: `test for ${amrOf[to]} in cognito-identity.amazonaws.com:amr`,
});

const alsoWrongKind = (role: Role, { to, as }: Use): Finding => ({
  id: ids[to],
  severity: "error",
  address: role.address,
  what: `the role is given to ${as}, and its trust admits ${others[to]} too (amr ${amrOf[others[to]]})`,
  reason: `${others[to]} could assume the role, although the identity pool would not give it to them`,
  fix: `test for ${amrOf[to]} alone in cognito-identity.amazonaws.com:amr`,
});

function untrusting(role: Role, pool: IdentityPool, uses: readonly Use[]): Finding {
  const tested = cognitoTrusts(role).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key.toLowerCase().endsWith(":aud")).flatMap(({ values }) => values),
  );
  return {
    id: "role-not-trusting-identity-pool",
    severity: "error",
    address: role.address,
    what: `${pool.address ?? readable(pool.id)} gives the role to ${uses.map(({ as }) => as).join(" and ")}, and its trust ${tested.length === 0 ? "does not admit them" : `is for ${tested.map(readable).join(", ")}`}`,
    reason:
      'they get "Invalid identity pool configuration. Check assigned IAM roles for this pool." instead of credentials',
    fix: `trust cognito-identity.amazonaws.com with cognito-identity.amazonaws.com:aud ${readable(pool.id)}`,
  };
}
