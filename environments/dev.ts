import type { EnvironmentFile } from "./schema";

/** Where changes are first tried on AWS. Shares its account with staging. */
export const dev: EnvironmentFile = {
  service: "gatehouse",
  accountId: "111111111111",
  region: "ap-northeast-1",
  state: { bucket: "gatehouse-state-111111111111-ap-northeast-1" },
  tags: { owner: "platform" },
  protections: { deletionProtection: false, preventDestroy: false },
  security: { webAcl: true, customerManagedKey: true },
  alarms: { emails: ["dev-alarms@gatehouse.example"] },
  identity: {
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordMinimumLength: 12,
    featureTier: "ESSENTIALS",
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
    hostedSignIn: {
      domainPrefix: "gatehouse-dev",
      callbackUrls: ["https://dev.gatehouse.example/signed-in", "http://localhost:5173/signed-in"],
      logoutUrls: ["https://dev.gatehouse.example/", "http://localhost:5173/"],
    },
  },
  identityPoolModes: {
    guests: { allowedBecause: "shows in dev what guests may do" },
    emailDomain: "gatehouse.example",
  },
  api: {
    throttlingRateLimit: 100,
    throttlingBurstLimit: 100,
    executionLog: "INFO",
    logRetentionDays: 7,
    tracing: true,
  },
  functions: { reservedConcurrency: "unreserved" },
  network: {
    cidr: "10.20.0.0/16",
    availabilityZones: ["a", "c"],
    executeApiEndpoint: "created",
  },
  web: {
    origin: "https://dev.gatehouse.example",
    domain: { name: "dev.gatehouse.example", certificate: "dev.gatehouse.example" },
  },
};
