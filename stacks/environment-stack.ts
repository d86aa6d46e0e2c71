import { type Construct } from "constructs";
import { type Environment } from "../environments";
import { AwsStack } from "../src/constructs/aws-stack";
import { EncryptionKey } from "../src/constructs/kms/encryption-key";
import { ExecuteApiEndpoint, givenEndpoint } from "../src/constructs/network/execute-api-endpoint";
import { Network } from "../src/constructs/network/network";
import { type VpcEndpoint } from "../src/constructs/network/vpc-endpoint";
import { ClientSettings } from "../src/constructs/ssm/client-settings";
import { environmentStackName } from "../src/stack-names";
import { clientSettings } from "./client-settings";
import { type SharedInfrastructure } from "./shared";
import { AdminApi } from "./systems/admin-api";
import { GeneralApi } from "./systems/general-api";
import { HelloApi } from "./systems/hello-api";
import { IdentitySystem } from "./systems/identity";
import { IdentityPoolModes } from "./systems/identity-pool-modes";
import { LoginProxy } from "./systems/login-proxy";
import { Safeguards } from "./systems/safeguards";
import { Web } from "./systems/web";

/** Everything of one environment, in one Terraform state: a plan of it is complete. */
export class EnvironmentStack extends AwsStack {
  readonly identity: IdentitySystem;
  readonly generalApi: GeneralApi;
  readonly adminApi: AdminApi;
  readonly helloApi: HelloApi;
  readonly loginProxy: LoginProxy;
  readonly identityPoolModes: IdentityPoolModes;
  readonly web: Web;
  /** What clients have to know, as outputs and as a parameter. */
  readonly settings: ClientSettings;

  constructor(scope: Construct, env: Environment) {
    super(scope, environmentStackName(env.name), {
      accountId: env.accountId,
      region: env.region,
      state: { bucket: env.state.bucket, key: `${env.name}/environment.tfstate` },
      tags: { ...env.tags, service: env.service, environment: env.name },
    });
    const network = this.createNetwork(env);
    const endpoint = this.findExecuteApiEndpoint(env, network);
    const shared: SharedInfrastructure = { network, encryptionKey: this.createEncryptionKey(env) };
    this.identity = new IdentitySystem(this, "identity", env, shared);
    const identity = this.identity;
    this.generalApi = new GeneralApi(this, "general-api", env, { ...shared, identity });
    this.adminApi = new AdminApi(this, "admin-api", env, { ...shared, identity });
    this.helloApi = new HelloApi(this, "hello-api", env, { ...shared, identity });
    this.loginProxy = new LoginProxy(this, "login-proxy", env, { ...shared, identity, endpoint });
    this.identityPoolModes = new IdentityPoolModes(this, "identity-pool-modes", env);
    this.web = this.createWeb(env);
    this.safeguard(env, shared);
    this.settings = new ClientSettings(this, "client-settings", {
      parameterName: `/${env.service}/${env.name}/client-settings`,
      settings: clientSettings(this),
    });
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

  private createWeb(env: Environment): Web {
    const { generalApi, adminApi, helloApi } = this;
    return new Web(this, "web", env, {
      generalApi: generalApi.api,
      directApis: [adminApi.api, helloApi.api],
      signInUrl: helloApi.domainUrl,
    });
  }

  private safeguard(env: Environment, { encryptionKey }: SharedInfrastructure): void {
    const { identity, generalApi, adminApi, helloApi, loginProxy, identityPoolModes: modes } = this;
    new Safeguards(this, "safeguards", env, {
      restApis: {
        direct: { "admin-api": adminApi.api, "login-proxy": loginProxy.api },
        behindCloudFront: { "general-api": generalApi.api },
      },
      httpApis: { "hello-api": helloApi.api },
      userPools: { "user-pool": identity.userPool, "modes-user-pool": modes.userPool },
      clients: { web: identity.client, spa: helloApi.client, modes: modes.client },
      functions: {
        ...identity.triggers,
        ...generalApi.handlers,
        ...adminApi.handlers,
        ...helloApi.handlers,
        ...loginProxy.handlers,
      },
      encryptionKey,
    });
  }
}
