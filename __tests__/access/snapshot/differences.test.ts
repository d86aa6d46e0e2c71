import { assert, property } from "fast-check";
import { type Cell } from "../../../src/access/access";
import { type Decision } from "../../../src/access/decision";
import { condition } from "../../../src/access/formula";
import { matrixOf } from "../../../src/access/matrix";
import { type Principal } from "../../../src/access/principal";
import { differences } from "../../../src/access/snapshot/differences";
import { resultKey, routeKey, type Snapshot } from "../../../src/access/snapshot/snapshot";
import { snapshotOf } from "../../../src/access/snapshot/snapshot-of";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";
import { snapshots } from "../../support/snapshots";

const admin = api("admin-api");
const people = [
  principal("anonymous", "anonymous"),
  principal("guest", "guest"),
  principal("general"),
  principal("admin"),
];
const getMembers = route(admin, "GET /members");
const postMembers = route(admin, "POST /members");
const endpoint = origin("VPC endpoint main");

interface Scene {
  readonly principals?: readonly Principal[];
  readonly origins?: readonly ReturnType<typeof origin>[];
  readonly routes?: readonly ReturnType<typeof route>[];
}

/** Admin is let in everywhere; what else is so, a function says. */
function snapshotBy(decide: (cell: Cell) => Decision | undefined, scene: Scene = {}): Snapshot {
  const parts = {
    principals: people,
    origins: [origin("internet"), endpoint],
    routes: [getMembers, postMembers],
    ...scene,
  };
  return snapshotOf(
    matrixOf(
      accessBy(parts, (cell) => {
        const unsigned = cell.principal.kind === "anonymous" ? refused("unsigned") : refused();
        return decide(cell) ?? (cell.principal.label === "admin" ? letIn("role r-admin") : unsigned);
      }),
    ),
  );
}
const usual = snapshotBy(() => undefined);
const sentences = (before: Snapshot, after: Snapshot) =>
  differences(before, after).map(({ kind, sentence }) => `${kind}: ${sentence}`);
const toGeneral = ({ principal: { label }, origin: { label: from } }: Cell) =>
  label === "general" && from === "internet" ? letIn("role r-general") : undefined;
const at =
  (...labels: string[]) =>
  (cell: Cell) =>
    labels.includes(cell.principal.label) ? letIn() : undefined;

test("a statement that is added reads as who gains which routes from where, and why not before", () => {
  expect(
    sentences(
      usual,
      snapshotBy((cell) => (cell.route === postMembers ? toGeneral(cell) : undefined)),
    ),
  ).toEqual([
    "gain: general gains POST /members on admin-api from the internet; was: no statement of the role r-general or of a resource policy allows it",
  ]);
});

test("one that is taken away reads as a loss, and routes that change alike stand together", () => {
  expect(sentences(snapshotBy(toGeneral), usual)).toEqual([
    "loss: general loses GET /members and POST /members on admin-api from the internet: " +
      "no statement of the role r-general or of a resource policy allows it; was: let in",
  ]);
});

test("what opens to everybody comes first, then to guests, then to all who sign, and gains come before losses", () => {
  const before = snapshotBy(({ principal: { label } }) => (label === "admin" ? refused() : undefined), {
    routes: [
      route(admin, "GET /a"),
      route(admin, "GET /b"),
      route(admin, "GET /c"),
      route(admin, "GET /d"),
      route(admin, "GET /e"),
    ],
  });
  const opened = (cell: Cell) => {
    const all: Readonly<Record<string, readonly string[]>> = {
      "/a": ["general"],
      "/b": ["guest", "general", "admin"],
      "/c": ["guest"],
      "/d": ["anonymous"],
      "/e": [],
    };
    return all[cell.route.path]?.includes(cell.principal.label) ? letIn() : refused("explicit deny");
  };
  const after = snapshotBy(opened, { routes: before.routes.map(({ path }) => route(admin, `GET ${path}`)) });
  const found = sentences(before, after).map((one) => one.split(" on ")[0]);
  expect(found.slice(0, 4)).toEqual([
    "gain: anonymous gains GET /d",
    "gain: every signed principal gains GET /b",
    "gain: guest gains GET /c",
    "gain: general gains GET /a",
  ]);
});

test("everybody, and everywhere, are said in a word", () => {
  expect(
    sentences(
      usual,
      snapshotBy(() => letIn()),
    ),
  ).toEqual([
    "gain: anonymous, guest and general gain GET /members and POST /members on admin-api from anywhere; " +
      "was: the request is not signed (anonymous); no statement of the role or of a resource policy allows it (guest and general)",
  ]);
  expect(
    sentences(
      snapshotBy(() => letIn()),
      usual,
    ),
  ).toEqual([
    "loss: anonymous, guest and general lose GET /members and POST /members on admin-api from anywhere: " +
      "the request is not signed (anonymous); no statement of the role or of a resource policy allows it (guest and general); was: let in",
  ]);
});

