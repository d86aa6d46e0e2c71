import fc from "fast-check";
import { checkEnvironment } from "../../environments";
import { dev } from "../../environments/dev";
import { UserError } from "../../src/errors";

const check = (change: object) => checkEnvironment("dev", { ...dev, ...change });
const range = "a private IPv4 range of /16 to /24, such as 10.20.0.0/16, with the host bits zero";
const bucketName =
  "a name of 3 to 63 lower-case letters and digits, with hyphens inside only, that neither begins with xn--, sthree- or " +
  "amzn-s3-demo- nor ends with -s3alias, --ol-s3, --x-s3 or --table-s3";
const serviceName = "2 to 18 lower-case letters and digits, the first a letter, with hyphens inside only";
const regionName =
  "a region of the partition aws that the AWS provider knows, such as ap-northeast-1 (environments/regions.ts lists them)";
const tagKey = "a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @ that does not begin with aws:";
const tagValue = "a text of at most 256 letters, digits, spaces and _ . : / = + - @";
const retention =
  "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";

/** The file with one field of one section changed. */
const identity = (change: object) => ({ identity: { ...dev.identity, ...change } });
const tokenValidity = (change: object) => identity({ tokenValidity: { ...dev.identity.tokenValidity, ...change } });
const api = (change: object) => ({ api: { ...dev.api, ...change } });
const network = (change: object) => ({ network: { ...dev.network, ...change } });
const web = (change: object) => ({ web: { ...dev.web, domain: "none", ...change } });
const protections = (change: object) => ({ protections: { ...dev.protections, ...change } });

describe("fields that are accepted up to their bounds", () => {
  test.each<[what: string, changes: object[]]>([
    ["service", [{ service: "ab" }, { service: "a".repeat(16) }, { service: "a-1" }, { service: "sgx" }]],
    ["accountId", [{ accountId: "000000000000" }]],
    ["state.bucket", ["abc", "a".repeat(63), "1-2", "xn-a", "a-s3alias-b"].map((bucket) => ({ state: { bucket } }))],
    ["identity.signIn", [identity({ signIn: "username" })]],
    ["identity.passwordMinimumLength", [8, 99].map((passwordMinimumLength) => identity({ passwordMinimumLength }))],
    ["identity.featureTier", ["LITE", "ESSENTIALS", "PLUS"].map((featureTier) => identity({ featureTier }))],
    ["tokenValidity", [tokenValidity({ accessMinutes: 5, idMinutes: 1440 }), tokenValidity({ refreshDays: 3650 })]],
    ["tokenValidity, a minute before the refresh token", [tokenValidity({ accessMinutes: 1439, refreshDays: 1 })]],
    ["throttling", [api({ throttlingRateLimit: 1, throttlingBurstLimit: 1 })]],
    ["throttling at its most", [api({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 })]],
    ["api.logRetentionDays", [1, 3653].map((logRetentionDays) => api({ logRetentionDays }))],
  ])("%s", (_, changes) => {
    for (const change of changes) expect(check(change)).toEqual({ name: "dev", ...dev, ...change });
  });

  test.each(["10.0.0.0/16", "10.255.255.0/24", "172.16.0.0/16", "172.31.255.0/24", "192.168.0.0/16", "192.168.1.0/24"])(
    "the network %s",
    (cidr) => {
      expect(check(network({ cidr })).network).toEqual({ ...dev.network, cidr });
    },
  );

  test.each(["us-east-1", "ap-southeast-5", "me-central-1", "il-central-1", "mx-central-1", "ca-west-1", "af-south-1"])(
    "the region %s",
    (region) => {
      expect(check({ region }).region).toBe(region);
    },
  );

  test.each<[tags: object]>([
    [{}],
    [{ "cost centre": "4711 / EMEA", "team:name": "übung", "a.b/c=d+e-f@g_h": "" }],
    [{ ["k".repeat(128)]: "v".repeat(256), "my-aws:key": "aws:x", services: "x" }],
    [Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, ""]))],
  ])("the tags %j", (tags) => {
    expect(check({ tags }).tags).toEqual(tags);
  });
});

