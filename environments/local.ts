import type { EnvironmentFile } from "./schema";

/** A laptop's own copy, applied to the local AWS by `npm start`. */
export const local: EnvironmentFile = {
  service: "gatehouse",
  accountId: "000000000000",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-000000000000-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: false, preventDestroy: false },
  security: { webAcl: false, customerManagedKey: false },
  alarms: "none",
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 12,
    featureTier: "ESSENTIALS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
    hostedSignIn: "none",
  },
  identityPoolModes: {
    guests: { allowedBecause: "shows on a laptop what guests may do" },
    emailDomain: "gatehouse.example",
  },
  api: {
    throttlingRateLimit: 100,
    throttlingBurstLimit: 100,
    executionLog: "INFO",
    logRetentionDays: 1,
    tracing: true,
  },
  functions: { reservedConcurrency: "unreserved" },
  network: {
    cidr: "10.10.0.0/16",
    availabilityZones: ["a", "c"],
    executeApiEndpoint: "created",
  },
  web: { origin: "http://localhost:5173", domain: "none" },
};
