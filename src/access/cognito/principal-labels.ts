import { type Role } from "../iam/role";
import { hasUnknown } from "./same";
import { type Cognito, type IdentityPool, type UserPool } from "./cognito";

/** How principals are called. */
export interface PrincipalLabels {
  /** `admin`, or `s3-readers of modes-users`. */
  readonly of: (pool: UserPool, what: string) => string;
  /** `signed in`, or `signed in to modes-users`. */
  readonly to: (pool: UserPool, what: string) => string;
  /** `no rule fits`, or `no rule fits in modes-users`. */
  readonly in: (pool: UserPool, what: string) => string;
  /** `guest`, or `guest of modes-guest`. */
  readonly ofIdentityPool: (pool: IdentityPool, what: string) => string;
}

/**
 * Labels stay short for the people of one user pool: the only one, or the only one that APIs have to do with. The
 * others are called after their pool.
 *
 * @param userPoolIds The user pools whose tokens some route asks for.
 */
export function labelsFor(cognito: Cognito, roles: readonly Role[], userPoolIds: readonly string[]): PrincipalLabels {
  const { identityPools } = cognito;
  // A pool of which nothing is known but a variable's name takes nobody's short name.
  const certain = cognito.userPools.filter(({ address, id }) => address !== undefined || !hasUnknown(id));
  const userPools = certain.length > 0 ? certain : cognito.userPools;
  const callers = new Set(roles.filter(callsApis).map(({ arn }) => arn));
  const concerned = userPools.filter(({ id }) => userPoolIds.includes(id));
  const candidates = concerned.length > 0 ? concerned : userPools.filter((pool) => gives(cognito, pool, callers));
  const short = userPools.length === 1 ? userPools[0] : candidates.length === 1 ? candidates[0] : undefined;
  const joined = (word: string) => (pool: UserPool, what: string) =>
    pool.id === short?.id ? what : `${what} ${word} ${pool.label}`;
  return {
    of: joined("of"),
    to: joined("to"),
    in: joined("in"),
    ofIdentityPool: (pool, what) => (identityPools.length === 1 ? what : `${what} of ${pool.label}`),
  };
}

function callsApis({ policies }: Role): boolean {
  return policies.some(({ statements }) =>
    statements.some(
      ({ effect, actions }) =>
        effect === "Allow" && (actions.negated || actions.patterns.some((one) => /^(\*|execute-api:)/i.test(one))),
    ),
  );
}

/** Whether signing in to a user pool may lead to one of these roles. */
function gives({ groups, identityPools }: Cognito, pool: UserPool, arns: ReadonlySet<string>): boolean {
  const takers = identityPools.filter(({ clients }) => clients.some((one) => one.providerName === pool.providerName));
  const defaults = takers.flatMap(({ attachments }) =>
    attachments.flatMap(({ authenticated, mappings }) => [
      authenticated,
      ...mappings.flatMap(({ rules }) => rules.map(({ roleArn }) => roleArn)),
    ]),
  );
  const ofGroups = groups.filter(({ userPoolId }) => userPoolId === pool.id).map(({ roleArn }) => roleArn);
  return [...defaults, ...ofGroups].some((arn) => arn !== undefined && arns.has(arn));
}
