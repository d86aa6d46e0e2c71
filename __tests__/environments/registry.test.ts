import fc from "fast-check";
import { allEnvironments, checkEnvironment, checkTogether, environmentNamed, sharingAPlace } from "../../environments";
import { dev } from "../../environments/dev";
import { UserError } from "../../src/errors";

const [local, devChecked, staging, prod] = allEnvironments();

test("every environment's file is valid, alone and beside the others", () => {
  expect(allEnvironments().map(({ name }) => name)).toEqual(["local", "dev", "staging", "prod"]);
});

test("an environment's name is its file's", () => {
  expect(environmentNamed("dev")).toEqual({ name: "dev", ...dev });
});

test.each(["production", "Dev", "", "constructor", "__proto__"])("fails for the unknown environment %j", (name) => {
  expect(() => environmentNamed(name)).toThrow(
    `environment: there is no such environment\n  got:     ${JSON.stringify(name)}\n  allowed: local, dev, staging, prod\n`,
  );
});

describe("an invalid file", () => {
  const cases: [what: string, file: unknown, message: string][] = [
    [
      "an account id of eleven digits",
      { ...dev, accountId: "12345678901" },
      'environments/dev.ts: accountId is not valid\n  got:     "12345678901"\n  allowed: 12 digits, as a string\n',
    ],
    ["an account id as a number", { ...dev, accountId: 111111111111 }, "allowed: 12 digits, as a string"],
    ["a region of another partition", { ...dev, region: "cn-north-1" }, "a region of the partition aws"],
    ["a region of the US government", { ...dev, region: "us-gov-west-1" }, "a region of the partition aws"],
    ["a bucket with capitals", { ...dev, state: { bucket: "State" } }, "state.bucket is not valid"],
    ["no state backend", without("state"), "environments/dev.ts: state is missing"],
    ["a field of another name", { ...dev, acountId: "1" }, "environments/dev.ts: acountId is not a field"],
    ["a tag that is set anyway", { ...dev, tags: { environment: "x" } }, "keys other than service and environment"],
    [
      "too many tags",
      { ...dev, tags: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${i}`, ""])) },
      "at most 40 tags",
    ],
    [
      "a password of 7 characters",
      { ...dev, identity: { ...dev.identity, passwordMinimumLength: 7 } },
      "a whole number of characters, 8 to 99",
    ],
    ["half a minute", tokenValidity({ accessMinutes: 7.5 }), "a whole number of minutes, 5 to 1440"],
    [
      "an unknown MFA setting",
      { ...dev, identity: { ...dev.identity, mfa: "on" } },
      'one of "off", "optional", "required"',
    ],
    [
      "a log retention that CloudWatch lacks",
      { ...dev, api: { ...dev.api, logRetentionDays: 8 } },
      "one of 1, 3, 5, 7, 14",
    ],
    [
      "a rate as text",
      { ...dev, api: { ...dev.api, throttlingRateLimit: "100" } },
      "a whole number of requests a second, 1 to 10000",
    ],
    ["a protection as text", { ...dev, protections: { ...dev.protections, preventDestroy: "yes" } }, "true or false"],
    ["every origin", { ...dev, web: { origin: "*" } }, "one origin: https://host[:port]"],
    ["an origin with a slash", { ...dev, web: { origin: "https://example.com/" } }, "one origin: https://host[:port]"],
    ["an origin without TLS", { ...dev, web: { origin: "http://example.com" } }, "one origin: https://host[:port]"],
    ["a public range", { ...dev, network: { cidr: "8.8.0.0/16" } }, "a private IPv4 range of /16 to /24"],
    ["a range with host bits", { ...dev, network: { cidr: "10.20.1.0/16" } }, "a private IPv4 range of /16 to /24"],
    ["nothing at all", undefined, "environments/dev.ts: the file is missing"],
  ];

  test.each(cases)("fails for %s, naming file, field, value and what is allowed", (_, file, message) => {
    expect(() => checkEnvironment("dev", file)).toThrow(message);
  });

  test("fails with every fault at once", () => {
    const file = { ...dev, accountId: "1", region: "Tokyo", surprise: true };
    expect(() => checkEnvironment("dev", file)).toThrow(/accountId[^]*region[^]*surprise/);
  });

  test("fails with a clear message for any value whatever", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (file) => {
        expect(() => checkEnvironment("dev", file)).toThrow(UserError);
      }),
    );
  });
});

describe("environments together", () => {
  test("dev and staging share a foundation, the others have their own", () => {
    expect(sharingAPlace(allEnvironments()).map((group) => group.map(({ name }) => name))).toEqual([
      ["local"],
      ["dev", "staging"],
      ["prod"],
    ]);
  });

  test("fails where one account and region would have two state buckets", () => {
    expect(() => checkTogether([some(devChecked), { ...some(staging), state: { bucket: "another" } }])).toThrow(
      "environments/staging.ts: state.bucket differs from that of dev, which has the same account and region",
    );
  });

  test("fails where two accounts would share a state bucket", () => {
    expect(() => checkTogether([some(local), { ...some(prod), state: some(local).state }])).toThrow(
      "environments/prod.ts: state.bucket is that of local, which has another account or region",
    );
  });

  test("fails where two networks overlap", () => {
    expect(() => checkTogether([some(local), { ...some(prod), network: { cidr: "10.10.128.0/20" } }])).toThrow(
      "environments/prod.ts: network.cidr overlaps with that of local",
    );
  });
});

function without(field: keyof typeof dev): unknown {
  const { [field]: _, ...rest } = dev;
  return rest;
}

function tokenValidity(change: object): unknown {
  return { ...dev, identity: { ...dev.identity, tokenValidity: { ...dev.identity.tokenValidity, ...change } } };
}

function some<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no such environment");
  return value;
}
