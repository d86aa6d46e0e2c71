import {
  allEnvironments,
  checkEnvironment,
  checkTogether,
  type Environment,
  environmentNamed,
  sharingAPlace,
} from "../../environments";
import { dev } from "../../environments/dev";
import { reservableRuns, reservingFunctions } from "../../environments/limits";

const [local, devChecked, staging, prod] = ["local", "dev", "staging", "prod"].map(environmentNamed);
const inEurope = { region: "eu-west-1", state: { bucket: "elsewhere" } };

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

test.each(["a", "dev", "eu-2", "abcdefghijklmnop", "shared2", "local"])("an environment may be called %s", (name) => {
  const file = { ...dev, service: "ab" };
  expect(checkEnvironment(name, file)).toEqual({ name, ...file });
});

test.each([
  ["shared, as the foundations' states are", "shared"],
  ["foundation", "foundation"],
  ["what begins as foundations' stacks do", "foundation-2"],
  ["17 characters", "abcdefghijklmnopq"],
  ["a capital", "Dev"],
  ["a digit first", "2fa"],
  ["an underscore", "my_dev"],
  ["a hyphen last", "dev-"],
  ["nothing", ""],
])("fails for the name %s", (_, name) => {
  expect(() => checkEnvironment(name, dev)).toThrow(
    `environments/index.ts: this can't be an environment's name\n  got:     ${JSON.stringify(name)}\n` +
      "  allowed: 1 to 16 lower-case letters and digits, the first a letter, with hyphens inside only; not shared, nor what begins with foundation\n" +
      "  fix:     rename the environment and its file",
  );
});

