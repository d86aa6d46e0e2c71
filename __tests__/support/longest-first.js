const Sequencer = require("@jest/test-sequencer").default;

const longest = [
  "environments.test.ts",
  "commands.test.ts",
  "changes.test.ts",
  "safeguards.test.ts",
  "start.test.ts",
  "distribution.test.ts",
  "rest-api.test.ts",
  "cdktf.test.ts",
  "http-api.test.ts",
  "main.test.ts",
  "arguments.test.ts",
  "access/existence.test.ts",
  "grant-compaction.test.ts",
  "environments/access.test.ts",
  "unknowns.test.ts",
];

const rankOf = ({ path }) => {
  const place = longest.findIndex((name) => path.endsWith(name));
  return place < 0 ? longest.length : place;
};

/** Begins with what takes longest, which jest cannot know in a fresh checkout: it might end with it, alone. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return tests.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
};
