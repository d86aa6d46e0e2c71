import { environmentNamed } from "../../environments";
import { Checkout, type LocalAwsRun } from "../support/checkout";
import { leftovers, nothingLeft } from "../support/leftovers";

/** What a reviewer sees when the code of an applied environment changes. */
describe("changes to dev", () => {
  let checkout: Checkout;
  let local: LocalAwsRun;
  let decidedByPlan: readonly string[];

  const plan = async () => {
    const { exitCode, stdout, stderr } = await checkout.run("plan", "dev", "--json");
    expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
    const { created, updated, replaced, destroyed } = JSON.parse(stdout) as Record<string, { address: string }[]>;
    const addresses = (changes: { address: string }[] | undefined) => changes?.map(({ address }) => address);
    return {
      created: addresses(created),
      updated: addresses(updated),
      replaced: addresses(replaced),
      destroyed: addresses(destroyed),
    };
  };
  const nothing = { created: [], updated: [], replaced: [], destroyed: [] };
  const apply = async () => expect(await checkout.run("apply", "dev")).toMatchObject({ exitCode: 0 });

  beforeAll(async () => {
    checkout = new Checkout();
    checkout.slim("dev");
    local = await checkout.localAws("dev");
    expect(await checkout.run("bootstrap", "dev")).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await checkout.remove();
  });

  test("the first plan shows the API's whole document, nothing of it known only after the apply", async () => {
    await plan();
    const { after, after_unknown: unknown } = checkout.plannedChange("dev", "aws_api_gateway_rest_api.admin-api_api");
    expect(JSON.parse(String(after?.body)).paths).toHaveProperty("/tech4all.get");
    expect(unknown).not.toHaveProperty("body");
    decidedByPlan = checkout.decisions("dev", "plan");
  });

  test("fails for a second apply at the same time, naming who holds the state and how to unlock it", async () => {
    const first = checkout.start("apply", "dev");
    await first.stderrMatches(/: Creating\.\.\./);
    const second = await checkout.run("apply", "dev");
    expect([second.exitCode, second.stderr]).toEqual([1, expect.stringMatching(/state is locked[^]*force-unlock/)]);
    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect(await plan()).toEqual(nothing);
  });

  test("who can call what is the same by the code, by its first plan and by what was applied", () => {
    const decided = checkout.decisions("dev", "configuration");
    expect(decided.filter((call) => call.includes(" by admin from internet: allowed")).length).toBeGreaterThan(0);
    expect(decidedByPlan).toEqual(decided);
    expect(checkout.decisions("dev", "state")).toEqual(decided);
  });

  test("allowing a route to another group changes the roles' policies and nothing else", async () => {
    const [toAdmins, toGeneral] = ["allow: [identity.groups.admin]", "allow: [identity.groups.general]"];
    checkout.edit("stacks/systems/admin-api.ts", toAdmins, toGeneral);
    expect(await plan()).toEqual({
      ...nothing,
      created: ["aws_iam_role_policy.identity_general_role_permissions"],
      destroyed: ["aws_iam_role_policy.identity_admin_role_permissions"],
    });
    checkout.edit("stacks/systems/admin-api.ts", toGeneral, toAdmins);
  });

  test("adding a route shows that route and a redeployment", async () => {
    checkout.edit(
      "stacks/systems/admin-api.ts",
      "this.api = api;",
      'api.route("POST /reports", { handler: getTech4all, allow: [identity.groups.admin] });\n    this.api = api;',
    );
    expect(await plan()).toEqual({
      created: [],
      updated: [
        "aws_api_gateway_rest_api.admin-api_api",
        "aws_api_gateway_stage.admin-api_api_stage",
        "aws_iam_role_policy.identity_admin_role_permissions",
      ],
      replaced: [
        "aws_api_gateway_deployment.admin-api_api_deployment",
        "aws_lambda_permission.admin-api_api_invoke-admin-api-get-tech4all",
      ],
      destroyed: [],
    });
    const { before, after } = checkout.plannedChange("dev", "aws_api_gateway_rest_api.admin-api_api");
    const [pathsBefore, pathsAfter] = [before, after].map((api) => JSON.parse(String(api?.body)).paths);
    expect(pathsAfter).toEqual({ ...pathsBefore, "/reports": { post: expect.anything(), options: expect.anything() } });
    await apply();
    expect(await plan()).toEqual(nothing);
  });

  test("changing a tag changes nothing but tags", async () => {
    checkout.edit("environments/dev.ts", 'owner: "platform"', 'owner: "others"');
    const changes = await plan();
    expect(changes).toEqual({ ...nothing, updated: expect.arrayContaining(["aws_cognito_user_pool.users"]) });
  });

  test("destroy leaves nothing of the environment on the local AWS", async () => {
    expect(await checkout.run("destroy", "dev", "--yes", "dev")).toMatchObject({ exitCode: 0 });
    expect(await leftovers(local.endpoint, environmentNamed("dev"))).toEqual(nothingLeft);
  });
});
