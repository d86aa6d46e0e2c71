import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { accessAsText, accessOf, matrixOf, readTerraform } from "../../src/access";
import { findingsOf } from "../../src/checks";
import { projectRoot } from "../../src/project-root";

function read(name: string) {
  const file = join(projectRoot(), "__tests__", "access", "foreign", name);
  return readTerraform([{ name: basename(file), json: JSON.parse(readFileSync(file, "utf8")) as unknown }]);
}

test.each(["rest-with-user-pool-authorizer.tf.json", "plan-with-modules.json", "http-api-with-jwt.tf.json", "private-api.tf.json"])("%s", (name) => {
  const configuration = read(name);
  process.stdout.write(JSON.stringify(findingsOf(configuration), undefined, 1));
  const matrix = matrixOf(accessOf(configuration));
  process.stdout.write(accessAsText(matrix, {title: name, all: true}));
});
