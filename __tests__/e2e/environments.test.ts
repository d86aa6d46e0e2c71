import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNamed } from "../../environments";
import { foundationStackName } from "../../src/stack-names";
import { Checkout, type Ended, type LocalAwsRun } from "../support/checkout";
import { leftovers, nothingLeft } from "../support/leftovers";

const names = ["dev", "staging", "prod"] as const;
type Name = (typeof names)[number];

/** An environment that is being taken through its life, on a local AWS of its own. */
interface Life {
  readonly local: LocalAwsRun;
  /** What was synthesized before anything was applied: the environment's stack and its foundation. */
  readonly synthesized: readonly string[];
  readonly ended: Readonly<Record<"bootstrap" | "plan" | "apply" | "again" | "bootstrapAgain", Ended>>;
}

const checkouts: Readonly<Record<Name, Checkout>> = {
  dev: new Checkout(),
  staging: new Checkout(),
  prod: new Checkout(),
};
const lives = new Map<Name, Life>();
const lifeOf = (name: Name): Life => {
  const life = lives.get(name);
  if (!life) throw new Error(`${name} was not applied`);
  return life;
};

function stacksOf(checkout: Checkout, name: Name): string[] {
  return [name, foundationStackName(environmentNamed(name))].map((stack) =>
    readFileSync(join(checkout.root, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8"),
  );
}

async function applied(name: Name): Promise<Life> {
  const checkout = checkouts[name];
  expect(checkout.synth()).toMatchObject({ exitCode: 0 });
  const synthesized = stacksOf(checkout, name);
  const local = await checkout.localAws(name);
  const bootstrap = await checkout.run("bootstrap", name);
  const plan = await checkout.run("plan", name);
  const apply = await checkout.run("apply", name);
  const again = await checkout.run("plan", name, "--json");
  const bootstrapAgain = await checkout.run("bootstrap", name);
  return { local, synthesized, ended: { bootstrap, plan, apply, again, bootstrapAgain } };
}

const destroy = (name: Name) => checkouts[name].run("destroy", name, "--yes", name);
const left = (name: Name) => leftovers(lifeOf(name).local.endpoint, environmentNamed(name));
const isEmpty = { created: [], updated: [], replaced: [], destroyed: [] };

beforeAll(async () => {
  const settled = await Promise.allSettled(names.map(async (name) => lives.set(name, await applied(name))));
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("\n"));
});
afterAll(async () => {
  await Promise.all(Object.values(checkouts).map((checkout) => checkout.remove()));
});

describe.each(names)("%s", (name) => {
  test("is bootstrapped, planned and applied", () => {
    const { bootstrap, plan, apply } = lifeOf(name).ended;
    const failures = [bootstrap, plan, apply].filter(({ exitCode }) => exitCode !== 0);
    expect(failures.map(({ stderr }) => stderr)).toEqual([]);
  });

  test("has nothing left to change, nor has its foundation", () => {
    const { again, bootstrapAgain } = lifeOf(name).ended;
    expect(JSON.parse(again.stdout)).toMatchObject(isEmpty);
    expect(bootstrapAgain.stdout).toMatch(/nothing to do\.\n$/);
  });

  test("was applied byte for byte as it is synthesized without any AWS", () => {
    expect(stacksOf(checkouts[name], name)).toEqual(lifeOf(name).synthesized);
  });

  test("is there", async () => {
    const found = await left(name);
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(nothingLeft).toSorted());
    for (const [kind, those] of Object.entries(found)) expect([kind, those]).not.toEqual([kind, []]);
  });
});

/** How each of them ends: side by side, since most of a destroy is waiting for CloudFront. */
describe("the end of", () => {
  const ends = {
    dev: async () => [await destroy("dev")],
    staging: async () => {
      const refused = await destroy("staging");
      checkouts.staging.edit("environments/staging.ts", "deletionProtection: true", "deletionProtection: false");
      const lifted = [await checkouts.staging.run("plan", "staging"), await checkouts.staging.run("apply", "staging")];
      return [refused, ...lifted, await destroy("staging")];
    },
    prod: async () => {
      const refused = await destroy("prod");
      checkouts.prod.edit(
        "environments/prod.ts",
        "{ deletionProtection: true, preventDestroy: true }",
        "{ deletionProtection: false, preventDestroy: false }",
      );
      return [refused, await destroy("prod"), await checkouts.prod.run("plan", "prod", "--json")];
    },
  };
  const ended: Partial<Record<Name, readonly Ended[]>> = {};
  beforeAll(async () => {
    await Promise.all(
      names.map(async (name) => {
        ended[name] = await ends[name]();
      }),
    );
  });

  test("dev leaves nothing", async () => {
    const [{ exitCode, stdout } = { exitCode: null, stdout: "" }] = ended.dev ?? [];
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^dev: \d+ resources destroyed\.\n$/)]);
    expect(await left("dev")).toEqual(nothingLeft);
  });

  test("staging fails while deletion protection is on, and leaves nothing once that is lifted", async () => {
    const [refused, ...others] = ended.staging ?? [];
    expect([refused?.exitCode, refused?.stderr]).toEqual([
      1,
      expect.stringContaining("environments/staging.ts: protections.deletionProtection = true"),
    ]);
    expect(others.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(await left("staging")).toEqual(nothingLeft);
  });

  test("prod fails while its file protects it, and while AWS still does: nothing is destroyed", () => {
    const [refused, stillProtected, planned] = ended.prod ?? [];
    expect([refused?.exitCode, refused?.stderr]).toEqual([
      1,
      expect.stringContaining("environments/prod.ts: protections.preventDestroy = true"),
    ]);
    expect([stillProtected?.exitCode, stillProtected?.stderr]).toEqual([
      1,
      expect.stringMatching(
        /still protected on AWS, so nothing was destroyed:[^]*aws_cognito_user_pool\.users: deletion protection is on/,
      ),
    ]);
    expect(JSON.parse(planned?.stdout ?? "{}")).toMatchObject({
      created: [],
      updated: [{ address: "aws_cognito_user_pool.modes-users" }, { address: "aws_cognito_user_pool.users" }],
      destroyed: [],
    });
  });
});
