import { type Role } from "../../iam/role";
import { type Configuration, textIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { functionsOf } from "./lambda-functions";
import { httpApi } from "./http-apis";
import { restApi } from "./rest-apis";

/**
 * The REST and HTTP APIs of a configuration, each once for every stage that serves it; one without a stage, once.
 * `notCovered` names what else there is.
 *
 * @throws UserError where an API's body or policy can't be read
 */
export function apisOf(configuration: Configuration, roles: readonly Role[]): readonly Api[] {
  const context = { functions: functionsOf(configuration), roles };
  return [
    ...configuration.ofType("aws_api_gateway_rest_api").flatMap((api) => restApi(configuration, api, context)),
    ...configuration
      .ofType("aws_apigatewayv2_api")
      .filter(({ values }) => textIn(values.protocol_type) !== "WEBSOCKET")
      .flatMap((api) => httpApi(configuration, api, context)),
  ];
}
