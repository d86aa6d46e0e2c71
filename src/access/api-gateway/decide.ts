import { type Decision } from "../decision";
import { textOf } from "../formula";
import { type Origin } from "../origin";
import { type Principal, type TokenCredentials } from "../principal";
import { type Trace } from "../step";
import { readable } from "../symbols";
import { type Api, type Route } from "./api";
import { type Attempt, type Attempts, attemptsFor } from "./attempt";
import { best } from "./best";
import { type Called, calledOf } from "./called";
import { decisionOf, type Hurdle } from "./hurdle";
import { casesOf, inAnyCase } from "./either-way";
import { hurdlesOf } from "./hurdles";
import { reachOf } from "./reach";
import { remembered } from "../remembered";
import { refusals } from "./refusals";
import { insteadOf } from "./routing";
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
  return decideBeside(call, none, trace);
}

const none: readonly Route[] = [];

/** @param gone Routes that do not exist, which is why this one serves their calls. */
function decideBeside(call: Call, gone: readonly Route[], trace?: Trace): Decision {
  const { api, route } = call;
  if (route.when === undefined) return decideThere(call, gone, trace);
  const text = readable(textOf(route.when));
  trace?.({ text: `there is such a route if ${text}`, address: route.address, section: "3" });
  const there = decideThere(call, gone, trace);
  const others = insteadOf(api, route, gone).map((stand) => {
    const { route: other, methods } = stand;
    const what = other === undefined ? "no other route serves" : `${other.label} serves`;
    trace?.({ text: `where there is not, ${what} ${methods.join(", ")}`, address: other?.address, section: "3" });
    if (other !== undefined)
      return { methods, decision: decideBeside({ ...call, route: other }, [...gone, route], trace) };
    return { methods, decision: remembered(unserved, api, () => decisionOf([noRoute(api)])) };
  });
  const [only] = others;
  if (only === undefined) return there;
  // Calls that nothing tells apart have the very same decision.
  const combined = remembered(known, route, () => new WeakMap<Decision, Map<string, Decision>>());
  const key = others.map(({ decision }) => remembered(numbers, decision, () => ++last)).join();
  return remembered(
    remembered(combined, there, () => new Map<string, Decision>()),
    key,
    () => inAnyCase(casesOf(route.when ?? true, there, others)),
  );
}

const unserved = new WeakMap<Api, Decision>();
const known = new WeakMap<Route, WeakMap<Decision, Map<string, Decision>>>();
const numbers = new WeakMap<Decision, number>();
let last = 0;

const noRoute = ({ kind }: Api): Hurdle => ({ when: false, refusal: refusals[kind].noRoute });

function decideThere(call: Call, gone: readonly Route[], trace?: Trace): Decision {
  const memory = memoryOf(call.api);
  const facts = factsOf(call, memory, gone.length > 0);
  const attempts = memory.attempts(call.route.auth.kind, call.principal, call.origin);
  const [only, ...others] = attempts;
  const decision =
    only && others.length === 0
      ? decided(facts, memory, only)
      : best(attempts.map((attempt) => decided(facts, memory, attempt)));
  if (trace) explain(call, facts, attempts, trace);
  return decision;
}

/** What is known of an API after the first calls. */
interface Memory {
  readonly attempts: Attempts;
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
      routes: new Map(),
      verdicts: new Map(),
      unreached: new WeakMap(),
    };
  });
}

interface RouteFacts {
  readonly called: Called;
  readonly auth: string;
  /** By situation, where there is no token and something to sign with, if that is asked for. */
  readonly decisions: Map<Situation, Decision>;
  /** The others: by situation, and within it by what the token comes to, or why nothing is signed. */
  readonly others: Map<Situation, Map<unknown, Decision>>;
}

/** @param stands Whether it only stands in for the route that is asked about. */
function factsOf({ api, route }: Call, memory: Memory, stands: boolean): RouteFacts {
  const facts = remembered(memory.routes, route, () => ({
    called: calledOf(api, route),
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
    return { hurdles, key: hurdles.find(({ when }) => when === false)?.refusal.reason ?? token };
  });
}

function decided(facts: RouteFacts, memory: Memory, attempt: Attempt): Decision {
  const { situation, token, unsignedReason } = attempt;
  if (situation.reach.some(({ when }) => when === false))
    return remembered(memory.unreached, situation.reach, () => decisionOf(situation.reach));
  const verdict = token && verdictOf(facts, memory, token);
  const make = () => {
    const refused = typeof verdict?.key === "string";
    const credentials = refused ? undefined : (token?.label ?? situation.label);
    return decisionOf([...situation.reach, ...hurdlesOf(facts.called, attempt, verdict?.hurdles)], credentials);
  };
  const key = verdict?.key ?? unsignedReason;
  if (key === undefined) return remembered(facts.decisions, situation, make);
  return remembered(
    remembered(facts.others, situation, () => new Map<unknown, Decision>()),
    key,
    make,
  );
}

/** Goes the way of each attempt that decided once more, and takes it down. */
function explain({ api, origin }: Call, facts: RouteFacts, attempts: readonly Attempt[], trace: Trace): void {
  reachOf(api, origin, trace);
  const memory = memoryOf(api);
  const decisions = attempts.map((attempt) => decided(facts, memory, attempt));
  const chosen = best(decisions);
  const leads = (decision: Decision) => decision === chosen || decision.outcome === "conditional";
  // Conditions that add up are one decision of several attempts.
  const shown = decisions.includes(chosen) ? attempts.slice(decisions.indexOf(chosen)).slice(0, 1) : attempts;
  for (const attempt of shown) {
    if (!leads(decided(facts, memory, attempt))) continue;
    if (attempt.situation.reach.some(({ when }) => when === false)) return;
    const { token } = attempt;
    const label = token?.label ?? attempt.situation.label ?? "nothing";
    trace({ text: `the call is made with ${label}`, section: "3.1" });
    hurdlesOf(facts.called, attempt, token && verdictOf(facts, memory, token)?.hurdles, trace);
  }
}
