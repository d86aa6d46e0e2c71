import { readTerraform } from "../../src/access";
import { fails, findingsOf } from "../../src/checks";

const reason = "the tablets in the museum know no other flow";

/** What is found of identity pools without roles, each with what stands in its `//`. */
function found(pools: Record<string, readonly object[]>) {
  const resources = Object.entries(pools).map(([name, acknowledgements]) => [
    name,
    { "//": { metadata: {}, acknowledgements }, identity_pool_name: name, allow_unauthenticated_identities: false },
  ]);
  const json = { resource: { aws_cognito_identity_pool: Object.fromEntries(resources) } };
  return findingsOf(readTerraform([{ name: "main.tf.json", json }]));
}

const id = "identity-pool-without-roles";

test("a finding that nobody acknowledged fails", () => {
  const findings = found({ one: [] });
  expect(findings).toMatchObject([{ id, address: "aws_cognito_identity_pool.one" }]);
  expect(fails(findings)).toBe(true);
});

test("a finding that was acknowledged at its resource is there with the reason, and does not fail", () => {
  const findings = found({ one: [{ id, reason }] });
  expect(findings).toMatchObject([{ id, acknowledged: reason }]);
  expect(fails(findings)).toBe(false);
});

test("an acknowledgement covers its own resource alone", () => {
  expect(found({ one: [{ id, reason }], two: [] })).toMatchObject([
    { id, address: "aws_cognito_identity_pool.one", acknowledged: reason },
    { id, address: "aws_cognito_identity_pool.two" },
  ]);
});

test("an acknowledgement without a finding is found", () => {
  const findings = found({
    one: [
      { id, reason },
      { id: "guests-without-role", reason },
    ],
  });
  expect(findings.filter(({ acknowledged }) => acknowledged === undefined)).toMatchObject([
    {
      id: "acknowledgement-without-finding",
      severity: "error",
      what: `it acknowledges guests-without-role ("${reason}")`,
      reason: expect.stringContaining("no such finding about its resources"),
    },
  ]);
  expect(fails(findings)).toBe(true);
});

test("an acknowledgement of something that is never found says so", () => {
  const [unmet] = found({
    one: [
      { id, reason },
      { id: "identity-pool-without-rolls", reason },
    ],
  });
  expect(unmet).toMatchObject({ id: "acknowledgement-without-finding", reason: "no finding has this id" });
});

test("what a construct acknowledges stands on each of its resources, and one finding is enough", () => {
  const of = (construct: string) => ({ id: "acknowledgement-without-finding", reason, construct });
  const both = { id, reason, construct: "dev/museum" };
  expect(found({ one: [both], two: [both] })).toHaveLength(2);
  const unmet = found({ one: [both, of("dev/museum")], two: [both, of("dev/museum")] });
  expect(unmet.filter(({ acknowledged }) => acknowledged === undefined)).toMatchObject([
    {
      id: "acknowledgement-without-finding",
      address: "aws_cognito_identity_pool.one",
      what: expect.stringContaining("the construct dev/museum acknowledges"),
    },
  ]);
});

test("fails for an acknowledgement without a reason", () => {
  expect(() => found({ one: [{ id, reason: "ok" }] })).toThrow(/aws_cognito_identity_pool.one/);
});

test("an acknowledgement of a resource with instances is met by a finding about one of them", () => {
  const pool = {
    "//": { acknowledgements: [{ id: "classic-flow-with-guests", reason }] },
    for_each: { tablets: true, phones: false },
    identity_pool_name: "${each.key}",
    allow_unauthenticated_identities: "${each.value}",
    allow_classic_flow: true,
  };
  const json = { resource: { aws_cognito_identity_pool: { of: pool } } };
  const findings = findingsOf(readTerraform([{ name: "main.tf.json", json }]));
  expect(findings.filter((one) => one.id !== id)).toMatchObject([
    { id: "classic-flow-with-guests", address: 'aws_cognito_identity_pool.of["tablets"]', acknowledged: reason },
  ]);
});
