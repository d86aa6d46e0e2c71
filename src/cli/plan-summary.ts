import { type Change, changesAsMarkdown, changesAsText } from "../access";
import { planAsJson, planAsMarkdown, planAsText, type PlanSummary } from "../terraform";
import { type ChangesSinceBase } from "./access-snapshots";

/** How the summary is printed; as text unless said otherwise. */
export interface PlanOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** What a plan does, and what it changes of who can call what where that was compared. */
export function renderPlan(
  summary: PlanSummary,
  since: ChangesSinceBase | undefined,
  { json, markdown }: PlanOptions,
): string {
  if (json) return planAsJson(summary, since && { access: { base: since.base, changes: since.changes.map(told) } });
  if (since === undefined) return markdown ? planAsMarkdown(summary) : planAsText(summary);
  const { base, changes } = since;
  const comparison = `compared with ${base.name} (${base.commit.slice(0, 8)})`;
  if (markdown) {
    const lines = changes.length > 0 ? changesAsMarkdown(changes) : ["", "Nothing changes."];
    return planAsMarkdown(summary, ["", `**Who can call what**, ${comparison}`, ...lines]);
  }
  const lines = changes.length > 0 ? changesAsText(changes) : ["  nothing changes"];
  return [planAsText(summary), `Who can call what, ${comparison}:`, ...lines].join("\n");
}

function told({ kind, sentence }: Change): Pick<Change, "kind" | "sentence"> {
  return { kind, sentence };
}
