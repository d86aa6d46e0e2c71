import { VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { AwsStack } from "../aws-stack";
import { type Network } from "./network";
import { type VpcEndpoint } from "./vpc-endpoint";

/** Props of {@link ExecuteApiEndpoint}. */
export interface ExecuteApiEndpointProps {
  /** Where it lies, with an address in each subnet. A network takes one endpoint with private DNS. */
  readonly network: Network;
  /**
   * Whether execute-api host names lead to it in the network. Public APIs then can't be called from there by such a name:
   * they answer 403.
   */
  readonly privateDns: boolean;
}

/**
 * The endpoint by which private APIs of this account, and no others, are called from a network.
 *
 * Its policy is asked before the API's authorization. It knows the caller of a signed request; whoever brings a
 * bearer token is anonymous to it, so that it can only say which APIs may be called, not by whom.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html
 */
export class ExecuteApiEndpoint extends Construct implements VpcEndpoint {
  readonly id: string;
  readonly privateDns: boolean;

  constructor(scope: Construct, id: string, { network, privateDns }: ExecuteApiEndpointProps) {
    super(scope, id);
    const stack = AwsStack.of(this);
    const endpoint = new AwsVpcEndpoint(this, "resource", {
      vpcId: network.vpcId,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${stack.region}.execute-api`,
      subnetIds: [...network.subnetIds],
      securityGroupIds: [network.endpointSecurityGroupId],
      privateDnsEnabled: privateDns,
      policy: callsOfOwnApis(stack),
      tags: { Name: `${network.name}-execute-api` },
    });
    this.id = endpoint.id;
    this.privateDns = privateDns;
  }
}

/** An endpoint that there is already, in whichever network. Its policy and security groups are its owner's affair. */
export function givenEndpoint(given: { readonly vpcEndpointId: string; readonly privateDns: boolean }): VpcEndpoint {
  return { id: given.vpcEndpointId, privateDns: given.privateDns };
}

const callsOfOwnApis = ({ partition, region, accountId }: AwsStack) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "CallOwnApis",
        Effect: "Allow",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: `arn:${partition}:execute-api:${region}:${accountId}:*`,
      },
    ],
  });
