import { type Refusal, json11Refusal } from "../answers";
import {
  type AskMoto,
  type Call,
  type Elsewhere,
  type Handler,
  type Json,
  type Mend,
  jsonOf,
  succeeded,
  textOf,
} from "../call";
import { takingTurns } from "../turns";

/** Which web ACL stands before which resource. moto keeps as many for a resource as it is told, and lets any be deleted. */
export class WebAclAssociations {
  /** The ARN of the web ACL, by that of the resource. */
  private readonly webAcls = new Map<string, string>();
  private readonly inTurn = takingTurns();

  /** @param ofDistributions The ARNs of the web ACLs that distributions name. */
  constructor(private readonly ofDistributions: () => readonly string[]) {}

  private readonly associate: Handler = (call, ask) => {
    const { WebACLArn, ResourceArn } = jsonOf(call);
    const [webAcl, resource] = [textOf(WebACLArn), textOf(ResourceArn)];
    return this.inTurn(resource, async () => {
      const refusal = refuseAssociation({ WebACLArn, ResourceArn }, call.region);
      if (refusal) return json11Refusal(refusal);
      if (!(await isThere(resource, call, ask))) return json11Refusal(missing);
      const found = await ask(call, { target: "GetWebACL", body: JSON.stringify({ ARN: webAcl }) });
      if (!succeeded(found)) return found;
      await ask(call, { target: "DisassociateWebACL", body: JSON.stringify({ ResourceArn }) });
      const answer = await ask(call);
      if (succeeded(answer)) this.webAcls.set(resource, webAcl);
      return answer;
    });
  };

  private readonly disassociate: Handler = (call, ask) => {
    const resource = textOf(jsonOf(call)["ResourceArn"]);
    return this.inTurn(resource, async () => {
      this.webAcls.delete(resource);
      return ask(call);
    });
  };

  private readonly remove: Handler = async (call, ask) => {
    const { Name, Id } = jsonOf(call);
    const isIt = (arn: string) => arn.endsWith(`/webacl/${textOf(Name)}/${textOf(Id)}`);
    if (this.ofDistributions().some(isIt)) return json11Refusal(inUse);
    for (const [resource, arn] of this.webAcls) {
      if (!isIt(arn)) continue;
      if (await isThere(resource, call, ask)) return json11Refusal(inUse);
      this.webAcls.delete(resource);
    }
    return ask(call);
  };

  /** The operations that are about associations. */
  readonly handlers: Mend["handlers"] = {
    AssociateWebACL: this.associate,
    DisassociateWebACL: this.disassociate,
    DeleteWebACL: this.remove,
  };
}

const missing: Refusal = {
  status: 400,
  type: "WAFNonexistentItemException",
  message: "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
};

const inUse: Refusal = {
  status: 400,
  type: "WAFAssociatedItemException",
  message:
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
};

/** Whether there is such a REST API's stage or user pool; other resources are taken to be there. */
async function isThere(resource: string, call: Call, ask: AskMoto): Promise<boolean> {
  const elsewhere = whereToLook(resource);
  return elsewhere === undefined || succeeded(await ask(call, { elsewhere }));
}

function whereToLook(resource: string): Elsewhere | undefined {
  const stage = /^arn:aws:apigateway:[^:]+::(\/restapis\/.+)$/.exec(resource)?.[1];
  if (stage !== undefined) return { service: "apigateway", path: stage };
  const pool = /^arn:aws:cognito-idp:.*:userpool\/(.+)$/.exec(resource)?.[1];
  if (pool === undefined) return undefined;
  const target = "AWSCognitoIdentityProviderService.DescribeUserPool";
  return { service: "cognito-idp", target, input: { UserPoolId: pool } };
}

/** Why WAF would not put a web ACL before a resource; undefined when it would. HTTP APIs are none that it can. */
export function refuseAssociation({ WebACLArn, ResourceArn }: Json, region: string): Refusal | undefined {
  if (textOf(WebACLArn).includes(":global/")) {
    return invalid("A web ACL of scope CLOUDFRONT is named by the distribution, and not associated.");
  }
  const resource = textOf(ResourceArn);
  const [, , , place] = resource.split(":");
  if (!protectable.some((form) => form.test(resource)) || place !== region) {
    return invalid(`The ARN isn't valid for a web ACL of ${region}: field RESOURCE_ARN, parameter ${resource}`);
  }
  return undefined;
}

const protectable = [
  /^arn:aws:apigateway:[^:]+::\/restapis\/[^/]+\/stages\/[^/]+$/,
  /^arn:aws:cognito-idp:[^:]+:\d{12}:userpool\/[^/]+$/,
  /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/app\/[^/]+\/[^/]+$/,
  /^arn:aws:appsync:[^:]+:\d{12}:apis\/[^/]+$/,
  /^arn:aws:apprunner:[^:]+:\d{12}:service\/[^/]+\/[^/]+$/,
  /^arn:aws:ec2:[^:]+:\d{12}:verified-access-instance\/[^/]+$/,
];

function invalid(message: string): Refusal {
  return { status: 400, type: "WAFInvalidParameterException", message };
}
