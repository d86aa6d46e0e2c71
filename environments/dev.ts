import type { EnvironmentFile } from "./schema";

/** Where changes are first tried on AWS. Shares its account with staging. */
export const dev: EnvironmentFile = {
  service: "gatehouse",
  accountId: "111111111111",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-111111111111-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: false, preventDestroy: false },
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 12,
    featureTier: "ESSENTIALS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
  },
  api: {
    throttlingRateLimit: 100,
    throttlingBurstLimit: 100,
    executionLog: "INFO",
    logRetentionDays: 7,
    tracing: true,
  },
  network: { cidr: "10.20.0.0/16" },
  web: { origin: "https://dev.gatehouse.example" },
};
