import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { environmentNames } from "../../environments";

const workflow = readFileSync(resolve(__dirname, "../../.github/workflows/plan.yml"), "utf8");
const onAws = environmentNames.filter((name) => name !== "local");

test("every environment on AWS is planned in a pull request, and stands in the comment", () => {
  expect(workflow).toContain(`environment: [${onAws.join(", ")}]`);
  expect(workflow).toContain(`for environment in ${onAws.join(" ")}; do`);
});