/** Field, its value and what is allowed: the three that a message names. */
describe("fields that are not valid", () => {
  test.each<[field: string, change: object, got: unknown, allowed: string]>([
    ...["a", "a".repeat(19), "Gatehouse", "1a", "a_b", "-ab", "ab-", ""].map(
      (service): [string, object, unknown, string] => ["service", { service }, service, serviceName],
    ),
    ...["aws", "aws-tools", "awsome", "ssm", "ssmith"].map((service): [string, object, unknown, string] => [
      "service",
      { service },
      service,
      "a name that does not begin with aws or ssm: Systems Manager keeps such parameters for AWS",
    ]),
    ...["sg", "sg-tools"].map((service): [string, object, unknown, string] => [
      "service",
      { service },
      service,
      "a name that is not sg and does not begin with sg-: EC2 takes such security groups' names for ids",
    ]),
    ...["xn--tools", "sthree", "sthree-x", "amzn-s3-demo", "amzn-s3-demo-x"].map(
      (service): [string, object, unknown, string] => [
        "service",
        { service },
        service,
        "a name that is not sthree or amzn-s3-demo and does not begin with xn--, sthree- or amzn-s3-demo-: S3 refuses such buckets",
      ],
    ),
    ["accountId", { accountId: "12345678901" }, "12345678901", "12 digits, as a string"],
    ["accountId", { accountId: 111111111111 }, 111111111111, "12 digits, as a string"],
    ...[
      "us-gov-west-1",
      "us-iso-east-1",
      "us-isob-east-1",
      "eu-isoe-west-1",
      "cn-north-1",
      "eusc-de-east-1",
      "zz-east-1",
      "us-central-9",
      "ap-west-1",
      "aws-global",
      "us-east",
      "us-east-1a",
      "Tokyo",
    ].map((region): [string, object, unknown, string] => ["region", { region }, region, regionName]),
    ...[
      "State",
      "ab",
      "a".repeat(64),
      "-ab",
      "ab-",
      "a.b",
      "xn--state",
      "sthree-state",
      "amzn-s3-demo-state",
      "state-s3alias",
      "state--ol-s3",
      "state--x-s3",
      "state--table-s3",
    ].map((bucket): [string, object, unknown, string] => ["state.bucket", { state: { bucket } }, bucket, bucketName]),
    ["protections.deletionProtection", protections({ deletionProtection: 1 }), 1, "true or false"],
    ["protections.preventDestroy", protections({ preventDestroy: "yes" }), "yes", "true or false"],
    ["identity.signIn", identity({ signIn: "phone" }), "phone", 'one of "email", "username"'],
    ["identity.selfSignUp", identity({ selfSignUp: "no" }), "no", "true or false"],
    ["identity.mfa", identity({ mfa: "on" }), "on", 'one of "off", "optional", "required"'],
    [
      "identity.passwordMinimumLength",
      identity({ passwordMinimumLength: 7 }),
      7,
      "a whole number of characters, 8 to 99",
    ],
    [
      "identity.passwordMinimumLength",
      identity({ passwordMinimumLength: 100 }),
      100,
      "a whole number of characters, 8 to 99",
    ],
    ["identity.featureTier", identity({ featureTier: "plus" }), "plus", 'one of "LITE", "ESSENTIALS", "PLUS"'],
    ...[4, 7.5, 1441, Number.NaN].map((minutes): [string, object, unknown, string] => [
      "identity.tokenValidity.accessMinutes",
      tokenValidity({ accessMinutes: minutes }),
      minutes,
      "a whole number of minutes, 5 to 1440",
    ]),
    ["identity.tokenValidity.idMinutes", tokenValidity({ idMinutes: 4 }), 4, "a whole number of minutes, 5 to 1440"],
    [
      "identity.tokenValidity.refreshDays",
      tokenValidity({ refreshDays: 0.5 }),
      0.5,
      "a whole number of days, 1 to 3650",
    ],
    [
      "identity.tokenValidity.refreshDays",
      tokenValidity({ refreshDays: 3651 }),
      3651,
      "a whole number of days, 1 to 3650",
    ],
    [
      "identity.tokenValidity",
      tokenValidity({ idMinutes: 1440, refreshDays: 1 }),
      { accessMinutes: 60, idMinutes: 1440, refreshDays: 1 },
      "access and ID tokens that expire before the refresh token does",
    ],
    [
      "identity.tokenValidity",
      tokenValidity({ accessMinutes: 1440, refreshDays: 1 }),
      { accessMinutes: 1440, idMinutes: 60, refreshDays: 1 },
      "access and ID tokens that expire before the refresh token does",
    ],
    ["api.throttlingRateLimit", api({ throttlingRateLimit: 0 }), 0, "a whole number of requests a second, 1 to 10000"],
    [
      "api.throttlingRateLimit",
      api({ throttlingRateLimit: 10_001 }),
      10_001,
      "a whole number of requests a second, 1 to 10000",
    ],
    [
      "api.throttlingRateLimit",
      api({ throttlingRateLimit: "100" }),
      "100",
      "a whole number of requests a second, 1 to 10000",
    ],
    ["api.throttlingBurstLimit", api({ throttlingBurstLimit: 0 }), 0, "a whole number of requests, 1 to 5000"],
    ["api.throttlingBurstLimit", api({ throttlingBurstLimit: 5_001 }), 5_001, "a whole number of requests, 1 to 5000"],
    ["api.executionLog", api({ executionLog: "DEBUG" }), "DEBUG", 'one of "OFF", "ERROR", "INFO"'],
    ["api.logRetentionDays", api({ logRetentionDays: 8 }), 8, retention],
    ["api.tracing", api({ tracing: null }), null, "true or false"],
    ...[
      "8.8.0.0/16",
      "172.15.0.0/16",
      "172.32.0.0/16",
      "192.167.0.0/16",
      "11.0.0.0/16",
      "9.255.0.0/16",
      "10.20.1.0/16",
      "10.20.0.128/24",
      "10.0.0.0/15",
      "10.0.0.0/8",
      "10.20.0.0/25",
      "10.20.0.0/016",
      "010.20.0.0/16",
      "10.020.0.0/16",
      "10.256.0.0/16",
      "10.20.0.0",
      "10.20.0.0/",
      "10.20.0.0/16/24",
      " 10.20.0.0/16",
      "fd00::/16",
    ].map((cidr): [string, object, unknown, string] => ["network.cidr", network({ cidr }), cidr, range]),
    ["network.cidr", network({ cidr: 10 }), 10, range],
    ...["*", "https://example.com/", "http://example.com", "https://example.com:443", "https://*.example.com", 1].map(
      (origin): [string, object, unknown, string] => [
        "web.origin",
        web({ origin }),
        origin,
        "one origin as browsers send it: https://host[:port] (or http://localhost[:port]), without a default port, a path, a trailing slash or *",
      ],
    ),
    ["state", { state: "bucket" }, "bucket", "an object with bucket"],
    ["protections", { protections: null }, null, "an object with deletionProtection, preventDestroy"],
  ])("fails for %s in %j", (field, change, got, allowed) => {
    const text = typeof got === "number" ? String(got) : JSON.stringify(got);
    const message = `environments/dev.ts: ${field} is not valid\n  got:     ${text}\n  allowed: ${allowed}\n  fix:     correct the value`;
    expect(() => check(change)).toThrow(new UserError(message));
  });
});

