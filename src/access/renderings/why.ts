import { type Access, type AccessRoute } from "../access";
import { assumptions } from "../assumptions";
import { type Decision } from "../decision";
import { conditionOf } from "../matrix";
import { type Step } from "../step";
import { readable } from "../symbols";
import { hanging, listed } from "./layout";
import { type Question } from "./question";
import { noRole, roleRows } from "./roles";
import { answerOf, explanationOf as decisionText } from "./rows";

/** The answer to a question. */
export interface Explanation {
  readonly principal: string;
  /** How the principal comes by credentials, where that matters to the route. */
  readonly credentials: readonly Step[];
  /** The roles that it gets, in words. */
  readonly roles: string;
  readonly route?: AccessRoute;
  /** How the decision comes about: once, or several times where it matters where a call comes from. */
  readonly decisions: readonly ExplainedDecision[];
}

interface ExplainedDecision {
  /** By their labels. */
  readonly origins: readonly string[];
  readonly decision: Decision;
  readonly steps: readonly Step[];
}

/** Answers a question. */
export function explanationOf(access: Access, { principal, route, origins }: Question): Explanation {
  const roles = roleRows(access).find(({ who }) => who === principal.label)?.roles ?? noRole;
  const signs = route === undefined || route.asks === "signature" || route.asks === "unknown";
  const credentials = signs ? principal.steps : [];
  if (route === undefined) return { principal: principal.label, credentials, roles, decisions: [] };
  const decisions = new Map<string, ExplainedDecision & { origins: string[] }>();
  for (const origin of origins) {
    const cell = { principal, route, origin };
    const [decision, steps] = [access.decision(cell), access.explain(cell)];
    const key = JSON.stringify([answerOf(decision), decisionText(decision), decision.body, steps]);
    const same = decisions.get(key);
    if (same) same.origins.push(origin.label);
    else decisions.set(key, { origins: [origin.label], decision, steps });
  }
  return { principal: principal.label, credentials, roles, route, decisions: [...decisions.values()] };
}

/** The explanation for a terminal: the answers first, then how each comes about. */
export function whyAsText({ principal, credentials, roles, route, decisions }: Explanation): string {
  const title =
    route === undefined ? `${principal}: gets ${gotten(roles)}` : `${principal}, ${route.label} of ${route.api.label}`;
  const answers = decisions.flatMap(({ origins, decision }) => answerLines(origins, decision));
  return [
    [...hanging("", title), ...answers],
    ...(credentials.length > 0 ? [[`How ${principal} comes by credentials`, ...stepLines(credentials)]] : []),
    ...decisions.map(({ origins, decision, steps }) => [
      ...hanging("", `From ${listed(origins)}: ${answerOf(decision)}`),
      ...stepLines(steps),
      ...decision.assumptions.flatMap((id) =>
        hanging(`  ${id} `, `assumed: ${assumptions[id]} (docs/access-model.md 8)`),
      ),
    ]),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const gotten = (roles: string) => (roles.startsWith(noRole) ? roles.replace(noRole, "no role") : `the role ${roles}`);

function answerLines(origins: readonly string[], decision: Decision): readonly string[] {
  const why = decisionText(decision);
  return [
    ...hanging("  ", `from ${listed(origins)}: ${answerOf(decision)}${why === "" ? "" : `, ${why}`}`),
    ...(decision.body === undefined ? [] : hanging("    ", readable(decision.body))),
  ];
}

function stepLines(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ text, address, statement, section }, index) => {
    const beginning = `  ${String(index + 1).padStart(2)}. `;
    const decided = [
      ...(address === undefined ? [] : [readable(address)]),
      ...(statement === undefined ? [] : [/^statement \d+$/.test(statement) ? statement : `statement ${statement}`]),
      `docs/access-model.md ${section}`,
    ];
    return [...hanging(beginning, readable(text)), ...hanging(" ".repeat(beginning.length), decided.join(", "))];
  });
}

/** The explanation for programs. */
export function whyAsJson({ principal, credentials, roles, route, decisions }: Explanation): string {
  const steps = (all: readonly Step[]) =>
    all.map((step) => ({ ...step, text: readable(step.text), address: plain(step.address) }));
  return JSON.stringify(
    {
      version: 1,
      principal,
      roles,
      credentials: steps(credentials),
      api: route?.api.label,
      route: route?.label,
      decisions: decisions.map((one) => ({
        origins: one.origins,
        outcome: one.decision.outcome,
        condition: conditionOf(one.decision),
        status: one.decision.status,
        body: plain(one.decision.body),
        reason: one.decision.reason,
        credentials: plain(one.decision.credentials),
        assumptions: one.decision.assumptions,
        steps: steps(one.steps),
      })),
    },
    undefined,
    2,
  );
}

const plain = (text: string | undefined) => (text === undefined ? undefined : readable(text));
