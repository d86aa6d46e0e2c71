import { blocksOf, type Configuration, type Resource, textIn, textsIn, unknownIn } from "../../terraform/configuration";
import { isKnown, readable, symbolic } from "../../symbols";
import { type JwtAuth } from "../facts/api";
import { attributeText, names } from "./attributes";
import { type WrittenIntegration, integrationOf } from "./read-integration";
import { scopesIn } from "../facts/scopes";
import { type Formula, onlyWhen } from "../../formula";
import { authorizerCall, type WrittenRoute } from "./written-route";

/** The routes of an HTTP API that stand in resources of their own: `aws_apigatewayv2_route` and its companions. */
export function httpRoutesOf(configuration: Configuration, api: Resource): readonly WrittenRoute[] {
  const ofApi = (type: string) => configuration.ofType(type).filter((one) => names(one, "api_id", api));
  const integrations = ofApi("aws_apigatewayv2_integration");
  const authorizers = ofApi("aws_apigatewayv2_authorizer");
  return ofApi("aws_apigatewayv2_route").map((route) => {
    const target = textIn(route.values.target)?.replace(/^integrations\//, "");
    const own = integrations.filter((one) => target !== undefined && attributeText(one, "id") === target);
    const { exists, ...auth } = authOf(route, authorizers);
    return {
      address: route.address,
      ...routeKeyIn(textIn(route.values.route_key)),
      ...auth,
      apiKeyRequired: false,
      integration: integrationOf(own, integrationIn),
      ...onlyWhen(route.exists, exists),
    };
  });
}

/** The method and path of a route's key, `$default` where it has none; of a key that is not known, either may be anything. */
export function routeKeyIn(key = "$default"): Pick<WrittenRoute, "method" | "path"> {
  const [, method, path] = /^([A-Za-z]+) (\/.*)$/s.exec(key) ?? [];
  if (method !== undefined && path !== undefined) return { method, path };
  if (isKnown(key)) return { method: "ANY", path: key };
  const unknown = (part: string) => symbolic({ kind: "unknown", name: `${part} of ${readable(key)}` });
  return { method: unknown("method"), path: `/${unknown("path")}` };
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
  const text = `the authorization ${readable(type)} of ${route.address}${address === "" ? "" : ` ${address}`} admits the call`;
  return { auth: { kind: "unknown", text } };
}

function jwtOf(route: Resource, authorizer: Resource): JwtAuth {
  const { jwt_configuration: value } = authorizer.values;
  const unknown = unknownIn(value);
  const configuration = unknown === undefined ? blocksOf(value) : [{ issuer: unknown, audience: unknown }];
  return {
    kind: "jwt",
    issuer: configuration.map(({ issuer }) => textIn(issuer) ?? "").join(""),
    audience: configuration.flatMap(({ audience }) => textsIn(audience)),
    ...scopesIn(route.values.authorization_scopes),
    address: authorizer.address,
  };
}
