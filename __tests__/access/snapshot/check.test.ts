import { matrixOf } from "../../../src/access/matrix";
import { staleness } from "../../../src/access/snapshot/check";
import { renderSnapshot } from "../../../src/access/snapshot/render";
import { snapshotOf } from "../../../src/access/snapshot/snapshot-of";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";

const general = principal("general");
const members = route(api("admin-api"), "GET /members");
const snapshotBy = (decision: typeof letIn | typeof refused) =>
  snapshotOf(
    matrixOf(accessBy({ principals: [general], origins: [origin("internet")], routes: [members] }, () => decision())),
  );
const open = snapshotBy(() => letIn());
const closed = snapshotBy(() => refused());
const file = "environments/dev.access.txt";
const check = (text: string | undefined) => staleness({ environment: "dev", file, text }, open);
const fix = "\n  fix:     if that is meant, write it anew and commit it: npm run access -- dev --write";

test("nothing is wrong with a snapshot that is as it would be, whatever its line ends", () => {
  expect(check(renderSnapshot(open, "dev"))).toBeUndefined();
  expect(check(renderSnapshot(open, "dev").replaceAll("\n", "\r\n"))).toBeUndefined();
});

test("a snapshot that is not has its differences told", () => {
  expect(check(renderSnapshot(closed, "dev"))).toBe(
    `${file}: who can call what is not what it says any more\n` +
      "  + general gains GET /members on admin-api from the internet; was: no statement of the role r-general or of a\n" +
      `    resource policy allows it${fix}`,
  );
});

test("one that is missing, was edited by hand or can't be read has that told", () => {
  expect(check(undefined)).toBe(`${file}: there is no snapshot of who can call what in dev${fix}`);
  expect(check(`# mine\n${renderSnapshot(open, "dev")}`)).toBe(
    `${file}: it says the same, but is not written as --write does${fix}`,
  );
  expect(check(renderSnapshot(open, "dev").replace("lets in", "lets on"))).toMatch(
    /^environments\/dev\.access\.txt:11: this is no snapshot/,
  );
});
