import { type Formula, onlyWhen } from "../formula";
import { blocksOf, type Configuration, type Resource, textIn, textsIn } from "../terraform/configuration";
import { readable } from "../symbols";
import { type JwtAuth } from "./api";
import { attributeText, names } from "./attributes";
import { integrationOf, type WrittenIntegration } from "./read-integration";
import { authorizerCall, type WrittenRoute } from "./written-route";

/** The routes of an HTTP API that stand in resources of their own: `aws_apigatewayv2_route` and its companions. */
export function httpRoutesOf(configuration: Configuration, api: Resource): readonly WrittenRoute[] {
  const ofApi = (type: string) => configuration.ofType(type).filter((one) => names(one, "api_id", api));
  const integrations = ofApi("aws_apigatewayv2_integration");
  const authorizers = ofApi("aws_apigatewayv2_authorizer");
  return ofApi("aws_apigatewayv2_route").map((route) => {
    const [method = "ANY", path] = (textIn(route.values.route_key) ?? "$default").split(" ");
    const target = textIn(route.values.target)?.replace(/^integrations\//, "");
    const own = integrations.filter((one) => target !== undefined && attributeText(one, "id") === target);
    const { exists, ...auth } = authOf(route, authorizers);
    return {
      address: route.address,
      ...(path === undefined ? { method: "ANY", path: method } : { method, path }),
      ...auth,
      apiKeyRequired: false,
      integration: integrationOf(own, integrationIn),
      ...onlyWhen(route.exists, exists),
    };
  });
}

function integrationIn({ values }: Resource): WrittenIntegration {
  return {
    type: textIn(values.integration_type),
    uri: textIn(values.integration_uri),
    credentials: textIn(values.credentials_arn),
    subtype: textIn(values.integration_subtype),
    templates: [],
  };
}

/** @returns `exists` says when there is what the route asks. */
function authOf(
  route: Resource,
  authorizers: readonly Resource[],
): Pick<WrittenRoute, "auth" | "authorizer"> & { readonly exists?: Formula } {
  const type = textIn(route.values.authorization_type) ?? "NONE";
  if (type === "NONE") return { auth: { kind: "none" } };
  if (type === "AWS_IAM") return { auth: { kind: "iam" } };
  const id = textIn(route.values.authorizer_id) ?? "";
  const authorizer = authorizers.find((one) => id !== "" && attributeText(one, "id") === id);
  const address = authorizer?.address ?? readable(id);
  if (type === "CUSTOM") {
    const { authorizer_uri, authorizer_credentials_arn } = authorizer?.values ?? {};
    const call = authorizerCall(textIn(authorizer_uri), textIn(authorizer_credentials_arn));
    return { auth: { kind: "lambda-authorizer", address, id }, authorizer: call, exists: authorizer?.exists };
  }
  if (type === "JWT" && authorizer) return { auth: jwtOf(route, authorizer), exists: authorizer.exists };
  const text = `the authorization ${readable(type)} of ${route.address} ${address} admits the call`;
  return { auth: { kind: "unknown", text } };
}

function jwtOf(route: Resource, authorizer: Resource): JwtAuth {
  const configuration = blocksOf(authorizer.values.jwt_configuration);
  return {
    kind: "jwt",
    issuer: configuration.map(({ issuer }) => textIn(issuer) ?? "").join(""),
    audience: configuration.flatMap(({ audience }) => textsIn(audience)),
    scopes: textsIn(route.values.authorization_scopes),
    address: authorizer.address,
  };
}
