import { allEnvironments } from "../../environments";
test("every environment's file is valid, alone and beside the others", () => {
  expect(allEnvironments().map(({ name }) => name)).toEqual(["local", "dev", "staging", "prod"]);
});
