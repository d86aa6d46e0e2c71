import { type ApiStage, methodArn, type MethodAndPath } from "../../execute-api";
import { type RestApiAuth } from "./auth";
import { type PrivateEndpoint } from "./endpoint";

/** Most characters of a REST API's resource policy (API Gateway's default quota; adjustable). */
export const resourcePolicyLimit = 8192;

/** What browsers ask before they call, whatever the path. */
export const preflights: MethodAndPath = { method: "OPTIONS", path: "/{path+}" };

/** What a private API's resource policy is made of. */
export interface ResourcePolicyModel {
  /** The stage; its API's id is left out, because a policy that named its own API would be a cycle. */
  readonly stage: Omit<ApiStage, "apiId">;
  /** From where the API may be called. */
  readonly endpoint: PrivateEndpoint;
  /** Its routes, in any order. */
  readonly routes: readonly (MethodAndPath & { readonly auth: Pick<RestApiAuth, "type"> })[];
  /** Whether API Gateway answers preflight requests. */
  readonly cors: boolean;
}

/**
 * The resource policy of a private API, as JSON text: everything from elsewhere is denied, and only what IAM doesn't
 * decide is allowed.
 *
 * Where all routes are authorized alike, by tokens or not at all, all of the API is allowed; else method by method. A
 * route authorized by IAM gets no Allow: within the account an Allow for everybody would admit every signed
 * principal, whatever its own role says. A route without IAM needs one, and so do preflight requests.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function resourcePolicy({ stage, endpoint, routes, cors }: ResourcePolicyModel): string {
  const anyApi = { ...stage, apiId: "*" };
  const withoutIam = routes.filter(({ auth }) => auth.type !== "AWS_IAM");
  const everything = `arn:${stage.partition}:execute-api:${stage.region}:${stage.accountId}:*`;
  const allowed =
    withoutIam.length === routes.length && new Set(routes.map(({ auth }) => auth.type)).size === 1
      ? [everything]
      : [
          ...withoutIam.map((route) => methodArn(anyApi, route)),
          ...(cors ? [methodArn(anyApi, preflights)] : []),
        ].toSorted();
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...denials(endpoint).map(([sid, condition]) => statement(sid, "Deny", [everything], condition)),
      ...(allowed.length > 0 ? [statement("AllowWhatIamDoesNotDecide", "Allow", allowed)] : []),
    ],
  });
}

/** One statement for each restriction: a call that violates any of them is denied. */
function denials({ vpcEndpoints, sourceVpcs, vpcSourceIps }: PrivateEndpoint): [sid: string, condition: object][] {
  const ids = [...new Set(vpcEndpoints.map(({ id }) => id))].toSorted();
  return [
    ["DenyOtherVpcEndpoints", { StringNotEquals: { "aws:SourceVpce": ids } }],
    ...(sourceVpcs ? [restriction("DenyOtherVpcs", { StringNotEquals: { "aws:SourceVpc": sourceVpcs } })] : []),
    ...(vpcSourceIps ? [restriction("DenyOtherAddresses", { NotIpAddress: { "aws:VpcSourceIp": vpcSourceIps } })] : []),
  ];
}

const restriction = (sid: string, condition: object): [string, object] => [sid, condition];

const statement = (sid: string, effect: "Allow" | "Deny", resources: readonly string[], condition?: object) => ({
  Sid: sid,
  Effect: effect,
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: resources,
  ...(condition && { Condition: condition }),
});
