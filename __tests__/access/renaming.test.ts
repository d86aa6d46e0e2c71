import fc from "fast-check";
import { type Access } from "../../src/access/access";
import { type Resources } from "./api-gateway/support";
import { accessTo, system } from "./whole-system";

/** The system with every resource's name begun by a prefix, in each reference too. */
function prefixed(prefix: string): Resources {
  const types = Object.keys(system).join("|");
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(system).map(([type, byName]) => [
        type,
        Object.fromEntries(Object.entries(byName).map(([name, values]) => [`${prefix}${name}`, values])),
      ]),
    ),
  );
  return JSON.parse(text.replaceAll(new RegExp(`\\b(${types})\\.`, "g"), `$1.${prefix}`)) as Resources;
}

/** What becomes of every call, in the order of APIs, routes, origins and principals, which the prefix keeps. */
const outcomesOf = (access: Access) =>
  access.routes.flatMap((route) =>
    access
      .decisions(route)
      .map(({ outcome, status, reason, assumptions }) => [route.label, outcome, status, reason, assumptions]),
  );

test("other names for the resources change nothing of who can call what", () => {
  const before = outcomesOf(accessTo(system));
  expect(new Set(before.map(([, outcome]) => outcome)).size).toBeGreaterThan(2);
  const property = fc.property(fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), (prefix) => {
    expect(outcomesOf(accessTo(prefixed(prefix)))).toEqual(before);
  });
  fc.assert(property, { numRuns: 5 });
});
