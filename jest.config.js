/**
 * Unit and synth tests: no network, no terraform, no moto, no AWS account. `npm test` gives their objects, most of which die
 * young, more room than Node does (--max-semi-space-size): that spares a tenth of the time.
 */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/__tests__/support/ending-environment.js",
  // All cores: jest's own choice leaves one idle, which on two is half of them.
  maxWorkers: "100%",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.gatehouse"],
  // What cdktf does or loads for nothing here, in each of the many files that load it.
  moduleNameMapper: {
    "^\\.(/tokens)?(/private)?/stack-trace$": "<rootDir>/__tests__/support/without/stack-traces.ts",
    "^archiver$": "<rootDir>/__tests__/support/without/archiver.ts",
  },
  setupFiles: ["<rootDir>/__tests__/support/setup.ts"],
  testSequencer: "<rootDir>/__tests__/support/longest-first.js",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2023" } }] },
};