describe("environments together", () => {
  test("dev and staging share a foundation, the others have their own", () => {
    expect(sharingAPlace(allEnvironments()).map((group) => group.map(({ name }) => name))).toEqual([
      ["local"],
      ["dev", "staging"],
      ["prod"],
    ]);
  });

  test("one account in two regions is two places, and so is one region of two accounts", () => {
    const elsewhere = { ...some(staging), region: "eu-west-1" };
    expect(sharingAPlace([some(devChecked), elsewhere])).toEqual([[devChecked], [elsewhere]]);
    expect(sharingAPlace([some(devChecked), some(prod)])).toEqual([[devChecked], [prod]]);
  });

  test("fails where one account and region would have two state buckets", () => {
    expect(() => checkTogether([some(devChecked), { ...some(staging), state: { bucket: "another" } }])).toThrow(
      "environments/dev.ts and environments/staging.ts: state.bucket of staging differs from that of dev, which has the same account and region\n" +
        '  got:     "another"\n  allowed: gatehouse-state-111111111111-ap-northeast-1\n',
    );
  });

  test.each([
    ["two accounts", { accountId: "333333333333" }],
    ["two regions", { region: "eu-west-1" }],
  ])("fails where %s would share a state bucket", (_, place) => {
    expect(() => checkTogether([some(devChecked), { ...some(staging), ...place }])).toThrow(
      "environments/dev.ts and environments/staging.ts: state.bucket of staging is that of dev, which has another account or region\n" +
        '  got:     "gatehouse-state-111111111111-ap-northeast-1"\n  allowed: a bucket of its own\n',
    );
  });

  test("fails where one account and region would have two services, of which the foundation can carry one", () => {
    expect(() => checkTogether([some(devChecked), { ...some(staging), service: "other" }])).toThrow(
      "environments/dev.ts and environments/staging.ts: service of staging differs from that of dev, which has the same account and region\n" +
        '  got:     "other"\n  allowed: gatehouse\n',
    );
  });

  test("another account, or another region with a bucket of its own, may have another service", () => {
    const elsewhere = { ...some(staging), region: "eu-west-1", state: { bucket: "elsewhere" }, service: "other" };
    expect(() => checkTogether([some(devChecked), elsewhere, { ...some(prod), service: "third" }])).not.toThrow();
  });

  test.each(["10.10.0.0/16", "10.10.128.0/20", "10.10.255.0/24"])("fails where a network overlaps: %s", (cidr) => {
    expect(() => checkTogether([some(local), { ...some(prod), network: { ...some(prod).network, cidr } }])).toThrow(
      `environments/local.ts and environments/prod.ts: network.cidr of prod overlaps with that of local\n  got:     "${cidr}"\n  allowed: a range outside 10.10.0.0/16\n`,
    );
  });

  test.each(["10.9.0.0/16", "10.11.0.0/24"])("a network may lie right beside another: %s", (cidr) => {
    expect(() =>
      checkTogether([some(local), { ...some(prod), network: { ...some(prod).network, cidr } }]),
    ).not.toThrow();
  });

  test.each<[what: string, one: Partial<Environment>, other: Partial<Environment>]>([
    ["one's name begins with the other's", { name: "dev" }, { name: "dev-private" }],
    ["the other's with the one's", { name: "dev-private" }, { name: "dev" }],
    ["they are in two regions, which roles don't know", { name: "dev" }, { name: "dev-private", ...inEurope }],
    ["two services make it so", { service: "a", name: "b-c" }, { service: "a-b", name: "c", ...inEurope }],
  ])("fails where names of one account could collide: %s", (_, one, other) => {
    expect(() => checkTogether([some(devChecked), some(staging)])).not.toThrow();
    expect(() => checkTogether([changed(devChecked, one), changed(staging, other)])).toThrow(
      /environments\/(.+)\.ts and environments\/(.+)\.ts: all names of (\1|\2) begin as those of (\1|\2) do, which has the same account: two things could have one name\n/,
    );
  });

  test("names may begin alike in two accounts, and where no hyphen follows", () => {
    expect(() => checkTogether([some(devChecked), changed(prod, { name: "dev-private" })])).not.toThrow();
    expect(() => checkTogether([some(devChecked), changed(staging, { name: "dev2" })])).not.toThrow();
  });

  test("fails where two accounts would have one domain prefix in one region", () => {
    const { identity } = some(devChecked);
    expect(() => checkTogether([some(devChecked), changed(prod, { identity })])).toThrow(
      "environments/dev.ts and environments/prod.ts: identity.hostedSignIn.domainPrefix of prod is that of dev, which has the same region\n" +
        '  got:     "gatehouse-dev"\n  allowed: a prefix of its own: Cognito gives each once in a region, whichever the account\n',
    );
    expect(() => checkTogether([some(devChecked), changed(prod, { identity, ...inEurope })])).not.toThrow();
  });

  test("two environments may have no sign-in pages and no domain", () => {
    const without: Partial<Environment> = {
      identity: { ...some(prod).identity, hostedSignIn: "none" },
      web: { ...some(prod).web, domain: "none" },
    };
    expect(() => checkTogether([some(local), changed(prod, without)])).not.toThrow();
  });

  test("fails where two front ends would have one domain, wherever they are", () => {
    const { web } = some(devChecked);
    expect(() => checkTogether([some(devChecked), changed(prod, { web, ...inEurope })])).toThrow(
      "environments/dev.ts and environments/prod.ts: web.domain.name of prod is that of dev\n" +
        '  got:     "dev.gatehouse.example"\n  allowed: a domain of its own: CloudFront gives each to one distribution in all of AWS\n',
    );
  });

  test("fails where environments of one account and region reserve more runs than there are", () => {
    const reserving = (reservedConcurrency: number) => ({ functions: { reservedConcurrency } });
    const both = (one: number, other: number, place: Partial<Environment> = {}) => [
      changed(devChecked, reserving(one)),
      some(prod),
      changed(staging, { ...reserving(other), ...place }),
    ];
    const half = reservableRuns / reservingFunctions / 2;
    const [fits, exceeds] = [Math.floor(half), Math.ceil(half + 1)];
    expect(() => checkTogether(both(fits, fits))).not.toThrow();
    expect(() => checkTogether(both(2 * fits, 2 * fits, inEurope))).not.toThrow();
    expect(() => checkTogether(both(exceeds, exceeds))).toThrow(
      `environments/dev.ts and environments/staging.ts: functions.reservedConcurrency, ${reservingFunctions} times in each environment, is too much for one account and region\n` +
        `  got:     ${2 * exceeds * reservingFunctions}\n  allowed: ${reservableRuns} runs together (Lambda's default quota; adjustable,`,
    );
  });

  test("fails for the last of several, not for its neighbour alone", () => {
    const last = { ...some(prod), network: some(local).network };
    expect(() => checkTogether([some(local), some(devChecked), some(staging), last])).toThrow(
      "environments/local.ts and environments/prod.ts: network.cidr of prod overlaps with that of local",
    );
  });
});

/** An environment with something changed. */
function changed(environment: Environment | undefined, change: Partial<Environment>): Environment {
  return { ...some(environment), ...change };
}

function some<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no such environment");
  return value;
}
