import type { EnvironmentFile } from "./schema";

/** The rehearsal for prod, with prod's settings. Shares its account with dev. */
export const staging: EnvironmentFile = {
  service: "gatehouse",
  accountId: "111111111111",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-111111111111-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: true, preventDestroy: false },
  security: { webAcl: true, customerManagedKey: true },
  alarms: { emails: ["staging-alarms@gatehouse.example"] },
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 12,
    featureTier: "ESSENTIALS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
    hostedSignIn: {
      domainPrefix: "gatehouse-staging",
      callbackUrls: ["https://staging.gatehouse.example/signed-in"],
      logoutUrls: ["https://staging.gatehouse.example/"],
    },
  },
  identityPoolModes: { guests: "refused", emailDomain: "gatehouse.example" },
  api: {
    throttlingRateLimit: 1000,
    throttlingBurstLimit: 1000,
    executionLog: "INFO",
    logRetentionDays: 30,
    tracing: true,
  },
  functions: { reservedConcurrency: 10 },
  network: {
    cidr: "10.30.0.0/16",
    availabilityZones: ["a", "c"],
    executeApiEndpoint: "created",
  },
  web: {
    origin: "https://staging.gatehouse.example",
    domain: { name: "staging.gatehouse.example", certificate: "*.gatehouse.example" },
  },
};
