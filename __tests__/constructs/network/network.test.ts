import { Network, type NetworkProps } from "../../../src/constructs/network/network";
import { resolved } from "../../../src/constructs/tokens";
import { synthesized, testStack } from "../../support/synth";

const networkWith = (props: Partial<NetworkProps> = {}) => {
  const stack = testStack();
  const network = new Network(stack, "network", {
    name: "test",
    cidr: "10.20.0.0/16",
    availabilityZones: ["a", "c"],
    ...props,
  });
  return { stack, network, json: synthesized(stack) };
};
const vpc = "${aws_vpc.network.id}";
const https = {
  description: "HTTPS within the network",
  protocol: "tcp",
  from_port: 443,
  to_port: 443,
  cidr_blocks: ["10.20.0.0/16"],
  ipv6_cidr_blocks: null,
  prefix_list_ids: null,
  security_groups: null,
  self: null,
};

test("two private subnets: neither a gateway nor an address that the internet could reach", () => {
  const { json } = networkWith();
  expect(json.counts()).toEqual({
    aws_default_security_group: 1,
    aws_route_table: 1,
    aws_route_table_association: 2,
    aws_security_group: 2,
    aws_subnet: 2,
    aws_vpc: 1,
  });
  expect(json.all("aws_vpc")).toEqual({
    network: {
      cidr_block: "10.20.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "test" },
    },
  });
  const subnet = (zone: string, cidr: string) => ({
    vpc_id: vpc,
    availability_zone: `ap-northeast-1${zone}`,
    cidr_block: cidr,
    tags: { Name: `test-private-${zone}` },
  });
  expect(json.all("aws_subnet")).toEqual({
    "network_subnet-a": subnet("a", "10.20.0.0/19"),
    "network_subnet-c": subnet("c", "10.20.64.0/19"),
  });
});

test("no route but the network's own, in both subnets", () => {
  const { json } = networkWith();
  expect(json.all("aws_route_table")).toEqual({
    network_routes: { vpc_id: vpc, route: [], tags: { Name: "test-private" } },
  });
  const route_table_id = "${aws_route_table.network_routes.id}";
  expect(json.all("aws_route_table_association")).toEqual({
    "network_routes-a": { route_table_id, subnet_id: "${aws_subnet.network_subnet-a.id}" },
    "network_routes-c": { route_table_id, subnet_id: "${aws_subnet.network_subnet-c.id}" },
  });
});

test("functions reach port 443 in the network, endpoints are reached there, and nothing else is", () => {
  const { json } = networkWith();
  expect(json.all("aws_security_group")).toEqual({
    network_functions: {
      name_prefix: "test-functions-",
      description: "Functions: out to port 443 in the network",
      vpc_id: vpc,
      ingress: [],
      egress: [https],
      tags: { Name: "test-functions" },
    },
    network_endpoints: {
      name_prefix: "test-endpoints-",
      description: "Endpoints: in to port 443 from the network",
      vpc_id: vpc,
      ingress: [https],
      egress: [],
      tags: { Name: "test-endpoints" },
    },
  });
});

test("the default security group has no rules", () => {
  const { json } = networkWith();
  expect(json.all("aws_default_security_group")).toEqual({
    network_default: { vpc_id: vpc, tags: { Name: "test-default" } },
  });
});

test("it tells what functions and endpoints need", () => {
  const { stack, network } = networkWith();
  const { name, vpcId, subnetIds, functionSecurityGroupId, endpointSecurityGroupId } = network;
  expect(name).toBe("test");
  expect([vpcId, ...subnetIds].map((id) => resolved(stack, id))).toEqual([
    vpc,
    "${aws_subnet.network_subnet-a.id}",
    "${aws_subnet.network_subnet-c.id}",
  ]);
  expect([functionSecurityGroupId, endpointSecurityGroupId].map((id) => resolved(stack, id))).toEqual([
    "${aws_security_group.network_functions.id}",
    "${aws_security_group.network_endpoints.id}",
  ]);
});

test("moving to another zone leaves the other subnet where it is, and takes no range that is in use", () => {
  const before = networkWith({ availabilityZones: ["a", "c"] }).json.all("aws_subnet");
  const after = networkWith({ availabilityZones: ["d", "a"] }).json.all("aws_subnet");
  expect(after["network_subnet-a"]).toEqual(before["network_subnet-a"]);
  const ranges = Object.values({ ...before, ...after }).map(({ cidr_block: range }) => range);
  expect(ranges).toEqual(["10.20.0.0/19", "10.20.64.0/19", "10.20.96.0/19"]);
});

test("a network of /24 has room for both subnets", () => {
  const { json } = networkWith({ cidr: "10.20.7.0/24", availabilityZones: ["b", "h"] });
  const ranges = Object.values(json.all("aws_subnet")).map(({ cidr_block: range }) => range);
  expect(ranges).toEqual(["10.20.7.32/27", "10.20.7.224/27"]);
});

test.each<[string, string]>([
  ["a", "a"],
  ["a", "i"],
  ["", "a"],
  ["ap-northeast-1a", "c"],
])("fails for the zones %j and %j", (...availabilityZones) => {
  expect(() => networkWith({ availabilityZones })).toThrow(
    `test/network: these can't be the zones of its subnets\n  got:     ${JSON.stringify(availabilityZones)}\n`,
  );
});

test.each(["sg", "sg-dev"])("fails for the name %j, with which EC2 refuses security groups", (name) => {
  expect(() => networkWith({ name })).toThrow(
    `test/network: EC2 refuses names of security groups that begin as their ids do\n  got:     "${name}"\n`,
  );
  expect(() => networkWith({ name: "sgx" })).not.toThrow();
});

test.each(["10.20.0.0/15", "10.20.0.0/26", "10.20.0.1/16", "10.20.0.0"])("fails for the range %s", (cidr) => {
  expect(() => networkWith({ cidr })).toThrow("test/network: this address range can't be a network");
});
