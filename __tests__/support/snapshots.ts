import { type Arbitrary, array, constant, constantFrom, oneof, record, string, tuple, uniqueArray } from "fast-check";
import { type Outcome, reasons, type Reason } from "../../src/access/decision";
import { type PrincipalKind } from "../../src/access/principal";
import {
  comparePrincipals,
  compareTexts,
  groupedAccess,
  type Result,
  routeKey,
  type Snapshot,
} from "../../src/access/snapshot/snapshot";

/** Names of people and places, and some that a snapshot's lines could take for their own words. */
const name = oneof(
  constantFrom(
    "admin",
    "general",
    "guest of members",
    "everybody",
    "others",
    "anywhere",
    "nothing",
    "principal",
    "a, b",
  ),
  constantFrom('say "hi"', "a (b)", "x | y", "x: y", "# x", "new\nline", "日本", "<<<<<<< HEAD", "", " x "),
  string({ minLength: 1, maxLength: 8 }),
);
const kind = constantFrom<PrincipalKind>("anonymous", "guest", "group", "token", "classic");
const reason = constantFrom(...(Object.keys(reasons) as Reason[]));

const result: Arbitrary<Result> = oneof(
  constant<Result>({ outcome: "allowed" }),
  record({ outcome: constant<Outcome>("conditional"), when: name, reason }),
  record({ outcome: constantFrom<Outcome>("denied", "unreachable", "failing"), reason }),
);

const names = uniqueArray(oneof(name, constantFrom("may a:B on *", "may not a:B on *", "at most a:* on *")), {
  maxLength: 3,
});

/** The principals, origins, routes and service roles of a snapshot, and what becomes of each call as a list that is long enough. */
const parts = record({
  principals: uniqueArray(tuple(name, kind, array(name, { maxLength: 2 })), {
    minLength: 1,
    maxLength: 4,
    selector: ([label]) => label,
  }),
  origins: uniqueArray(name, { minLength: 1, maxLength: 3 }),
  routes: uniqueArray(
    tuple(
      constantFrom("api", "admin-api", "origin", "service-role", "a b"),
      constantFrom("GET", "POST"),
      constantFrom("/", "/a", "/{id}", "/x y"),
      constantFrom("NONE", "AWS_IAM"),
    ),
    {
      maxLength: 3,
      selector: ([api, method, path]) => `${api} ${method} ${path}`,
    },
  ),
  services: uniqueArray(record({ role: name, routes: names, rights: names }), {
    maxLength: 2,
    selector: ({ role }) => role,
  }),
  results: array(result, { minLength: 36, maxLength: 36 }),
});

/** Any snapshot. */
export const snapshots: Arbitrary<Snapshot> = parts.map(({ principals, origins, routes, services, results }) => {
  const people = principals
    .map(([label, ofKind, credentials]) => ({ label, kind: ofKind, credentials }))
    .toSorted(comparePrincipals);
  let at = 0;
  return {
    principals: people,
    origins,
    routes: routes
      .map(([api, method, path, auth]) => ({
        api,
        method,
        path,
        auth,
        access: groupedAccess(
          { principals: people, origins },
          () => results[at++ % results.length] ?? { outcome: "denied" },
        ),
      }))
      .toSorted((one, other) => compareTexts(routeKey(one), routeKey(other))),
    services: services.toSorted((one, other) => compareTexts(one.role, other.role)),
  };
});
