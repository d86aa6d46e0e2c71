import { blocksOf, type Configuration, type Resource, textIn, textsIn, unknownIn } from "../terraform/configuration";
import { onlySymbol, readable, symbolic } from "../symbols";
import { attributeText, names, switchIn } from "./attributes";
import { scopesIn } from "./scopes";
import { authorizerCall, type WrittenRoute } from "./written-route";
import { templatesIn } from "./read-integration";

/** The methods of a REST API that stand in resources of their own: `aws_api_gateway_method` and its companions. */
export function methodsOf(configuration: Configuration, api: Resource): readonly WrittenRoute[] {
  const path = pathsOf(configuration, api);
  const integrations = configuration
    .ofType("aws_api_gateway_integration")
    .filter((one) => one.exists === undefined && names(one, "rest_api_id", api));
  return configuration
    .ofType("aws_api_gateway_method")
    .filter((method) => names(method, "rest_api_id", api))
    .map((method) => {
      const { values } = method;
      const verb = textIn(values.http_method) ?? "ANY";
      const integration = integrations.find(
        (one) => one.values.resource_id === values.resource_id && one.values.http_method === values.http_method,
      );
      return {
        address: method.address,
        method: verb,
        path: path(textIn(values.resource_id) ?? ""),
        ...authOf(configuration, method),
        apiKeyRequired: switchIn(textIn(values.api_key_required), false),
        integration: integration && {
          type: textIn(integration.values.type),
          uri: textIn(integration.values.uri),
          credentials: textIn(integration.values.credentials),
          templates: templatesIn(integration.values.request_templates),
        },
      };
    });
}

/** The path of each resource of an API, by its id. */
function pathsOf(configuration: Configuration, api: Resource): (id: string) => string {
  const root = attributeText(api, "root_resource_id");
  const resources = [
    ...configuration.ofType("aws_api_gateway_resource"),
    ...configuration.dataOfType("aws_api_gateway_resource"),
  ].filter((one) => names(one, "rest_api_id", api));
  const byId = new Map(resources.map((resource) => [attributeText(resource, "id"), resource]));
  const pathOf = (id: string, within: readonly string[]): string | undefined => {
    if (id === root) return "";
    const resource = byId.get(id);
    if (!resource || within.includes(id)) return undefined;
    if (resource.mode === "data") return (textIn(resource.values.path) ?? "").replace(/\/$/, "");
    const parent = pathOf(textIn(resource.values.parent_id) ?? "", [...within, id]);
    return parent === undefined ? undefined : `${parent}/${textIn(resource.values.path_part) ?? ""}`;
  };
  // A resource that isn't in the configuration may have any path.
  const anyPath = (id: string) => `/${symbolic({ kind: "unknown", name: `path of ${bare(id)}` })}`;
  return (id) => (pathOf(id, []) ?? anyPath(id)) || "/";
}

const bare = (id: string) => onlySymbol(id)?.name ?? readable(id);

function authOf(configuration: Configuration, method: Resource): Pick<WrittenRoute, "auth" | "authorizer"> {
  const type = textIn(method.values.authorization) ?? "NONE";
  if (type === "NONE") return { auth: { kind: "none" } };
  if (type === "AWS_IAM") return { auth: { kind: "iam" } };
  const id = textIn(method.values.authorizer_id) ?? "";
  const authorizer = configuration
    .ofType("aws_api_gateway_authorizer")
    .find((one) => id !== "" && attributeText(one, "id") === id);
  const address = authorizer?.address ?? readable(id);
  if (type === "CUSTOM") {
    const { authorizer_uri, authorizer_credentials } = authorizer?.values ?? {};
    const call = authorizerCall(textIn(authorizer_uri), textIn(authorizer_credentials));
    return { auth: { kind: "lambda-authorizer", address, id }, authorizer: call };
  }
  if (type === "COGNITO_USER_POOLS" && authorizer) {
    const pools = textsIn(authorizer.values.provider_arns);
    return { auth: { kind: "user-pool", pools, ...scopesIn(method.values.authorization_scopes), address } };
  }
  const text = `the authorization ${readable(type)} of ${method.address} ${address} admits the call`;
  return { auth: { kind: "unknown", text } };
}

/** What `endpoint_configuration` says. */
export function endpointConfiguration(api: Resource): {
  readonly types: readonly string[];
  readonly vpcEndpointIds: readonly string[];
} {
  const { endpoint_configuration: value } = api.values;
  const blocks = blocksOf(value);
  const unknown = unknownIn(value);
  return {
    types: unknown === undefined ? blocks.flatMap((block) => textsIn(block.types)) : [unknown],
    vpcEndpointIds: blocks.flatMap((block) => textsIn(block.vpc_endpoint_ids)),
  };
}
