import { UserError } from "../src/errors";
import { overlap } from "../src/ipv4";
import { reservableRuns, reservingFunctions } from "./limits";
import { type Environment } from "./schema";

/**
 * Checks what no file can say alone.
 *
 * @throws UserError where environments of one account and region name different state buckets or services, or reserve
 * more runs than there are, where different accounts or regions name one bucket, where names of one account could
 * collide, where two networks overlap, and where two sign-in pages or front ends have one domain.
 */
export function checkTogether(environments: readonly Environment[]): void {
  for (const [index, later] of environments.entries()) {
    const others = environments.slice(0, index);
    for (const earlier of others) {
      checkStateBuckets(earlier, later);
      checkServices(earlier, later);
      checkNames(earlier, later);
      checkNetworks(earlier, later);
      checkDomainPrefixes(earlier, later);
      checkDomains(earlier, later);
    }
    checkReservedRuns([...others.filter((earlier) => inOnePlace(earlier, later)), later]);
  }
}

// Which of them is wrong, only their author knows.
const filesOf = (...environments: readonly Environment[]) =>
  environments.map(({ name }) => `environments/${name}.ts`).join(" and ");

const inOnePlace = (earlier: Environment, later: Environment) =>
  earlier.accountId === later.accountId && earlier.region === later.region;

function checkStateBuckets(earlier: Environment, later: Environment): void {
  const samePlace = inOnePlace(earlier, later);
  const sameBucket = earlier.state.bucket === later.state.bucket;
  if (samePlace === sameBucket) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: samePlace
      ? `state.bucket of ${later.name} differs from that of ${earlier.name}, which has the same account and region`
      : `state.bucket of ${later.name} is that of ${earlier.name}, which has another account or region`,
    got: later.state.bucket,
    allowed: samePlace ? earlier.state.bucket : "a bucket of its own",
    fix: "give each account and region exactly one state bucket",
  });
}

/** They share a foundation, which carries the service's name. */
function checkServices(earlier: Environment, later: Environment): void {
  if (!inOnePlace(earlier, later) || earlier.service === later.service) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `service of ${later.name} differs from that of ${earlier.name}, which has the same account and region`,
    got: later.service,
    allowed: earlier.service,
    fix: "use one name, or another account or region",
  });
}

/** A thing of one may otherwise be called as another thing of the other is. Roles have no region. */
function checkNames(earlier: Environment, later: Environment): void {
  if (earlier.accountId !== later.accountId) return;
  const prefix = ({ service, name }: Environment) => `${service}-${name}-`;
  const [shorter, longer] = prefix(earlier).length <= prefix(later).length ? [earlier, later] : [later, earlier];
  if (!prefix(longer).startsWith(prefix(shorter))) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `all names of ${longer.name} begin as those of ${shorter.name} do, which has the same account: two things could have one name`,
    got: prefix(longer),
    allowed: `a service and an environment's name with which names do not begin with ${prefix(shorter)}`,
    fix: "rename one of the environments and its file, or use another account",
  });
}

function checkNetworks(earlier: Environment, later: Environment): void {
  if (!overlap(earlier.network.cidr, later.network.cidr)) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `network.cidr of ${later.name} overlaps with that of ${earlier.name}`,
    got: later.network.cidr,
    allowed: `a range outside ${earlier.network.cidr}`,
    fix: "choose another range",
  });
}

function checkDomainPrefixes(earlier: Environment, later: Environment): void {
  const prefixOf = ({ identity: { hostedSignIn } }: Environment) =>
    hostedSignIn === "none" ? undefined : hostedSignIn.domainPrefix;
  const got = prefixOf(later);
  if (got === undefined || got !== prefixOf(earlier) || earlier.region !== later.region) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `identity.hostedSignIn.domainPrefix of ${later.name} is that of ${earlier.name}, which has the same region`,
    got,
    allowed: "a prefix of its own: Cognito gives each once in a region, whichever the account",
    fix: "choose another prefix",
  });
}

function checkDomains(earlier: Environment, later: Environment): void {
  const nameOf = ({ web: { domain } }: Environment) => (domain === "none" ? undefined : domain.name);
  const got = nameOf(later);
  if (got === undefined || got !== nameOf(earlier)) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `web.domain.name of ${later.name} is that of ${earlier.name}`,
    got,
    allowed: "a domain of its own: CloudFront gives each to one distribution in all of AWS",
    fix: "choose another domain",
  });
}

/** @param environments Those of one account and region. */
function checkReservedRuns(environments: readonly Environment[]): void {
  const runsOf = ({ functions: { reservedConcurrency: runs } }: Environment) => (runs === "unreserved" ? 0 : runs);
  const reserving = environments.filter((environment) => runsOf(environment) > 0);
  const reserved = reserving.reduce((sum, environment) => sum + runsOf(environment) * reservingFunctions, 0);
  if (reserved <= reservableRuns) return;
  throw new UserError({
    where: filesOf(...reserving),
    what: `functions.reservedConcurrency, ${reservingFunctions} times in each environment, is too much for one account and region`,
    got: reserved,
    allowed: `${reservableRuns} runs together (Lambda's default quota; adjustable, then change it in environments/limits.ts)`,
    fix: "reserve less, or use another account or region",
  });
}
