import { type Access, type AccessRoute } from "../access";
import { type Decision } from "../decision";
import { assumptions } from "../assumptions";
import { conditionOf } from "../matrix";
import { type Step } from "../step";
import { readable } from "../symbols";
import { hanging, listed } from "./layout";
import { type Question } from "./question";
import { answerOf, explanationOf } from "./rows";

/** How a decision comes about. */
export interface Explanation {
  /** The origins for which it comes about so, by their labels. */
  readonly origins: readonly string[];
  readonly decision: Decision;
  readonly steps: readonly Step[];
}

/** The explanations of a question: one, or several where it matters where a call comes from. */
export function explanationsOf(access: Access, { principal, route, origins }: Question): readonly Explanation[] {
  const explanations = new Map<string, Explanation & { origins: string[] }>();
  for (const origin of origins) {
    const cell = { principal, route, origin };
    const [decision, steps] = [access.decision(cell), access.explain(cell)];
    const key = JSON.stringify([answerOf(decision), explanationOf(decision), decision.body, steps]);
    const same = explanations.get(key);
    if (same) same.origins.push(origin.label);
    else explanations.set(key, { origins: [origin.label], decision, steps });
  }
  return [...explanations.values()];
}

/** The explanations for a terminal. */
export function whyAsText({ principal, route }: Question, explanations: readonly Explanation[]): string {
  return explanations.map((one) => explanationLines(principal.label, route, one).join("\n")).join("\n\n");
}

function explanationLines(
  principal: string,
  route: AccessRoute,
  { origins, decision, steps }: Explanation,
): readonly string[] {
  const call = `${principal}, ${route.label} of ${route.api.label}, from ${listed(origins)}`;
  const why = explanationOf(decision);
  return [
    ...hanging("", `${call}: ${answerOf(decision)}`),
    ...(why === "" ? [] : hanging("  ", why)),
    ...(decision.body === undefined ? [] : hanging("  ", `the answer: ${readable(decision.body)}`)),
    "",
    ...steps.flatMap((step, index) => stepLines(step, index + 1)),
    ...decision.assumptions.flatMap((id) =>
      hanging(`  ${id} `, `is assumed: ${assumptions[id]} (docs/access-model.md 8)`),
    ),
  ];
}

function stepLines({ text, address, statement, section }: Step, number: number): readonly string[] {
  const beginning = `  ${String(number).padStart(2)}. `;
  const decided = [
    ...(address === undefined ? [] : [readable(address)]),
    ...(statement === undefined ? [] : [/^statement \d+$/.test(statement) ? statement : `statement ${statement}`]),
    `docs/access-model.md ${section}`,
  ];
  return [...hanging(beginning, readable(text)), ...hanging(" ".repeat(beginning.length), decided.join(", "))];
}

/** The explanations for programs. */
export function whyAsJson({ principal, route }: Question, explanations: readonly Explanation[]): string {
  return JSON.stringify(
    {
      version: 1,
      principal: principal.label,
      api: route.api.label,
      route: route.label,
      explanations: explanations.map(({ origins, decision, steps }) => ({
        origins,
        outcome: decision.outcome,
        condition: conditionOf(decision),
        status: decision.status,
        body: plain(decision.body),
        reason: decision.reason,
        credentials: plain(decision.credentials),
        assumptions: decision.assumptions,
        steps: steps.map((step) => ({ ...step, text: readable(step.text), address: plain(step.address) })),
      })),
    },
    undefined,
    2,
  );
}

const plain = (text: string | undefined) => (text === undefined ? undefined : readable(text));