test("that a route opens to almost everybody is one sentence, the first, and says to whom it was open before", () => {
  const many = [...people, ...["a", "b", "c"].map((label) => principal(label, "token"))];
  const openTo = (open: boolean) =>
    snapshotBy((cell) => (open || cell.principal.label === "admin" ? letIn() : refused("unsigned")), {
      principals: many,
    });
  expect(sentences(openTo(false), openTo(true))).toEqual([
    "gain: everybody but admin gains GET /members and POST /members on admin-api from anywhere; was: the request is not signed",
  ]);
});

test("a new route reads as whom it lets in from where, one that is gone as whom it let in", () => {
  const more = snapshotBy(toGeneral, { routes: [getMembers, postMembers, route(admin, "DELETE /members")] });
  const [fewer] = [snapshotBy(toGeneral)];
  expect(sentences(fewer, more)).toEqual([
    "gain: new route DELETE /members on admin-api (AWS_IAM): lets in admin and general from the internet; admin from VPC endpoint main",
  ]);
  expect(sentences(more, fewer)).toEqual([
    "loss: route DELETE /members on admin-api (AWS_IAM) is gone; let in admin and general from the internet; admin from VPC endpoint main",
  ]);
  const closed = snapshotBy((cell) => (cell.route.path === "/x" ? refused() : toGeneral(cell)), {
    routes: [getMembers, postMembers, route(admin, "GET /x")],
  });
  expect(sentences(fewer, closed)).toEqual(["other: new route GET /x on admin-api (AWS_IAM): lets in nobody"]);
});

test("a condition that comes, changes or goes is said with its words", () => {
  const under = (text: string) =>
    snapshotBy((cell) =>
      at("general")(cell) ? { ...refused(), outcome: "conditional", when: condition(text) } : undefined,
    );
  const calls = "GET /members and POST /members on admin-api from anywhere";
  expect(sentences(under("it is Monday"), under("it is Tuesday"))).toEqual([
    `other: general at ${calls}: let in if it is Tuesday; was: let in if it is Monday`,
  ]);
  expect(sentences(under("it is Monday"), snapshotBy(at("general")))).toEqual([
    `gain: general gains ${calls}; was: let in if it is Monday`,
  ]);
  expect(sentences(usual, under("it is Monday"))).toEqual([
    `gain: general gains ${calls}, let in if it is Monday; was: no statement of the role r-general or of a resource policy allows it`,
  ]);
});

test("another reason to be refused is a change too", () => {
  const denied = snapshotBy((cell) => (at("general")(cell) ? refused("explicit deny") : undefined));
  expect(sentences(usual, denied)).toEqual([
    "other: general at GET /members and POST /members on admin-api from anywhere: a statement denies it; was: no statement of the role r-general or of a resource policy allows it",
  ]);
});

test("a new group is told with what it gains, and said to gain nothing else", () => {
  const auditor = principal("auditor");
  const after = snapshotBy((cell) => (cell.route === getMembers ? at("auditor")(cell) : undefined), {
    principals: [...people, auditor],
  });
  expect(sentences(usual, after)).toEqual([
    "gain: auditor gains GET /members on admin-api from anywhere; was: there was no such principal",
    "other: auditor (role r-auditor) is new, and gains nothing that is not said here",
  ]);
  expect(sentences(after, usual)[0]).toMatch(
    /^loss: auditor loses GET \/members on admin-api from .*: there is no such call any more; was: let in$/,
  );
});

test("what a new group's members could call before, like everybody or whoever is signed in, comes after real gains", () => {
  const signedIn = { ...principal("signed in", "signed-in"), credentials: principal("t", "token").credentials };
  const auditor = principal("auditor");
  const open = (cell: Cell) => at("auditor")(cell) ?? (cell.route === postMembers ? at("signed in")(cell) : undefined);
  const before = snapshotBy(open, { principals: [signedIn, principal("admin")] });
  const withGroup = (credentials: Principal["credentials"]) =>
    snapshotBy(open, { principals: [signedIn, principal("admin"), { ...auditor, credentials }] });
  expect(sentences(before, withGroup([...auditor.credentials, ...signedIn.credentials]))).toEqual([
    "gain: auditor gains GET /members on admin-api from anywhere; was: there was no such principal",
    "gain: auditor gains POST /members on admin-api from anywhere, as whoever is signed in could; was: there was no such principal",
    "other: auditor (role r-auditor and t) is new, and gains nothing that is not said here",
  ]);
  const gain = "gains GET /members and POST /members on admin-api from anywhere; was: there was no such principal";
  expect(sentences(before, withGroup(auditor.credentials))[0]).toBe(`gain: auditor ${gain}`);
  const guest = principal("guest", "guest");
  const after = snapshotBy((cell) => at("guest")(cell) ?? open(cell), {
    principals: [signedIn, principal("admin"), guest],
  });
  expect(sentences(before, after)[0]).toBe(`gain: guest ${gain}`);
});

