import { type Decision } from "../../decision";
import { type Route } from "../facts/api";
import { type Succession } from "../routing/successions";
import { all, any, condition, type Formula, not } from "../../formula";

/** What becomes of a call in one of several cases. */
interface Case {
  /** When it is so: of all cases one holds. */
  readonly when: Formula;
  readonly decision: Decision;
}

/** What becomes of a call whatever the case is; the first case tells why it is refused. */
function inAnyCase(cases: readonly [Case, ...Case[]]): Decision {
  const [{ decision: first }] = cases;
  const decisions = cases.map(({ decision }) => decision);
  const passing = decisions.map(letInWhen);
  if (passing.every((when) => when === false)) return first;
  const when = passing.every((one) => one === true)
    ? true
    : any(cases.map((one) => all([one.when, letInWhen(one.decision)])));
  const letIn = decisions.filter((one) => letInWhen(one) !== false);
  const credentials = [...new Set(letIn.flatMap((one) => one.credentials ?? []))].join(", or ");
  const common = {
    when,
    ...(credentials === "" ? {} : { credentials }),
    assumptions: [...new Set(decisions.flatMap(({ assumptions }) => assumptions))],
  };
  if (when === true) return { outcome: "allowed", ...common };
  // Each of the cases may let it through, but not where it holds.
  if (when === false) return decisions.find((one) => letInWhen(one) === false) ?? notOpen;
  const { status, body, reason } = decisions.find((one) => one.reason !== undefined) ?? first;
  return { outcome: "conditional", ...common, status, body, reason };
}

/** What fails lets nobody in, however far it gets. */
const letInWhen = ({ outcome, when }: Decision): Formula => outcome !== "failing" && when;

const notOpen: Decision = { outcome: "denied", when: false, reason: "not open", assumptions: [] };

/** What becomes of some calls of a route that may not exist, where it does not. */
export interface Instead extends Succession {
  /** Of each of the routes, and of none where the last of them may not exist. */
  readonly decisions: readonly Decision[];
}

/** What becomes of a call of a route that may not exist. */
export function whereItMayNotExist({ when = true }: Route, there: Decision, others: readonly Instead[]): Decision {
  return inAnyCase([
    { when, decision: there },
    ...others.map((one) => ({ when: all([not(when), isAbout(one, others)]), decision: inTurn(one) })),
  ]);
}

/** What becomes of a call that each of some routes serves where none before it exists. */
function inTurn({ routes: [route, ...routes], decisions: [decision, ...decisions], methods }: Instead): Decision {
  if (decision === undefined) return notOpen;
  if (route?.when === undefined) return decision;
  const rest = inTurn({ routes, decisions, methods });
  return inAnyCase([
    { when: route.when, decision },
    { when: not(route.when), decision: rest },
  ]);
}

/** Which calls some routes stand in for, where it is not all: some methods, or some paths. */
function isAbout({ methods, routes: [route] }: Instead, others: readonly Instead[]): Formula {
  if (others.length < 2) return true;
  const counts = methods.map((method) => others.filter((one) => one.methods.includes(method)).length);
  if (counts.every((count) => count === 1)) return condition(`{method} is ${methods.join(" or ")}`);
  return condition(`it is ${route === undefined ? "no other route" : route.label} that serves the call otherwise`);
}
