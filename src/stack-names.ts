/** The name of the stack that holds an environment: the environment's own. */
export function environmentStackName(environment: string): string {
  return environment;
}

/** The name of the stack that all environments of one account and region share. */
export function foundationStackName({
  accountId,
  region,
}: {
  readonly accountId: string;
  readonly region: string;
}): string {
  return `foundation-${accountId}-${region}`;
}
