import { all, condition, type Formula, onlyWhen } from "../formula";
import { isKnown } from "../symbols";
import { type Configuration, type Resource, textsIn } from "../terraform/configuration";
import { attributeOf, flagIn, requiredIn } from "./arguments";
import { type AppClient, type UserPool } from "./cognito";
import { labelsOf } from "./labels";
import { standardAttributes } from "./user-pools";

/** What a client supports that names no flow. */
const defaultFlows = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];

/**
 * The app clients of a configuration.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export function appClientsOf(configuration: Configuration, pools: readonly UserPool[]): readonly AppClient[] {
  const resources = ["aws_cognito_user_pool_client", "aws_cognito_managed_user_pool_client"].flatMap((type) =>
    configuration.ofType(type),
  );
  const labels = labelsOf(resources);
  return resources.map((resource) => {
    const label = labels.get(resource.address) ?? resource.address;
    const userPoolId = requiredIn(resource, resource.values, "user_pool_id");
    return appClientOf(resource, label, userPoolId, pools);
  });
}

function appClientOf(resource: Resource, label: string, userPoolId: string, pools: readonly UserPool[]): AppClient {
  const { values } = resource;
  const named = textsIn(values["explicit_auth_flows"]);
  const explicitAuthFlows = named.length === 0 ? defaultFlows : named;
  const isOn = flagIn(resource, values, "allowed_oauth_flows_user_pool_client");
  const flows = textsIn(values["allowed_oauth_flows"]);
  const writable = textsIn(values["write_attributes"]);
  const pool = pools.find(({ id }) => id === userPoolId);
  const mutable = pool?.mutableAttributes;
  return {
    address: resource.address,
    label,
    id: attributeOf(resource, "id"),
    userPoolId,
    // A refresh token comes of another flow.
    signIn: someOf(resource, explicitAuthFlows, (flow) => flow !== "ALLOW_REFRESH_TOKEN_AUTH"),
    oauth: all([isOn, someOf(resource, flows, (flow) => flow === "code" || flow === "implicit")]),
    machine: all([isOn, someOf(resource, flows, (flow) => flow === "client_credentials")]),
    oauthScopes: textsIn(values["allowed_oauth_scopes"]),
    writableAttributes: (writable.length === 0 ? [...standardAttributes] : writable).filter(
      (attribute) => mutable === undefined || mutable.includes(attribute),
    ),
    ...onlyWhen(resource.exists, pool?.when),
  };
}

/** Whether some flow is such a one, as far as all are known. */
function someOf(resource: Resource, flows: readonly string[], isSuch: (flow: string) => boolean): Formula {
  if (flows.some((flow) => isKnown(flow) && isSuch(flow))) return true;
  return flows.every(isKnown) ? false : condition(`the flows of ${resource.address} let people sign in`);
}
