const unit = require("./jest.config.js");

// Terraform and its provider spend a tenth of their time on collecting garbage; there is memory enough.
process.env.GOGC ??= "400";

/** Real terraform with the real AWS provider on the local AWS, of which each test file starts its own. */
/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
  testPathIgnorePatterns: [],
  globalSetup: "<rootDir>/__tests__/support/require-tools.ts",
  testTimeout: 600_000,
  // Two more than there are cores on a small machine: much of an apply and of a destroy is waiting.
  maxWorkers: 4,
};
