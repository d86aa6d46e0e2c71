import { refuseEndpoint } from "../../../src/local/mends/ec2";

const service = "com.amazonaws.eu-west-1.execute-api";
const place = {
  vpc: "vpc-1",
  dnsSupport: true,
  dnsHostnames: true,
  servicesWithPrivateDns: ["com.amazonaws.eu-west-1.logs"],
  zones: ["eu-west-1a", "eu-west-1b"],
};

test("an endpoint with private DNS, and one without where there can't be any", () => {
  expect(refuseEndpoint(service, true, place)).toBeUndefined();
  expect(refuseEndpoint(service, false, { ...place, dnsSupport: false })).toBeUndefined();
});

test.each([
  ["a VPC without DNS", { dnsSupport: false }, "requires both"],
  ["a VPC without host names", { dnsHostnames: false }, "requires both"],
  ["a second one with private DNS", { servicesWithPrivateDns: [service] }, "conflicting DNS domain"],
  ["two subnets of one zone", { zones: ["eu-west-1a", "eu-west-1a"] }, "availability zone"],
])("fails for %s", (_, change, message) => {
  expect(refuseEndpoint(service, true, { ...place, ...change })?.message).toContain(message);
});
