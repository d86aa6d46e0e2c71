/** How many of an environment's functions get `functions.reservedConcurrency` each: those that serve an API. */
export const reservingFunctions = 5;

/**
 * Runs that the functions of an account may reserve in a region: all but 100 of Lambda's quota "Concurrent executions",
 * whose default is 1000. The quota is adjustable; where it was raised, change the number here.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const reservableRuns = 900;

/** Most characters of a role's name (IAM's limit, not adjustable). */
export const roleNameLimit = 64;

/** The longest of the names that an environment's service and name are part of, measured by the service's limit. */
export const longestRoleName = (service: string, name: string): string =>
  `${service}-${name}-token-cognito-authenticated-s3-readers-role`;

/** Most characters of an environment's service and its name together. */
export const longestNames = roleNameLimit - longestRoleName("", "").length;
