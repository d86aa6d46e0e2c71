import { type Snapshot, type SnapshotService } from "./snapshot";

/** What changed of a role that API Gateway uses, in a sentence. */
export interface ServiceChange {
  readonly kind: "gain" | "loss" | "other";
  /** Without a full stop. */
  readonly sentence: string;
}

/** What changed of the roles that API Gateway uses: what they may do, and for which routes it uses them. */
export function serviceChanges(before: Snapshot, after: Snapshot): readonly ServiceChange[] {
  const earlier = new Map(before.services.map((one) => [one.role, one]));
  const later = new Map(after.services.map((one) => [one.role, one]));
  return [
    ...after.services.flatMap((now) => {
      const was = earlier.get(now.role);
      return was === undefined ? whole(now, "new") : changesOf(was, now);
    }),
    ...before.services.flatMap((was) => (later.has(was.role) ? [] : whole(was, "gone"))),
  ];
}

function whole({ role, routes, rights }: SnapshotService, fate: "new" | "gone"): readonly ServiceChange[] {
  const opens = rights.some((right) => sayingOf(right) === "may");
  const what = `${briefly(routes)}: it ${rights.length > 0 ? rights.join("; it ") : "may nothing"}`;
  if (fate === "new")
    return [{ kind: opens ? "gain" : "other", sentence: `API Gateway uses the role ${role} for ${what}` }];
  return [{ kind: opens ? "loss" : "other", sentence: `API Gateway uses the role ${role} no more for ${what}` }];
}

function changesOf(was: SnapshotService, now: SnapshotService): readonly ServiceChange[] {
  const name = `API Gateway's role ${now.role}`;
  const told = (rights: readonly string[], fate: Fate, others: readonly string[]) =>
    rights.map((right): ServiceChange => {
      const saying = sayingOf(right);
      const { kind, verb } = words[saying][fate];
      const sentence = `${name} ${verb} ${right.slice(saying.length + 1)}, for ${briefly(now.routes)}`;
      // A first limit leaves less, a further one beside it more.
      const isFurther = saying === "at most" && others.some((other) => sayingOf(other) === "at most");
      return { kind: isFurther ? opposite[kind] : kind, sentence };
    });
  return [
    ...told(without(now.rights, was.rights), "added", was.rights),
    ...told(without(was.rights, now.rights), "removed", now.rights),
    ...without(now.routes, was.routes).map((route): ServiceChange => ({
      kind: "gain",
      sentence: `${name} is used for ${route} too`,
    })),
    ...without(was.routes, now.routes).map((route): ServiceChange => ({
      kind: "loss",
      sentence: `${name} is used for ${route} no more`,
    })),
  ];
}

type Fate = "added" | "removed";
type Saying = "may" | "may not" | "at most";

/** How rights begin, and what it means that one is added or taken away. */
const words: Readonly<Record<Saying, Readonly<Record<Fate, { kind: "gain" | "loss"; verb: string }>>>> = {
  "may not": {
    added: { kind: "loss", verb: "is denied" },
    removed: { kind: "gain", verb: "is no more denied" },
  },
  "at most": {
    added: { kind: "loss", verb: "is limited to" },
    removed: { kind: "gain", verb: "is no more limited to" },
  },
  may: { added: { kind: "gain", verb: "gains" }, removed: { kind: "loss", verb: "loses" } },
};

function sayingOf(right: string): Saying {
  return (["may not", "at most"] as const).find((saying) => right.startsWith(`${saying} `)) ?? "may";
}

const opposite = { gain: "loss", loss: "gain" } as const;

const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one));

function briefly([first = "no route", ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}
