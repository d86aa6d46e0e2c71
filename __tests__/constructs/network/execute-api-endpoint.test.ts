import { ExecuteApiEndpoint, givenEndpoint } from "../../../src/constructs/network/execute-api-endpoint";
import { Network } from "../../../src/constructs/network/network";
import { resolved } from "../../../src/constructs/tokens";
import { synthesized, testStack } from "../../support/synth";

const endpointWith = (privateDns: boolean) => {
  const stack = testStack();
  const network = new Network(stack, "network", {
    name: "test",
    cidr: "10.20.0.0/16",
    availabilityZones: ["a", "c"],
  });
  const endpoint = new ExecuteApiEndpoint(stack, "endpoint", { network, privateDns });
  return { stack, endpoint, resource: synthesized(stack).single("aws_vpc_endpoint") };
};

test.each([true, false])("an endpoint in both subnets, with private DNS %p", (privateDns) => {
  const { stack, endpoint, resource } = endpointWith(privateDns);
  const { policy: _, ...others } = resource;
  expect(others).toEqual({
    vpc_id: "${aws_vpc.network.id}",
    vpc_endpoint_type: "Interface",
    service_name: "com.amazonaws.ap-northeast-1.execute-api",
    subnet_ids: ["${aws_subnet.network_subnet-a.id}", "${aws_subnet.network_subnet-c.id}"],
    security_group_ids: ["${aws_security_group.network_endpoints.id}"],
    private_dns_enabled: privateDns,
    tags: { Name: "test-execute-api" },
  });
  expect(resolved(stack, endpoint.id)).toBe("${aws_vpc_endpoint.endpoint.id}");
  expect(endpoint.privateDns).toBe(privateDns);
});

test("whoever comes may call APIs of this account and region by it, and no others", () => {
  expect(JSON.parse(String(endpointWith(true).resource.policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "CallOwnApis",
        Effect: "Allow",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: "arn:aws:execute-api:ap-northeast-1:123456789012:*",
      },
    ],
  });
});

test("an endpoint that there is already is told as it is given", () => {
  expect(givenEndpoint({ vpcEndpointId: "vpce-0123456789abcdef0", privateDns: false })).toEqual({
    id: "vpce-0123456789abcdef0",
    privateDns: false,
  });
});
