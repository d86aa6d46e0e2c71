import { refuseSwallowedOptions } from "../../src/cli/npm-options";

const under = (event: string, variables: NodeJS.ProcessEnv, ...args: string[]) =>
  refuseSwallowedOptions(args, { npm_lifecycle_event: event, ...variables });

test.each([
  ["plan", ["plan", "dev"], { npm_config_markdown: "true" }, "npm run plan -- dev --markdown"],
  ["apply", ["apply", "dev"], { npm_config_json: "true" }, "npm run apply -- dev --json"],
  ["local-aws", ["local-aws", "dev"], { npm_config_port: "5000" }, "npm run local-aws -- dev --port 5000"],
  ["access", ["access", "dev"], { npm_config_check: "true" }, "npm run access -- dev --check"],
  [
    "access",
    ["access", "dev", "GET /a"],
    { npm_config_why: "general" },
    "npm run access -- dev --why general 'GET /a'",
  ],
  ["local-aws", ["local-aws", "dev", "5000"], { npm_config_port: "true" }, "npm run local-aws -- dev --port 5000"],
])("fails where npm has kept an option of %s for itself: %j %j", (event, args, variables, line) => {
  expect(() => under(event, variables, ...args)).toThrow(`put -- before the environment: ${line}`);
});

test("what a .npmrc says otherwise, and other commands' options, are none of ours", () => {
  for (const variables of [{}, { npm_config_json: "false" }, { npm_config_json: "" }, { npm_config_yes: "true" }])
    expect(() => under("plan", variables, "plan", "dev")).not.toThrow();
  expect(() => under("destroy", { npm_config_json: "true" }, "destroy", "dev")).not.toThrow();
  expect(() => under("test", { npm_config_json: "true" }, "plan", "dev")).not.toThrow();
  expect(() => under("plan", { npm_config_json: "true" }, "plan", "dev", "--json")).not.toThrow();
  expect(() => under("local-aws", { npm_config_port: "1" }, "local-aws", "dev", "--port=2")).not.toThrow();
});
