import { refusePrincipalTags } from "../../../src/local/mends/principal-tags";

const provider = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
const pool = { CognitoIdentityProviders: [{ ProviderName: provider, ClientId: "client" }] };

test("claims of a provider of the pool become tags", () => {
  expect(refusePrincipalTags(pool, provider, { PrincipalTags: { department: "custom:department" } })).toBeUndefined();
  expect(refusePrincipalTags(pool, provider, { UseDefaults: true })).toBeUndefined();
});

test.each([
  ["a provider that is not the pool's", `${provider}:client`, {}],
  ["51 tags", provider, Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "c"]))],
  ["a long key", provider, { ["k".repeat(129)]: "c" }],
  ["an empty claim", provider, { department: "" }],
])("fails for %s", (_, name, PrincipalTags) => {
  expect(refusePrincipalTags(pool, name, { PrincipalTags })?.type).toBe("InvalidParameterException");
});
