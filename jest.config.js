/** Unit and synth tests: no network, no terraform, no moto, no AWS account. */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.gatehouse"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup.ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2023" } }] },
};
