import { type Decision } from "../../decision";
import { type Origin } from "../../origin";
import { type Principal, type TokenCredentials } from "../../principal";
import { type Trace } from "../../step";
import { type Api, type Route } from "../facts/api";
import { type Attempt, type Attempts, attemptsFor, type Looks, looksOf } from "./attempt";
import { condition, textOf } from "../../formula";
import { readable } from "../../symbols";
import { best } from "./best";
import { type Called, calledOf } from "./called";
import { type Crowd, crowdOf } from "./crowd";
import { decisionOf, type Hurdle } from "./hurdle";
import { whereItMayNotExist } from "./either-way";
import { hurdlesOf } from "./hurdles";
import { reachOf } from "./reach";
import { numbering, remembered } from "../../remembered";
import { refusals } from "./refusals";
import { successionsOf } from "../routing/successions";
import { type Situation, situationsOf } from "./situation";
import { tokenHurdles } from "./token-hurdle";

/** A call of a route. */
export interface Call {
  readonly api: Api;
  /** One of the API's. */
  readonly route: Route;
  readonly principal: Principal;
  readonly origin: Origin;
}

/**
 * What becomes of a call: from the way to the API, past the endpoint's policy, the route's authorization with the
 * resource policy, and the API key, to the permission of what answers it. Of a principal's credentials the ones that
 * get furthest decide. Calls that nothing tells apart have the very same decision.
 *
 * @param trace Takes down how that comes about.
 * @see docs/access-model.md 3
 */
export function decide(call: Call, trace?: Trace): Decision {
  const { api, route } = call;
  if (route.when === undefined) return decideThere(call, false, trace);
  traceExists(route, trace);
  const there = decideThere(call, false, trace);
  const others = successionsOf(api, route).map((succession) => {
    const { routes, methods, open } = succession;
    const decisions = routes.map((other) => {
      trace?.({ text: `where there is not, ${other.label} serves ${methods.join(", ")}`, ...stepAt(other) });
      traceExists(other, trace);
      return decideThere({ ...call, route: other }, true, trace);
    });
    const last = routes.at(-1);
    if (last !== undefined && last.when === undefined) return { ...succession, decisions };
    const what = open ? "it is not known what" : "no other route";
    trace?.({ text: `where there is not, ${what} serves ${methods.join(", ")}`, section: "3" });
    return { ...succession, decisions: [...decisions, open ? undecided : unservedOf(api)] };
  });
  if (others.length === 0) return there;
  // Calls that nothing tells apart have the very same decision.
  const key = [there, ...others.flatMap(({ decisions }) => decisions)].map(numberOf).join();
  return remembered(
    remembered(combinations, route, () => new Map<string, Decision>()),
    key,
    () => whereItMayNotExist(route, there, others),
  );
}

const stepAt = ({ address }: Route) => ({ address, section: "3" });

function traceExists(route: Route, trace: Trace | undefined): void {
  if (route.when !== undefined)
    trace?.({ text: `there is such a route if ${readable(textOf(route.when))}`, ...stepAt(route) });
}

const undecided = decisionOf([
  { when: condition("what serves the call otherwise lets it in"), refusal: refusals.REST.unknown },
]);
const unserved = new WeakMap<Api, Decision>();
const unservedOf = (api: Api) =>
  remembered(unserved, api, () => decisionOf([{ when: false, refusal: refusals[api.kind].noRoute }]));
const combinations = new WeakMap<Route, Map<string, Decision>>();
const numberOf = numbering();

/** @param stands Whether the route only stands in for the one that is asked about. */
function decideThere(call: Call, stands: boolean, trace?: Trace): Decision {
  const memory = memoryOf(call.api);
  const facts = factsOf(call, memory, stands);
  const attempts = memory.attempts(facts.looks, call.principal, call.origin);
  const decision = decidedBest(facts, memory, attempts);
  if (trace) explain(call, facts, attempts, trace);
  return decision;
}

/**
 * What becomes of the calls of a route: origin by origin, and from each for principal by principal.
 *
 * @see decide
 */
export function decideAll(
  { api, route }: Pick<Call, "api" | "route">,
  principals: readonly Principal[],
  origins: readonly Origin[],
): readonly Decision[] {
  // What stands in for a route differs from call to call.
  if (route.when !== undefined)
    return origins.flatMap((origin) => principals.map((principal) => decide({ api, route, principal, origin })));
  const memory = memoryOf(api);
  const facts = factsOf({ api, route }, memory, false);
  const before = memory.crowds.get(facts.looks);
  const crowd =
    before?.principals === principals && before.origins === origins
      ? before
      : crowdOf(principals, origins, (principal, origin) => memory.attempts(facts.looks, principal, origin));
  memory.crowds.set(facts.looks, crowd);
  const decisions = crowd.ways.map((attempts) => decidedBest(facts, memory, attempts));
  const all: Decision[] = [];
  // As many as there are calls: a loop takes a fraction of what a function for each would.
  for (const way of crowd.cells) {
    const decision = decisions[way];
    if (decision) all.push(decision);
  }
  return all;
}

