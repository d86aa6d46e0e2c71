import { type Refusal, ec2Refusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Mend, fieldsOf } from "../call";
import { elementsOf, innerAt, textAt } from "../xml";

/** What an interface endpoint with private DNS meets in its VPC. */
export interface EndpointPlace {
  readonly vpc: string;
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  /** Services that have an endpoint with private DNS there already. */
  readonly servicesWithPrivateDns: readonly string[];
  /** The zone of each subnet that the endpoint is to lie in. */
  readonly zones: readonly string[];
}

/** Refuses the interface endpoints that EC2 refuses. */
export function ec2(): Mend {
  const createVpcEndpoint: Handler = async (call, ask) => {
    const fields = fieldsOf(call);
    if (fields.get("VpcEndpointType") !== "Interface") return ask(call);
    // Private DNS is on unless it is switched off.
    const privateDns = fields.get("PrivateDnsEnabled") !== "false";
    const place = await placeOf(call, ask);
    const refusal = refuseEndpoint(fields.get("ServiceName") ?? "", privateDns, place);
    return refusal ? ec2Refusal(refusal) : ask(call);
  };
  return { service: "ec2", handlers: { CreateVpcEndpoint: createVpcEndpoint } };
}

/** Why EC2 would not make an interface endpoint; undefined when it would. */
export function refuseEndpoint(service: string, privateDns: boolean, place: EndpointPlace): Refusal | undefined {
  if (new Set(place.zones).size < place.zones.length) {
    return refused("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone.");
  }
  if (!privateDns) return undefined;
  if (!place.dnsSupport || !place.dnsHostnames) {
    const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${place.vpc}`;
    return refused("InvalidParameter", message);
  }
  return place.servicesWithPrivateDns.includes(service)
    ? refused(
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${place.vpc}`,
      )
    : undefined;
}

async function placeOf(call: Call, ask: AskMoto): Promise<EndpointPlace> {
  const fields = fieldsOf(call);
  const vpc = fields.get("VpcId") ?? "";
  const ec2Asked = async (Action: string, more: Record<string, string>): Promise<string> => {
    const asked = { service: "ec2", fields: { Action, Version: "2016-11-15", ...more } };
    const answer = await ask(call, { elsewhere: asked });
    return elementsOf(answer.body.toString("utf8"))[0]?.inner ?? "";
  };
  const attribute = async (name: string): Promise<boolean> =>
    textAt(await ec2Asked("DescribeVpcAttribute", { VpcId: vpc, Attribute: name }), name, "value") === "true";
  const endpoints = await ec2Asked("DescribeVpcEndpoints", { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc });
  const subnets = [...fields].filter(([name]) => name.startsWith("SubnetId.")).map(([, id]) => id);
  const zones: string[] = [];
  for (const subnet of subnets) {
    const told = await ec2Asked("DescribeSubnets", { "SubnetId.1": subnet });
    zones.push(textAt(told, "subnetSet", "item", "availabilityZone") || subnet);
  }
  return {
    vpc,
    dnsSupport: await attribute("enableDnsSupport"),
    dnsHostnames: await attribute("enableDnsHostnames"),
    servicesWithPrivateDns: elementsOf(innerAt(endpoints, "vpcEndpointSet") ?? "")
      .filter(({ inner }) => textAt(inner, "privateDnsEnabled") === "true")
      .map(({ inner }) => textAt(inner, "serviceName")),
    zones,
  };
}

function refused(type: string, message: string): Refusal {
  return { status: 400, type, message };
}
