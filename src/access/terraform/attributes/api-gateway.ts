import { type Facts, type Table } from "./facts";

const management = (of: Facts, resource: string) => `arn:aws:apigateway:${of.region}::${resource}`;
const executeArn = (of: Facts, api: string) => of.arn("execute-api", api);
const host = (of: Facts, api: string) => `${api}.execute-api.${of.region}.amazonaws.com`;
const scheme = (of: Facts) => (of.argument("protocol_type") === "WEBSOCKET" ? "wss" : "https");
const restApi = (of: Facts) => of.text("rest_api_id");
const httpApi = (of: Facts) => of.text("api_id");

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
export const apiGatewayAttributes: Table = {
  aws_api_gateway_rest_api: {
    id: (of) => of.identity(),
    arn: (of) => management(of, `/restapis/${of.text("id")}`),
    execution_arn: (of) => executeArn(of, of.text("id")),
    root_resource_id: (of) => of.identity("root_resource_id"),
  },
  aws_api_gateway_resource: {
    id: (of) => of.identity(),
    path: (of) => {
      const parent = of.world.pathOf(of.text("parent_id"));
      return parent === undefined || of.isData ? undefined : `${parent}/${of.text("path_part")}`;
    },
  },
  aws_api_gateway_stage: {
    id: (of) => `ags-${restApi(of)}-${of.text("stage_name")}`,
    arn: (of) => management(of, `/restapis/${restApi(of)}/stages/${of.text("stage_name")}`),
    execution_arn: (of) => executeArn(of, `${restApi(of)}/${of.text("stage_name")}`),
    invoke_url: (of) => `https://${host(of, restApi(of))}/${of.text("stage_name")}`,
  },
  aws_api_gateway_deployment: {
    execution_arn: (of) => executeArn(of, `${restApi(of)}/${of.argument("stage_name") ?? ""}`),
    invoke_url: (of) => `https://${host(of, restApi(of))}/${of.argument("stage_name") ?? ""}`,
  },
  aws_api_gateway_authorizer: {
    arn: (of) => management(of, `/restapis/${restApi(of)}/authorizers/${of.text("id")}`),
  },
  aws_apigatewayv2_api: {
    id: (of) => of.argument("api_id") ?? of.identity(),
    arn: (of) => management(of, `/apis/${of.text("id")}`),
    execution_arn: (of) => executeArn(of, of.text("id")),
    api_endpoint: (of) => `${scheme(of)}://${host(of, of.text("id"))}`,
  },
  aws_apigatewayv2_stage: {
    id: (of) => of.text("name"),
    arn: (of) => management(of, `/apis/${httpApi(of)}/stages/${of.text("name")}`),
    execution_arn: (of) => executeArn(of, `${httpApi(of)}/${of.text("name")}`),
  },
};
