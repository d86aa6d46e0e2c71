import { read } from "../../support/terraform-json";

describe("labels", () => {
  const labels = (resource: unknown, stackName?: string) =>
    read({ ...(stackName === undefined ? {} : { "//": { metadata: { stackName } } }), resource }).resources.map(
      ({ label }) => label,
    );
  const made = (path: string) => ({ "//": { metadata: { path } } });

  test.each([
    ["dev/admin-api/api/resource", "admin-api"],
    ["dev/admin-api/api/stage/resource", "admin-api/api/stage"],
    ["dev/network/resource", "network"],
    ["dev/api/resource", "api"],
    ["dev/resource", "resource"],
    ["dev/users", "users"],
    ["dev", "dev"],
  ])("the construct %s is called %s", (path, label) => {
    expect(labels({ aws_vpc: { a: made(path) } })).toEqual([label]);
    expect(labels({ aws_vpc: { a: made(path) } }, "dev")).toEqual([label]);
  });

  test("what stands before the stack's name is left out", () => {
    expect(labels({ aws_vpc: { a: made("app/dev/users/resource") } }, "dev")).toEqual(["users"]);
  });

  test("without a construct it is the name, with its index", () => {
    expect(labels({ aws_vpc: { a: {}, b: { for_each: { k: 1 } } }, data: {} })).toEqual(["a", 'b["k"]']);
  });

  test("labels that two resources of a type would share are their addresses; another type's are not", () => {
    expect(
      labels({
        aws_vpc: { a: made("dev/x/resource"), b: made("dev/x/api") },
        aws_subnet: { x: made("dev/x/resource") },
      }),
    ).toEqual(["x", "aws_vpc.a", "aws_vpc.b"]);
  });
});
