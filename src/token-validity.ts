/** How long a client's tokens are valid. */
export interface TokenValidity {
  /** Access tokens, 5 to 1440 minutes. */
  readonly accessMinutes: number;
  /** ID tokens, 5 to 1440 minutes. */
  readonly idMinutes: number;
  /** Refresh tokens, 1 to 3650 days. */
  readonly refreshDays: number;
}

/**
 * The least and the most of each.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const validityBounds = {
  accessMinutes: [5, 1440],
  idMinutes: [5, 1440],
  refreshDays: [1, 3650],
} as const satisfies Record<keyof TokenValidity, readonly [least: number, most: number]>;

/** Whether the refresh token is valid longest, as Cognito demands. */
export function refreshOutlasts({ accessMinutes, idMinutes, refreshDays }: TokenValidity): boolean {
  return Math.max(accessMinutes, idMinutes) < refreshDays * 24 * 60;
}