/** What is known of an API after the first calls. */
interface Memory {
  readonly attempts: Attempts;
  /** By what routes look at; those of the principals and origins that were asked about last. */
  readonly crowds: Map<Looks, Crowd>;
  readonly routes: Map<Route, RouteFacts>;
  /** The route that was asked about last: only its decisions are kept, so that memory does not grow with the routes. */
  current?: RouteFacts;
  /** By the route's authorization in words. */
  readonly verdicts: Map<string, WeakMap<TokenCredentials, Verdict>>;
  /** Decisions of calls that don't reach the API, by what stands in their way. */
  readonly unreached: WeakMap<readonly Hurdle[], Decision>;
}

const memories = new WeakMap<Api, Memory>();

function memoryOf(api: Api): Memory {
  return remembered(memories, api, () => {
    const reaches = new WeakMap<Origin, readonly Hurdle[]>();
    return {
      attempts: attemptsFor(situationsOf(api, (origin) => remembered(reaches, origin, () => reachOf(api, origin)))),
      crowds: new Map(),
      routes: new Map(),
      verdicts: new Map(),
      unreached: new WeakMap(),
    };
  });
}

interface RouteFacts {
  readonly called: Called;
  readonly looks: Looks;
  /** Of a token, in words. */
  readonly auth: string;
  /** By situation, where there is no token and something to sign with, if that is asked for. */
  readonly decisions: Map<Situation, Decision>;
  /** The others: by situation, and within it by what the token comes to, or why nothing is signed. */
  readonly others: Map<Situation, Map<unknown, Decision>>;
}

/** @param stands Whether it only stands in for the route that is asked about. */
function factsOf({ api, route }: Pick<Call, "api" | "route">, memory: Memory, stands: boolean): RouteFacts {
  const facts = remembered(memory.routes, route, () => ({
    called: calledOf(api, route),
    looks: looksOf(api, route),
    auth: route.auth.kind === "jwt" || route.auth.kind === "user-pool" ? JSON.stringify(route.auth) : "",
    decisions: new Map<Situation, Decision>(),
    others: new Map<Situation, Map<unknown, Decision>>(),
  }));
  if (memory.current !== facts && !stands) {
    memory.current?.decisions.clear();
    memory.current?.others.clear();
    memory.current = facts;
  }
  return facts;
}

/** What an authorizer makes of a token. */
interface Verdict {
  readonly hurdles: readonly Hurdle[];
  /** The same for tokens with which a call ends alike. */
  readonly key: unknown;
}

function verdictOf({ called, auth }: RouteFacts, memory: Memory, token: TokenCredentials): Verdict | undefined {
  const written = called.route.auth;
  if (written.kind !== "user-pool" && written.kind !== "jwt") return undefined;
  const ofAuth = remembered(memory.verdicts, auth, () => new WeakMap<TokenCredentials, Verdict>());
  return remembered(ofAuth, token, () => {
    const hurdles = tokenHurdles(called.api, written, token);
    const first = hurdles.find(({ when }) => when !== true);
    // What else it may be refused for makes a difference to the answer.
    return { hurdles, key: first?.when === false ? first.refusal.reason : token };
  });
}

/** Of one way there is nothing better, and its decision is the very one that others like it get. */
function decidedBest(facts: RouteFacts, memory: Memory, attempts: readonly Attempt[]): Decision {
  const [only] = attempts;
  if (only && attempts.length === 1) return decided(facts, memory, only);
  return best(attempts.map((attempt) => decided(facts, memory, attempt))).decision;
}

function decided(facts: RouteFacts, memory: Memory, attempt: Attempt): Decision {
  const { situation, token, unsignedReason } = attempt;
  if (situation.reach.some(({ when }) => when === false))
    return remembered(memory.unreached, situation.reach, () => decisionOf(situation.reach));
  const verdict = token && verdictOf(facts, memory, token);
  const make = () => decidedBy(facts, attempt, verdict);
  const key = verdict?.key ?? unsignedReason;
  if (key === undefined) return remembered(facts.decisions, situation, make);
  return remembered(
    remembered(facts.others, situation, () => new Map<unknown, Decision>()),
    key,
    make,
  );
}

function decidedBy({ called }: RouteFacts, attempt: Attempt, verdict: Verdict | undefined): Decision {
  const { situation, token } = attempt;
  const refused = verdict?.hurdles.some(({ when }) => when === false);
  const credentials = refused ? undefined : (token?.label ?? situation.label);
  return decisionOf([...situation.reach, ...hurdlesOf(called, attempt, verdict?.hurdles)], credentials);
}

/** Goes the way of each attempt that gets as far as any does once more, and takes it down. */
function explain({ api, origin }: Call, facts: RouteFacts, attempts: readonly Attempt[], trace: Trace): void {
  reachOf(api, origin, trace);
  const memory = memoryOf(api);
  const { ways } = best(attempts.map((attempt) => decided(facts, memory, attempt)));
  const told = new Set<unknown>();
  for (const attempt of ways.flatMap((place) => attempts[place] ?? [])) {
    if (attempt.situation.reach.some(({ when }) => when === false)) return;
    const { token } = attempt;
    // Nothing tells apart what is tried in one situation, save tokens.
    if (told.has(token ?? attempt.situation)) continue;
    told.add(token ?? attempt.situation);
    const label = token?.label ?? attempt.situation.label ?? "nothing";
    trace({ text: `the call is made with ${label}`, section: "3.1" });
    hurdlesOf(facts.called, attempt, token && verdictOf(facts, memory, token)?.hurdles, trace);
  }
}
