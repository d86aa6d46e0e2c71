import { checkEnvironment } from "../../environments";
import { dev } from "../../environments/dev";
import { reservableRuns, reservingFunctions } from "../../environments/limits";
import { UserError } from "../../src/errors";
import { redirectUrlForm } from "../../src/origin";

// Fields by which an environment has a part or does without it.

const mostRuns = Math.floor(reservableRuns / reservingFunctions);
const check = (change: object) => checkEnvironment("dev", { ...dev, ...change });
const identity = (change: object) => ({ identity: { ...dev.identity, ...change } });
const network = (change: object) => ({ network: { ...dev.network, ...change } });
const web = (change: object) => ({ web: { ...dev.web, domain: "none", ...change } });
const hostedSignIn = (change: object) =>
  identity({ hostedSignIn: { domainPrefix: "a", callbackUrls: ["https://a.example/"], logoutUrls: [], ...change } });
const identityPoolModes = (change: object) => ({ identityPoolModes: { ...dev.identityPoolModes, ...change } });
const security = (change: object) => ({ security: { ...dev.security, ...change } });

test.each<[what: string, changes: object[]]>([
  [
    "identity.hostedSignIn",
    [identity({ hostedSignIn: "none" }), hostedSignIn({}), hostedSignIn({ logoutUrls: ["http://localhost:5173/"] })],
  ],
  ["identityPoolModes.guests", [identityPoolModes({ guests: "refused" })]],
  [
    "functions.reservedConcurrency",
    ["unreserved", 1, mostRuns].map((runs) => ({ functions: { reservedConcurrency: runs } })),
  ],
  ["alarms", [{ alarms: "none" }, { alarms: { emails: ["a@b.example", "ab@b.example"] } }]],
  ["network.availabilityZones", [network({ availabilityZones: ["h", "a"] })]],
  [
    "network.executeApiEndpoint",
    ["vpce-01234567", "vpce-0123456789abcdef0"].map((vpcEndpointId) =>
      network({ executeApiEndpoint: { vpcEndpointId, privateDns: false } }),
    ),
  ],
  [
    "web.domain",
    ["dev.gatehouse.example", "*.gatehouse.example"].map((certificate) =>
      web({ domain: { name: "dev.gatehouse.example", certificate } }),
    ),
  ],
])("%s is accepted up to its bounds", (_, changes) => {
  for (const change of changes) expect(check(change)).toEqual({ name: "dev", ...dev, ...change });
});

describe("fields that are not valid", () => {
  test.each<[field: string, change: object, got: unknown, allowed: string]>([
    ...[[], ["a"], ["a", "a"], ["a", "b", "c"], "ab"].map((availabilityZones): [string, object, unknown, string] => [
      "network.availabilityZones",
      network({ availabilityZones }),
      availabilityZones,
      'two different letters from a to h, such as ["a", "c"]',
    ]),
    ...["ap-northeast-1a", "A", "i", "z", 1].map((zone): [string, object, unknown, string] => [
      "network.availabilityZones.0",
      network({ availabilityZones: [zone, "b"] }),
      zone,
      'a letter from a to h, such as "a"',
    ]),
    [
      "network.executeApiEndpoint",
      network({ executeApiEndpoint: "vpce-1" }),
      "vpce-1",
      '"created", or an object with vpcEndpointId and privateDns',
    ],
    [
      "network.executeApiEndpoint.vpcEndpointId",
      network({ executeApiEndpoint: { vpcEndpointId: "vpc-01234567", privateDns: true } }),
      "vpc-01234567",
      "a VPC endpoint's id, such as vpce-0123456789abcdef0",
    ],
    ["security.webAcl", security({ webAcl: "yes" }), "yes", "true or false"],
    ["security.customerManagedKey", security({ customerManagedKey: "arn" }), "arn", "true or false"],
    ["alarms", { alarms: "all" }, "all", '"none", or an object with emails'],
    ["alarms.emails", { alarms: { emails: [] } }, [], "1 to 10 e-mail addresses"],
    ["alarms.emails.0", { alarms: { emails: ["x"] } }, "x", "1 to 10 e-mail addresses"],
    ...[
      ["ops@a.example", "ops@a.example"],
      ["on.call@a.example", "on-call@a.example"],
    ].map((emails): [string, object, unknown, string] => [
      "alarms.emails",
      { alarms: { emails } },
      emails,
      "addresses that differ in more than punctuation, which Terraform addresses do not keep",
    ]),
    ...[0, mostRuns + 1, 1.5].map((reservedConcurrency): [string, object, unknown, string] => [
      "functions.reservedConcurrency",
      { functions: { reservedConcurrency } },
      reservedConcurrency,
      `"unreserved", or a whole number of runs, 1 to ${mostRuns}: ${reservingFunctions} functions share the ${reservableRuns} that an account may reserve by Lambda's default quota`,
    ]),
    ...["", "A", "-a", "a-", "my-aws-pool", "amazon1", "xcognito", "a".repeat(64)].map(
      (domainPrefix): [string, object, unknown, string] => [
        "identity.hostedSignIn.domainPrefix",
        hostedSignIn({ domainPrefix }),
        domainPrefix,
        "1 to 63 lower-case letters and digits, with hyphens inside only, and without aws, amazon or cognito",
      ],
    ),
    ["identity.hostedSignIn.callbackUrls", hostedSignIn({ callbackUrls: [] }), [], "1 to 100 URLs"],
    ...["http://example.com/", "https://a.example/#b", "https://a.example/${b}", "https://*.a.example/", "*", 1].map(
      (url): [string, object, unknown, string] => [
        "identity.hostedSignIn.logoutUrls.0",
        hostedSignIn({ logoutUrls: [url] }),
        url,
        redirectUrlForm,
      ],
    ),
    [
      "identityPoolModes.guests",
      identityPoolModes({ guests: true }),
      true,
      '"refused", or an object with allowedBecause',
    ],
    ...["", "   short   ", 1].map((allowedBecause): [string, object, unknown, string] => [
      "identityPoolModes.guests.allowedBecause",
      identityPoolModes({ guests: { allowedBecause } }),
      allowedBecause,
      "a sentence of at least 10 characters (spaces around it not counted) that says why",
    ]),
    ...["example", "Example.com", "@example.com", "a..b", "-a.com", 1].map(
      (emailDomain): [string, object, unknown, string] => [
        "identityPoolModes.emailDomain",
        identityPoolModes({ emailDomain }),
        emailDomain,
        "a domain name in lower case, such as app.example.com",
      ],
    ),
    [
      "web.domain",
      web({ domain: { name: "other.example", certificate: "other.example" } }),
      { name: "other.example", certificate: "other.example" },
      "the domain whose https origin web.origin is",
    ],
    ...["gatehouse.example", "*.dev.gatehouse.example", "other.example"].map(
      (certificate): [string, object, unknown, string] => [
        "web.domain.certificate",
        web({ domain: { name: "dev.gatehouse.example", certificate } }),
        certificate,
        "the domain itself, or * in place of its first part",
      ],
    ),
  ])("fails for %s in %j", (field, change, got, allowed) => {
    const text = typeof got === "number" ? String(got) : JSON.stringify(got);
    const message = `environments/dev.ts: ${field} is not valid\n  got:     ${text}\n  allowed: ${allowed}\n  fix:     correct the value`;
    expect(() => check(change)).toThrow(new UserError(message));
  });
});