test("what a new group may call under a condition is told apart from what others may under another", () => {
  const auditor = principal("auditor");
  const signedIn = { ...principal("signed in", "signed-in"), credentials: principal("t", "token").credentials };
  const group = { ...auditor, credentials: [...auditor.credentials, ...signedIn.credentials] };
  const under = (text: string): Decision => ({ ...refused(), outcome: "conditional", when: condition(text) });
  const conditionally = ({ principal: { label } }: Cell) =>
    label === "auditor" ? under("it is Monday") : label === "signed in" ? under("it is Tuesday") : undefined;
  const [before, after] = [[signedIn], [signedIn, group]].map((principals) =>
    snapshotBy(conditionally, { principals }),
  );
  expect(before && after && sentences(before, after)[0]).toBe(
    "gain: auditor gains GET /members and POST /members on admin-api from anywhere, let in if it is Monday; was: there was no such principal",
  );
});

test("another role, and another authorization, are told", () => {
  const renamed = principal("general", "group", principal("writers").credentials);
  const open = route(admin, "GET /members", "NONE");
  expect(
    sentences(
      usual,
      snapshotBy(() => undefined, { principals: people.map((one) => (one.label === "general" ? renamed : one)) }),
    ),
  ).toEqual(["other: general calls now with role r-writers, and no longer with role r-general"]);
  const withToken = people.map((one) => ({
    ...one,
    credentials: [...one.credentials, ...principal("t", "token").credentials],
  }));
  expect(
    sentences(
      usual,
      snapshotBy(() => undefined, { principals: withToken }),
    ),
  ).toEqual(["other: everybody calls now with t"]);
  expect(
    sentences(
      usual,
      snapshotBy(() => undefined, { principals: [...people.slice(0, 2), ...withToken.slice(2)] }),
    ),
  ).toEqual(["other: admin and general call now with t"]);
  expect(
    sentences(
      usual,
      snapshotBy(() => undefined, { routes: [open, postMembers] }),
    ),
  ).toEqual(["other: GET /members on admin-api is authorized by NONE; was: AWS_IAM"]);
});

test("two equal snapshots differ in nothing", () => {
  assert(property(snapshots, (snapshot) => expect(differences(snapshot, structuredClone(snapshot))).toEqual([])));
});

/** What becomes of each call, by the call. */
function cellsOf(snapshot: Snapshot): Map<string, string> {
  return new Map(
    snapshot.routes.flatMap((one) =>
      one.access.flatMap(({ origins, results }) =>
        results.flatMap(({ result, principals }) =>
          principals.flatMap((who) =>
            origins.map((from) => [JSON.stringify([routeKey(one), who, from]), resultKey(result)] as const),
          ),
        ),
      ),
    ),
  );
}

test("every call that changes is spoken of in exactly one sentence, and no other call is", () => {
  const eachOnce = property(snapshots, snapshots, (before, after) => {
    const [was, now] = [cellsOf(before), cellsOf(after)];
    const changed = [...new Set([...was.keys(), ...now.keys()])].filter((cell) => was.get(cell) !== now.get(cell));
    const told = differences(before, after).flatMap(({ blocks }) =>
      blocks.flatMap(({ routes, principals, origins }) =>
        routes.flatMap((key) => principals.flatMap((who) => origins.map((from) => JSON.stringify([key, who, from])))),
      ),
    );
    expect(told.toSorted()).toEqual(changed.toSorted());
  });
  assert(eachOnce);
});

test("every sentence but that of a new name is about calls that it names", () => {
  const namesThem = property(snapshots, snapshots, (before, after) => {
    for (const { sentence, blocks } of differences(before, after)) {
      for (const { routes } of sentence.includes("not said here") ? [] : blocks)
        for (const key of routes) expect(sentence).toContain(`${key.split("\n")[2]} ${key.split("\n")[1]}`);
    }
  });
  assert(namesThem);
});