describe("tags", () => {
  test.each(["aws:owner", "AWS:owner", "Aws:owner", "${x}", "a#b", "", "k".repeat(129)])(
    "fails for the key %j, reported as the key",
    (key) => {
      expect(() => check({ tags: { owner: "platform", [key]: "x" } })).toThrow(
        new UserError(
          `environments/dev.ts: tags has a key that is not valid\n  got:     ${JSON.stringify(key)}\n  allowed: ${tagKey}\n  fix:     rename the key`,
        ),
      );
    },
  );

  test.each(["${x}", "%{if}", "a#b", "a\nb", "v".repeat(257), 1])("fails for the value %j", (value) => {
    expect(() => check({ tags: { owner: value } })).toThrow(
      new UserError(
        `environments/dev.ts: tags.owner is not valid\n  got:     ${JSON.stringify(value)}\n  allowed: ${tagValue}\n  fix:     correct the value`,
      ),
    );
  });

  test.each<[what: string, tags: unknown, allowed: string]>([
    ["service, which is set anyway", { Service: "x" }, "keys other than service and environment, which are set anyway"],
    ["environment, which is set anyway", { environment: "x" }, "keys other than service and environment"],
    ["two keys that differ in case", { Owner: "a", owner: "b" }, "keys that differ in more than upper and lower case"],
    ["41 tags", Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${i}`, ""])), "at most 40 tags"],
    ["a text", "owner", "an object of texts"],
  ])("fails for %s", (_, tags, allowed) => {
    expect(() => check({ tags })).toThrow(
      `environments/dev.ts: tags is not valid\n  got:     ${JSON.stringify(tags)}\n  allowed: ${allowed}`,
    );
  });
});

describe("service and the environment's name together", () => {
  test.each([
    ["ab", "abcdefghijklmnop"],
    ["a".repeat(18), "b"],
    ["a".repeat(10), "b".repeat(9)],
  ])("%s and %s are short enough", (service, name) => {
    expect(checkEnvironment(name, { ...dev, service })).toMatchObject({ name, service });
  });

  test("fails for 20 characters, of which IAM would refuse a role's name", () => {
    const service = "a".repeat(10);
    expect(() => checkEnvironment("bbbbbbbbbb", { ...dev, service })).toThrow(
      new UserError(
        "environments/bbbbbbbbbb.ts: service and the environment's name are too long together: a role's name would have 65 characters\n" +
          '  got:     "aaaaaaaaaa-bbbbbbbbbb-token-cognito-authenticated-s3-readers-role"\n' +
          "  allowed: 64 characters (IAM's limit), which leaves 19 for service and the environment's name together\n" +
          "  fix:     shorten service, or rename the environment and its file",
      ),
    );
  });
});

describe("the file as a whole", () => {
  test.each(Object.keys(dev) as (keyof typeof dev)[])("fails without %s", (field) => {
    const { [field]: _, ...file } = dev;
    expect(() => checkEnvironment("dev", file)).toThrow(
      new RegExp(`^environments/dev\\.ts: ${field} is missing\n {2}allowed: .*\n {2}fix: {5}add the field$`),
    );
  });

  test("fails for a field of another name, at any depth", () => {
    expect(() => check({ acountId: "1", ...api({ burst: 5 }) })).toThrow(
      /environments\/dev\.ts: api\.burst is not a field\n {2}got: {5}5\n[^]*environments\/dev\.ts: acountId is not a field\n {2}got: {5}"1"\n/,
    );
  });

  test("fails for nothing at all", () => {
    expect(() => checkEnvironment("dev", undefined)).toThrow("environments/dev.ts: the file is missing");
  });

  test("fails with every fault at once", () => {
    expect(() => check({ accountId: "1", region: "Tokyo", surprise: true })).toThrow(/accountId[^]*region[^]*surprise/);
  });

  test("fails with a clear message for any value whatever", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (file) => {
        expect(() => checkEnvironment("dev", file)).toThrow(UserError);
      }),
    );
  });
});
