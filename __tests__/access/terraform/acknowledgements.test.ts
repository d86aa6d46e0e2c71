import { read, resourceAt } from "../../support/terraform-json";

describe("acknowledgements", () => {
  const acknowledged = (acknowledgements: unknown) =>
    resourceAt(read({ resource: { aws_vpc: { a: { "//": { metadata: {}, acknowledgements } } } } }), "aws_vpc.a")
      .acknowledgements;
  const reason = "The network is shared with the other team";

  test("a resource has those of its comment", () => {
    const one = { id: "policy-allows-every-api", reason, construct: "dev/a" };
    expect(acknowledged([one])).toEqual([one]);
    expect(acknowledged([])).toEqual([]);
    expect(read({ resource: { aws_vpc: { a: { "//": "a comment" } } } }).resources[0]?.acknowledgements).toEqual([]);
  });

  test.each([["text"], [[{ id: "x" }]], [[{ id: "", reason }]], [[{ id: "x", reason: "no" }]], [[null]], [{}]])(
    "fails for %j, naming the resource",
    (malformed) => {
      expect(() => acknowledged(malformed)).toThrow(/^aws_vpc\.a: the acknowledgements in its "\/\/" cannot be read/);
    },
  );
});
