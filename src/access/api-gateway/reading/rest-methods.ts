import { type Configuration, type Resource, textIn, textsIn } from "../../terraform/configuration";
import { onlySymbol, readable, symbolic } from "../../symbols";
import { type Formula, onlyWhen } from "../../formula";
import { attributeText, names, switchIn } from "./attributes";
import { scopesIn } from "../facts/scopes";
import { authorizerCall, type WrittenRoute } from "./written-route";
import { integrationOf, templatesIn, type WrittenIntegration } from "./read-integration";

/** The methods of a REST API that stand in resources of their own: `aws_api_gateway_method` and its companions. */
export function methodsOf(configuration: Configuration, api: Resource): readonly WrittenRoute[] {
  const placeOf = pathsOf(configuration, api);
  const integrations = configuration
    .ofType("aws_api_gateway_integration")
    .filter((one) => names(one, "rest_api_id", api));
  return configuration
    .ofType("aws_api_gateway_method")
    .filter((method) => names(method, "rest_api_id", api))
    .map((method) => {
      const { values } = method;
      const verb = textIn(values.http_method) ?? "ANY";
      const own = integrations.filter(
        (one) => one.values.resource_id === values.resource_id && one.values.http_method === values.http_method,
      );
      const place = placeOf(textIn(values.resource_id) ?? "");
      const { exists, ...auth } = authOf(configuration, method);
      return {
        address: method.address,
        method: verb,
        path: place.path,
        ...auth,
        apiKeyRequired: switchIn(textIn(values.api_key_required), false),
        integration: integrationOf(own, integrationIn),
        ...onlyWhen(method.exists, place.exists, exists),
      };
    });
}

function integrationIn({ values }: Resource): WrittenIntegration {
  return {
    type: textIn(values.type),
    uri: textIn(values.uri),
    credentials: textIn(values.credentials),
    templates: templatesIn(values.request_templates),
  };
}

/** Where a method stands. */
interface Place {
  readonly path: string;
  /** When there are the resources that the path consists of. */
  readonly exists?: Formula;
}

/** The path of each resource of an API, by its id. */
function pathsOf(configuration: Configuration, api: Resource): (id: string) => Place {
  const root = attributeText(api, "root_resource_id");
  const resources = [
    ...configuration.ofType("aws_api_gateway_resource"),
    ...configuration.dataOfType("aws_api_gateway_resource"),
  ].filter((one) => names(one, "rest_api_id", api));
  const byId = new Map(resources.map((resource) => [attributeText(resource, "id"), resource]));
  const placeOf = (id: string, within: readonly string[]): Place | undefined => {
    if (id === root) return { path: "" };
    const resource = byId.get(id);
    if (!resource || within.includes(id)) return undefined;
    const { values, exists } = resource;
    if (resource.mode === "data") return { path: (textIn(values.path) ?? "").replace(/\/$/, ""), exists };
    const parent = placeOf(textIn(values.parent_id) ?? "", [...within, id]);
    if (parent === undefined) return undefined;
    return { path: `${parent.path}/${textIn(values.path_part) ?? ""}`, exists: both(parent.exists, exists) };
  };
  return (id) => {
    // A resource that isn't in the configuration may have any path.
    const elsewhere: Place = { path: `/${symbolic({ kind: "unknown", name: `path of ${bare(id)}` })}` };
    const { path, exists } = placeOf(id, []) ?? elsewhere;
    return { path: path || "/", exists };
  };
}

const bare = (id: string) => onlySymbol(id)?.name ?? readable(id);

const both = (one: Formula | undefined, other: Formula | undefined) => onlyWhen(one, other).when;

/** @returns `exists` says when there is what the method asks. */
function authOf(
  configuration: Configuration,
  method: Resource,
): Pick<WrittenRoute, "auth" | "authorizer"> & { readonly exists?: Formula } {
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
    return { auth: { kind: "lambda-authorizer", address, id }, authorizer: call, exists: authorizer?.exists };
  }
  if (type === "COGNITO_USER_POOLS" && authorizer) {
    const pools = textsIn(authorizer.values.provider_arns);
    const auth = { kind: "user-pool" as const, pools, ...scopesIn(method.values.authorization_scopes), address };
    return { auth, exists: authorizer.exists };
  }
  const text = `the authorization ${readable(type)} of ${method.address}${address === "" ? "" : ` ${address}`} admits the call`;
  return { auth: { kind: "unknown", text } };
}
