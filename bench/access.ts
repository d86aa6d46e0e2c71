/**
 * Time and memory of deciding and showing who can call what: of 1,000 routes by 50 principals by 5 origins, of parts of
 * that, and of the comparison of every environment with its snapshot. Run by `npm run bench`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNames } from "../environments";
import {
  accessAsText,
  accessOf,
  differences,
  matrixOf,
  parseSnapshot,
  readTerraform,
  renderSnapshot,
  snapshotOf,
  staleness,
} from "../src/access";
import { projectRoot } from "../src/project-root";

const groups = 46;

/** A process for each measurement, so that none has the memory and the warmth of another. */
function main(): void {
  console.log("routes  principals  origins    cells     decide       show  snapshot   peak");
  for (const routes of [10, 250, 500, 1000]) inProcess("measure", String(routes));
  execFileSync("npm", ["run", "-s", "synth"], { cwd: projectRoot(), stdio: "inherit" });
  inProcess("check");
}

function inProcess(...args: readonly string[]): void {
  const file = join(projectRoot(), "bench", "access.ts");
  execFileSync(process.execPath, ["src/launch.mjs", file, ...args], { cwd: projectRoot(), stdio: "inherit" });
}

function measure(routes: number): void {
  const json = configuration(routes);
  const start = performance.now();
  const matrix = matrixOf(accessOf(readTerraform([{ name: "main.tf.json", json }])));
  const decided = performance.now();
  accessAsText(matrix, { title: "bench", all: true });
  const shown = performance.now();
  const snapshot = snapshotOf(matrix);
  const text = renderSnapshot(snapshot, "bench");
  if (differences(parseSnapshot(text, "bench"), snapshot).length > 0) throw new Error("the snapshot is read otherwise");
  const compared = performance.now();
  const { principals, origins } = matrix.access;
  const cells = routes * principals.length * origins.length;
  const counts = [
    String(routes).padStart(6),
    String(principals.length).padStart(10),
    String(origins.length).padStart(7),
    String(cells).padStart(7),
  ];
  const times = [decided - start, shown - decided, compared - shown].map((one) => `${(one / 1000).toFixed(2)} s`);
  const megabytes = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;
  console.log([...counts, ...times.map((one) => one.padStart(9)), megabytes.padStart(6)].join("  "));
}

/** An API with so many routes by IAM, each for some of many groups, and private, so that it matters where calls come from. */
function configuration(routes: number): unknown {
  const paths = Array.from({ length: routes }, (_, index) => [
    `/things-${index}/{id}`,
    {
      get: {
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode":200}' },
        },
      },
    },
  ]);
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
    Condition: { StringNotEquals: { "aws:SourceVpce": ["${aws_vpc_endpoint.one.id}", "${aws_vpc_endpoint.two.id}"] } },
  };
  const api = {
    name: "bench",
    body: JSON.stringify({
      openapi: "3.0.1",
      info: { title: "bench", version: "1" },
      paths: Object.fromEntries(paths),
    }),
    endpoint_configuration: { types: ["PRIVATE"] },
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [deny] }),
  };
  const endpoint = {
    service_name: "com.amazonaws.us-east-1.execute-api",
    vpc_id: "vpc-1",
    vpc_endpoint_type: "Interface",
  };
  return {
    provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111122223333"] }] },
    resource: {
      aws_api_gateway_rest_api: { api },
      aws_api_gateway_deployment: { api: { rest_api_id: "${aws_api_gateway_rest_api.api.id}" } },
      aws_api_gateway_stage: {
        api: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          deployment_id: "${aws_api_gateway_deployment.api.id}",
          stage_name: "api",
        },
      },
      aws_vpc_endpoint: { one: endpoint, two: endpoint, three: endpoint },
      ...identity(routes),
    },
  };
}

function identity(routes: number): Readonly<Record<string, unknown>> {
  const provider = "cognito-idp.us-east-1.amazonaws.com/${aws_cognito_user_pool.users.id}";
  const names = Array.from({ length: groups }, (_, index) => `group-${index}`);
  return {
    aws_cognito_user_pool: { users: { name: "users" } },
    aws_cognito_user_pool_client: { web: { name: "web", user_pool_id: "${aws_cognito_user_pool.users.id}" } },
    aws_cognito_identity_pool: {
      members: {
        identity_pool_name: "members",
        allow_unauthenticated_identities: false,
        cognito_identity_providers: [{ client_id: "${aws_cognito_user_pool_client.web.id}", provider_name: provider }],
      },
    },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        identity_pool_id: "${aws_cognito_identity_pool.members.id}",
        roles: { authenticated: "${aws_iam_role.group-0.arn}" },
        role_mapping: [
          {
            identity_provider: `${provider}:\${aws_cognito_user_pool_client.web.id}`,
            type: "Token",
            ambiguous_role_resolution: "Deny",
          },
        ],
      },
    },
    aws_cognito_user_group: Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          name,
          precedence: index + 1,
          user_pool_id: "${aws_cognito_user_pool.users.id}",
          role_arn: `\${aws_iam_role.${name}.arn}`,
        },
      ]),
    ),
    aws_iam_role: Object.fromEntries(names.map((name) => [name, { name, assume_role_policy: trust() }])),
    aws_iam_role_policy: Object.fromEntries(
      names.map((name, place) => [name, { role: `\${aws_iam_role.${name}.id}`, policy: grants(place, routes) }]),
    ),
  };
}

function trust(): string {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.members.id}" },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
    },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Every tenth route, from another one on for each group; as many as a policy's 10,240 characters hold. */
function grants(place: number, routes: number): string {
  const paths = Array.from({ length: routes }, (_, index) => index).filter((index) => index % 10 === place % 10);
  const resources = paths.map((index) => `\${aws_api_gateway_rest_api.api.execution_arn}/api/GET/things-${index}/*`);
  const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: resources };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** What `npm run access -- --check` does once everything is synthesized. */
function checkEnvironments(): void {
  const read = (...path: string[]) => readFileSync(join(projectRoot(), ...path), "utf8");
  const start = performance.now();
  for (const environment of environmentNames) {
    const json: unknown = JSON.parse(read("cdktf.out", "stacks", environment, "cdk.tf.json"));
    const file = `environments/${environment}.access.txt`;
    const now = snapshotOf(matrixOf(accessOf(readTerraform([{ name: "cdk.tf.json", json }]))));
    const problem = staleness({ environment, file, text: read(file) }, now);
    if (problem !== undefined) console.log(problem);
  }
  console.log(`check of ${environmentNames.length} environments: ${((performance.now() - start) / 1000).toFixed(2)} s`);
}

const [mode, argument] = process.argv.slice(2);
if (mode === "measure") measure(Number(argument));
else if (mode === "check") checkEnvironments();
else main();
