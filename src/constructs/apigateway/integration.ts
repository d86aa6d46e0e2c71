import { type JsonValue } from "../../json";

/** API Gateway calls a function and passes its answer on. */
export interface FunctionIntegration {
  readonly type: "function";
  /** The function's ARN. */
  readonly functionArn: string;
  /** How long API Gateway waits, 50 to 29000 milliseconds. */
  readonly timeoutMilliseconds: number;
}

/** API Gateway itself calls an operation of an AWS service. */
export interface ServiceIntegration {
  readonly type: "service";
  /** The service as API Gateway names it, such as `cognito-idp`. */
  readonly service: string;
  /** The operation, such as `AdminInitiateAuth`. */
  readonly action: string;
  /** The ARN of the role that API Gateway assumes. */
  readonly roleArn: string;
  /** Turns the request's body into the operation's. */
  readonly requestTemplate: string;
}

/** What serves a route. */
export type Integration = FunctionIntegration | ServiceIntegration;

/** Where an API is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
}

/**
 * The integration and the responses of an operation, as API Gateway's OpenAPI extensions state them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function integrationOf(
  integration: Integration,
  place: Place,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, JsonValue>> {
  return integration.type === "function" ? invocation(integration, place) : serviceCall(integration, place, headers);
}

/** The URI by which API Gateway invokes a function. */
export const invocationUri = ({ partition, region }: Place, functionArn: string): string =>
  `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

function invocation({ functionArn, timeoutMilliseconds }: FunctionIntegration, place: Place) {
  return {
    responses: {},
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: invocationUri(place, functionArn),
      passthroughBehavior: "when_no_match",
      timeoutInMillis: timeoutMilliseconds,
    },
  };
}

/** Bodies pass on as the service wrote them; without the other statuses a refusal would reach the caller as 200. */
function serviceCall(
  { service, action, roleArn, requestTemplate }: ServiceIntegration,
  { partition, region }: Place,
  headers: Readonly<Record<string, string>>,
) {
  const responseParameters = literals("method.response.header", headers);
  const response = (statusCode: string) => ({ statusCode, responseParameters });
  return {
    responses: Object.fromEntries(
      Object.entries({ 200: "The service's answer", 400: "The service refused", 502: "The service failed" }).map(
        ([status, description]) => [status, { description, ...documentedHeaders(headers) }],
      ),
    ),
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri: `arn:${partition}:apigateway:${region}:${service}:action/${action}`,
      credentials: roleArn,
      passthroughBehavior: "never",
      requestParameters: { "integration.request.header.Content-Type": "'application/x-amz-json-1.1'" },
      requestTemplates: Object.fromEntries(
        ["application/json", "application/x-www-form-urlencoded"].map((type) => [type, requestTemplate]),
      ),
      responses: { default: response("200"), "4\\d{2}": response("400"), "5\\d{2}": response("502") },
      timeoutInMillis: 29_000,
    },
  };
}

/** Headers with fixed values, as API Gateway wants literals. */
export const literals = (prefix: string, headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${prefix}.${name}`, `'${value}'`]));

/** The headers of a response, as OpenAPI documents them. */
export const documentedHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, JsonValue>> =>
  Object.keys(headers).length > 0
    ? { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: "string" } }])) }
    : {};
