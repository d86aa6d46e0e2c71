import { foundAfter, summaries } from "../support/terraform";

test("nothing is found in a system that is as it should be", () => {
  expect(summaries(foundAfter())).toEqual([]);
});
