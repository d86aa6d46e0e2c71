import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup, type SecurityGroupConfig } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { canNameSecurityGroups, zoneLetters } from "../../names";
import { AwsStack } from "../aws-stack";
import { subnetsOf } from "./subnets";

/** Props of {@link Network}. */
export interface NetworkProps {
  /** First part of the names of what is in it; not `sg`, nor what begins with `sg-`. */
  readonly name: string;
  /** Its IPv4 range, /16 to /25. Can't be changed later. */
  readonly cidr: string;
  /** The two availability zones of its subnets: the letters, a to h, that follow the region's name. */
  readonly availabilityZones: readonly [string, string];
}

/**
 * A private network: a subnet in each of two zones, and no way to the internet or from it. What is in it reaches the
 * endpoints in it and nothing else; names are resolved nevertheless.
 *
 * On AWS its destruction waits until Lambda has given up its network interfaces, for up to 45 minutes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @throws UserError for a name that EC2 refuses, and for a range or zones that the subnets can't have.
 */
export class Network extends Construct {
  /** First part of the names of what is in it. */
  readonly name: string;
  /** The VPC's id. */
  readonly vpcId: string;
  /** The ids of the two subnets. */
  readonly subnetIds: readonly string[];
  /** The security group of functions: nobody reaches them, and they reach port 443 in the network. */
  readonly functionSecurityGroupId: string;
  /** The security group of endpoints: the network reaches port 443 of them, and they reach nobody. */
  readonly endpointSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    checkName(this, props.name);
    const ranges = subnetRanges(this, props);
    this.name = props.name;
    this.vpcId = this.createVpc(props);
    this.subnetIds = this.createSubnets(ranges);
    this.functionSecurityGroupId = this.createSecurityGroup("functions", {
      description: "Functions: out to port 443 in the network",
      egress: [httpsWith(props.cidr)],
    });
    this.endpointSecurityGroupId = this.createSecurityGroup("endpoints", {
      description: "Endpoints: in to port 443 from the network",
      ingress: [httpsWith(props.cidr)],
    });
  }

  private createVpc({ name, cidr }: NetworkProps): string {
    const vpc = new Vpc(this, "resource", {
      cidrBlock: cidr,
      // Private DNS of an endpoint needs both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    // Without rules: whatever is put into the network without a security group of its own neither reaches nor is reached.
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, tags: { Name: `${name}-default` } });
    return vpc.id;
  }

  private createSubnets(ranges: readonly ZoneRange[]): string[] {
    const routes = new RouteTable(this, "routes", {
      vpcId: this.vpcId,
      // None but the network's own: a route that was added by hand shows in the next plan.
      route: [],
      tags: { Name: `${this.name}-private` },
    });
    return ranges.map(({ zone, cidr }) => {
      const subnet = new Subnet(this, `subnet-${zone}`, {
        vpcId: this.vpcId,
        availabilityZone: `${AwsStack.of(this).region}${zone}`,
        cidrBlock: cidr,
        tags: { Name: `${this.name}-private-${zone}` },
      });
      new RouteTableAssociation(this, `routes-${zone}`, { subnetId: subnet.id, routeTableId: routes.id });
      return subnet.id;
    });
  }

  private createSecurityGroup(
    id: string,
    rules: Pick<SecurityGroupConfig, "description" | "ingress" | "egress">,
  ): string {
    const name = `${this.name}-${id}`;
    // Rules that are left out would be anybody's to add; an empty list is none.
    const none = { ingress: [], egress: [] };
    return new SecurityGroup(this, id, {
      // A group that has to be replaced is replaced before it goes, since permissions of functions are: by another name.
      namePrefix: `${name}-`,
      vpcId: this.vpcId,
      ...none,
      ...rules,
      tags: { Name: name },
    }).id;
  }
}

/** Security groups are named `<name>-functions` and so on. */
function checkName(network: Construct, name: string): void {
  if (canNameSecurityGroups(name)) return;
  throw new UserError({
    where: network.node.path,
    what: "EC2 refuses names of security groups that begin as their ids do",
    got: name,
    allowed: "a name that is not sg and does not begin with sg-",
    fix: "rename the network, or the environment's service",
  });
}

interface ZoneRange {
  readonly zone: string;
  readonly cidr: string;
}

/**
 * Every zone has its own eighth of the network, used or not: a network that moves from one zone to another gets the new
 * subnet while the old one is still in use.
 */
function subnetRanges(network: Network, { cidr, availabilityZones }: NetworkProps): ZoneRange[] {
  const parts = subnetsOf(cidr, zoneLetters.length, network.node.path);
  const [one, other] = availabilityZones;
  const ranges = availabilityZones.map((zone) => ({
    zone,
    cidr: parts[zoneLetters.findIndex((letter) => letter === zone)] ?? "",
  }));
  if (one !== other && ranges.every((range) => range.cidr !== "")) return ranges;
  throw new UserError({
    where: network.node.path,
    what: "these can't be the zones of its subnets",
    got: availabilityZones,
    allowed: 'two different letters from a to h, such as ["a", "c"]',
    fix: "name two zones of the region",
  });
}

const httpsWith = (cidr: string) => ({
  description: "HTTPS within the network",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: [cidr],
});
