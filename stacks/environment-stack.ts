import { TerraformOutput } from "cdktf";
import { type Construct } from "constructs";
import { type Environment } from "../environments";
import { AwsStack } from "../src/constructs/aws-stack";
import { EncryptionKey } from "../src/constructs/kms/encryption-key";
import { ExecuteApiEndpoint, givenEndpoint } from "../src/constructs/network/interface-endpoint";
import { Network } from "../src/constructs/network/network";
import { type VpcEndpoint } from "../src/constructs/network/vpc-endpoint";
import { environmentStackName } from "../src/stack-names";
import { type SharedInfrastructure } from "./function-settings";
import { AdminApi } from "./systems/admin-api";
import { IdentitySystem } from "./systems/identity";

/** Everything of one environment, in one Terraform state: a plan of it is complete. */
export class EnvironmentStack extends AwsStack {
  /** The endpoint by which private APIs are called. */
  readonly executeApiEndpoint: VpcEndpoint;
  readonly identity: IdentitySystem;
  readonly adminApi: AdminApi;

  constructor(scope: Construct, env: Environment) {
    super(scope, environmentStackName(env.name), {
      accountId: env.accountId,
      region: env.region,
      state: { bucket: env.state.bucket, key: `${env.name}/environment.tfstate` },
      tags: { ...env.tags, service: env.service, environment: env.name },
    });
    const network = this.createNetwork(env);
    const shared: SharedInfrastructure = { network, encryptionKey: this.createEncryptionKey(env) };
    this.executeApiEndpoint = this.findExecuteApiEndpoint(env, network);
    this.identity = new IdentitySystem(this, "identity", env);
    this.adminApi = new AdminApi(this, "admin-api", env, this.identity, shared);
    this.output("user_pool_id", this.identity.userPool.id, "The user pool that users sign in to");
    this.output("client_id", this.identity.client.id, "The app client of the front end");
    this.output("identity_pool_id", this.identity.identityPool.id, "The identity pool that gives AWS credentials");
    this.output("admin_api_url", this.adminApi.url, "Where the admin API is called");
  }

  private createNetwork({ service, name, network }: Environment): Network {
    const { cidr, availabilityZones } = network;
    return new Network(this, "network", { name: `${service}-${name}`, cidr, availabilityZones });
  }

  private createEncryptionKey({ service, name, security, protections }: Environment): EncryptionKey | undefined {
    if (!security.customerManagedKey) return undefined;
    const { preventDestroy } = protections;
    return new EncryptionKey(this, "encryption-key", { name: `${service}-${name}`, preventDestroy });
  }

  private findExecuteApiEndpoint({ network: { executeApiEndpoint } }: Environment, network: Network): VpcEndpoint {
    if (executeApiEndpoint !== "created") return givenEndpoint(executeApiEndpoint);
    // Without the internet there is no public API that private DNS could hide.
    return new ExecuteApiEndpoint(this, "execute-api-endpoint", { network, privateDns: true });
  }

  private output(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}
