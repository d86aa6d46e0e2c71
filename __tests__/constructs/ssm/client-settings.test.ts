import fc from "fast-check";
import { ClientSettings, type ClientSettingsProps, snakeCase } from "../../../src/constructs/ssm/client-settings";
import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const described = (value: string) => ({ value, description: "A setting" });
const settingsOf = (settings: ClientSettingsProps["settings"], parameterName = "/svc/dev/client-settings") => {
  const stack = testStack();
  new ClientSettings(stack, "client-settings", { parameterName, settings });
  return synthesized(stack);
};
/** Settings whose JSON has so many characters. */
const settingsOfLength = (length: number) => ({ a: described("x".repeat(length - '{"a":""}'.length)) });

test("settings are one parameter, in the order of their names, and an output each", () => {
  const stack = testStack();
  const { id } = userPool(stack);
  new ClientSettings(stack, "client-settings", {
    parameterName: "/svc/dev/client-settings",
    settings: {
      userPoolId: { value: id, description: "The user pool" },
      adminApiUrl: { value: "https://example.com/api", description: "The admin API" },
    },
  });
  const json = synthesized(stack);
  expect(json.single("aws_ssm_parameter")).toEqual({
    name: "/svc/dev/client-settings",
    description: "What clients have to know, as a JSON object",
    type: "String",
    tier: "Standard",
    insecure_value: '{"adminApiUrl":"https://example.com/api","userPoolId":"${aws_cognito_user_pool.users.id}"}',
  });
  expect(json.terraform.output).toEqual({
    admin_api_url: { value: "https://example.com/api", description: "The admin API" },
    user_pool_id: { value: "${aws_cognito_user_pool.users.id}", description: "The user pool" },
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
test("every name that is allowed has an output of its own", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const camelCase = words
        .map((part, i) => (i === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
        .join("");
      expect(snakeCase(camelCase)).toBe(words.join("_"));
      expect(Object.keys(settingsOf({ [camelCase]: described("x") }).terraform.output ?? {})).toEqual([
        words.join("_"),
      ]);
    }),
    { numRuns: 30 },
  );
});

test("4,096 characters are the most", () => {
  expect(settingsOf(settingsOfLength(4096)).counts()).toEqual({ aws_ssm_parameter: 1 });
});

test("fails for 4,097 characters with the limit and what to do", () => {
  expect(() => settingsOf(settingsOfLength(4097))).toThrow(
    /test\/client-settings: the settings have 4097 characters[^]*4096 characters[^]*remove settings/,
  );
});

test("fails where values that are known only after apply, at 150 characters each, could exceed it", () => {
  const many = (count: number) => {
    const stack = testStack();
    const { id } = userPool(stack);
    const entries = Array.from({ length: count }, (_, index) => [`id${index + 10}`, described(id)] as const);
    new ClientSettings(stack, "settings", { parameterName: "/svc/dev/x", settings: Object.fromEntries(entries) });
    return synthesized(stack);
  };
  // Each takes 150 characters, and 10 more for its name, quotes, colon and comma.
  expect(many(25).counts()).toMatchObject({ aws_ssm_parameter: 1 });
  expect(() => many(26)).toThrow("counting 150 for each value that is known only after apply");
});

test.each(["userPoolID", "UserPool", "user_pool", "user-pool", "1st", ""])("fails for a setting named %j", (name) => {
  expect(() => settingsOf({ [name]: described("x") })).toThrow("test/client-settings: this can't be a setting's name");
});

test.each(["client-settings", "/", "/svc//x", "/aws/x", "/SSM-x", "/svc/a b", "/a".repeat(16)])(
  "fails for a parameter named %j",
  (name) => {
    expect(() => settingsOf({}, name)).toThrow("Systems Manager refuses this parameter name");
  },
);
