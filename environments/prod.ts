import type { EnvironmentFile } from "./schema";

/** What users depend on. */
export const prod: EnvironmentFile = {
  service: "gatehouse",
  accountId: "222222222222",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-222222222222-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: true, preventDestroy: true },
  security: { webAcl: true, customerManagedKey: true },
  alarms: { emails: ["alarms@gatehouse.example"] },
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 14,
    featureTier: "PLUS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 7 },
    hostedSignIn: {
      domainPrefix: "gatehouse",
      callbackUrls: ["https://gatehouse.example/signed-in"],
      logoutUrls: ["https://gatehouse.example/"],
    },
  },
  identityPoolModes: { guests: "refused", emailDomain: "gatehouse.example" },
  api: {
    throttlingRateLimit: 1000,
    throttlingBurstLimit: 1000,
    executionLog: "INFO",
    logRetentionDays: 365,
    tracing: true,
  },
  functions: { reservedConcurrency: 50 },
  network: {
    cidr: "10.40.0.0/16",
    availabilityZones: ["a", "c"],
    executeApiEndpoint: "created",
  },
  web: { origin: "https://gatehouse.example", domain: { name: "gatehouse.example", certificate: "gatehouse.example" } },
};
