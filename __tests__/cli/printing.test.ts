import { outputLines, outputsAsJson } from "../../src/cli/commands/apply";
import { shellLines } from "../../src/cli/commands/local-aws";

test("outputs are aligned and sorted, and a sensitive one is not shown", () => {
  expect(
    outputLines({
      url: { value: "https://x", sensitive: false },
      groups: { value: ["admin"], sensitive: false },
      key: { value: "secret", sensitive: true },
    }),
  ).toEqual(['groups = ["admin"]', "key    = (sensitive)", "url    = https://x"]);
});

test("variables become lines that a shell reads as they are", () => {
  expect(shellLines({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", A: "it's $HOME", AWS_PROFILE: undefined })).toEqual([
    "export AWS_ENDPOINT_URL='http://127.0.0.1:1'",
    String.raw`export A='it'\''s $HOME'`,
    "unset AWS_PROFILE",
  ]);
});

test("outputs as JSON hold no sensitive value", () => {
  expect(
    JSON.parse(
      outputsAsJson({ url: { value: "https://x", sensitive: false }, key: { value: "secret", sensitive: true } }),
    ),
  ).toEqual({
    url: { value: "https://x", sensitive: false },
    key: { sensitive: true },
  });
});
