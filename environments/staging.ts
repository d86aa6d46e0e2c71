import type { EnvironmentFile } from "./schema";

/** The rehearsal for prod, with prod's settings. Shares its account with dev. */
export const staging: EnvironmentFile = {
  service: "gatehouse",
  accountId: "111111111111",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-111111111111-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: true, preventDestroy: false },
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 12,
    featureTier: "ESSENTIALS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
  },
  api: {
    throttlingRateLimit: 1000,
    throttlingBurstLimit: 1000,
    executionLog: "INFO",
    logRetentionDays: 30,
    tracing: true,
  },
  network: { cidr: "10.30.0.0/16" },
  web: { origin: "https://staging.gatehouse.example" },
};
