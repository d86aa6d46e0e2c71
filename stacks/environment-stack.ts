import { TerraformOutput } from "cdktf";
import { type Construct } from "constructs";
import { type Environment } from "../environments";
import { AwsStack } from "../src/constructs/aws-stack";
import { environmentStackName } from "../src/stack-names";
import { AdminApi } from "./systems/admin-api";
import { IdentitySystem } from "./systems/identity";

/** Everything of one environment, in one Terraform state: a plan of it is complete. */
export class EnvironmentStack extends AwsStack {
  readonly identity: IdentitySystem;
  readonly adminApi: AdminApi;

  constructor(scope: Construct, env: Environment) {
    super(scope, environmentStackName(env.name), {
      accountId: env.accountId,
      region: env.region,
      state: { bucket: env.state.bucket, key: `${env.name}/environment.tfstate` },
      tags: { ...env.tags, service: env.service, environment: env.name },
    });
    this.identity = new IdentitySystem(this, "identity", env);
    this.adminApi = new AdminApi(this, "admin-api", env, this.identity);
    this.output("user_pool_id", this.identity.userPool.id, "The user pool that users sign in to");
    this.output("client_id", this.identity.client.id, "The app client of the front end");
    this.output("identity_pool_id", this.identity.identityPool.id, "The identity pool that gives AWS credentials");
    this.output("admin_api_url", this.adminApi.url, "Where the admin API is called");
  }

  private output(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}
