import { refuseResources } from "../../../src/local/mends/open-api-resources";

const paths = (count: number) => Array.from({ length: count }, (_, index) => `/p${index}`);

test("one name for a place, and 300 resources with the root, are taken", () => {
  expect(refuseResources(["/a/{x}", "/a/{x}/b", "/a/c", "/b/{y}", "/"])).toBeUndefined();
  expect(refuseResources(paths(299))).toBeUndefined();
});

test.each([
  [["/a/{x}", "/a/{y}"], "x"],
  [["/a/{x}/c", "/a/{p+}"], "x"],
  [["/{p+}", "/{x}/a"], "p+"],
])("fails for two names of one place: %j", (both, first) => {
  const refusal = refuseResources(both);
  expect(refusal).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(refusal?.message).toContain(
    `A sibling ({${first}}) of this resource already has a variable path part -- only one is allowed`,
  );
});

test("fails for another name of a place that stays when a document is merged", () => {
  expect(refuseResources(["/a/{y}"], ["/", "/a", "/a/{x}"])?.message).toContain("A sibling ({x})");
});

test("fails for 301 resources, beginnings of paths counted, in a way that no SDK asks again after", () => {
  const tooMany = { status: 400, type: "BadRequestException" };
  expect(refuseResources(paths(300))).toMatchObject(tooMany);
  expect(refuseResources(paths(298).concat("/a/b"))).toMatchObject(tooMany);
});
