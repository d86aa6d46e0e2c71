import { alarming, byKind, isEmpty, type PlannedChange, type PlannedLoss, type PlanSummary } from "./plan";

/** Most entries that a list shows, save those of what is lost; the others are counted. */
const longestList = 100;
/** Most resources of one kind that a list by kind shows. */
const longestOfKind = 20;
const alarm = "This takes away what no apply brings back: users and their sign-ins, or state.";

/** The summary for a terminal. */
export function planAsText(plan: PlanSummary): string {
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ["created", groupLines(plan.created)],
    ["imported", shortened(plan.imported.map(addressOf))],
    ["updated", shortened(plan.updated.map(addressOf))],
    ["replaced", plan.replaced.map((loss) => withReasons(loss.address, loss.because))],
    ["destroyed", plan.destroyed.map(addressOf)],
    ["no longer managed", shortened(plan.forgotten.map(addressOf))],
    ["moved to another address", shortened(plan.moved.map(addressOf))],
    ["outputs changed", shortened(plan.outputs)],
    [`ALARM: ${alarm}`, alarming(plan).map((loss) => `${loss.address} is ${fate(plan, loss)}`)],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return [
    `${plan.stack}: ${headline(plan)}`,
    ...shown.flatMap(([title, lines]) => [`  ${title}`].concat(lines.map((line) => `    ${line}`))),
  ].join("\n");
}

/**
 * The summary for a comment in a pull request.
 *
 * @param more What else is to be said of the plan: before its lists, which may be cut for their length.
 */
export function planAsMarkdown(plan: PlanSummary, more: readonly string[] = []): string {
  const lists: readonly (readonly [title: string, items: readonly string[]])[] = [
    ["Created", byKind(plan.created).map(([kind, count]) => `${code(kind)} × ${count}`)],
    ["Imported", shortened(plan.imported.map(({ address }) => code(address)))],
    ["Updated", shortened(plan.updated.map(({ address }) => code(address)))],
    ["Replaced", plan.replaced.map((loss) => withReasons(code(loss.address), loss.because.map(code)))],
    ["Destroyed", plan.destroyed.map(({ address }) => code(address))],
    ["No longer managed", plan.forgotten.map(({ address }) => code(address))],
    ["Moved to another address", shortened(plan.moved.map(({ address }) => code(address)))],
    ["Outputs changed", shortened(plan.outputs.map(code))],
  ];
  const shown = lists.filter(([, items]) => items.length > 0);
  const created = shortened(namesByKind(plan.created, (text) => code(text)).flatMap(([, names]) => names));
  const alarms = alarming(plan).map((loss) => `- ${code(loss.address)} is ${fate(plan, loss)}`);
  return [
    `### ${code(plan.stack)}: ${headline(plan)}`,
    ...(alarms.length > 0 ? ["", "> [!CAUTION]", ...[alarm, "", ...alarms].map((line) => `> ${line}`)] : []),
    ...more,
    ...shown.flatMap(([title, items]) => [
      "",
      `**${title}**`,
      "",
      ...items.map((item) => `- ${item}`),
      ...(title === "Created" ? folded("The resources to create", created) : []),
    ]),
    "",
  ].join("\n");
}

/**
 * The summary for programs: whether it is empty, the counts, the addresses that need an alarm, and the lists.
 *
 * @param more What else is known of what the plan does.
 */
export function planAsJson(plan: PlanSummary, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify(
    { empty: isEmpty(plan), counts: countsOf(plan), alarms: alarming(plan).map(addressOf), ...plan, ...more },
    undefined,
    2,
  );
}

/** Rows of a name and a number, aligned. */
export function columns(rows: readonly (readonly [name: string, count: number])[]): string[] {
  const widest = Math.max(0, ...rows.map(([name]) => name.length));
  const longest = Math.max(0, ...rows.map(([, count]) => String(count).length));
  return rows.map(([name, count]) => `${name.padEnd(widest)}  ${String(count).padStart(longest)}`);
}

function countsOf(plan: PlanSummary): Readonly<Record<string, number>> {
  return {
    create: plan.created.length,
    update: plan.updated.length,
    replace: plan.replaced.length,
    destroy: plan.destroyed.length,
    import: plan.imported.length,
    forget: plan.forgotten.length,
    move: plan.moved.length,
  };
}

function headline(plan: PlanSummary): string {
  if (isEmpty(plan)) return "no changes";
  const counts = countsOf(plan);
  const usual = ["create", "update", "replace", "destroy"];
  const seldom = ["import", "forget", "move"].filter((kind) => counts[kind]);
  return [...usual, ...seldom].map((kind) => `${counts[kind] ?? 0} to ${kind}`).join(", ");
}

function fate({ replaced, destroyed }: PlanSummary, loss: PlannedLoss): string {
  if (replaced.includes(loss)) return "replaced";
  return destroyed.includes(loss) ? "destroyed" : "no longer managed";
}

function withReasons(address: string, reasons: readonly string[]): string {
  return reasons.length > 0 ? `${address}, because of ${reasons.join(", ")}` : address;
}

/** The addresses under their kinds, indented. */
function groupLines(changes: readonly PlannedChange[]): string[] {
  const counts = new Map(byKind(changes));
  return namesByKind(changes).flatMap(([kind, names]) => [
    `${kind} (${counts.get(kind) ?? 0})`,
    ...names.map((name) => `  ${name}`),
  ]);
}

/** The addresses of each kind, at most {@link longestOfKind} of it. */
function namesByKind(
  changes: readonly PlannedChange[],
  format: (address: string) => string = (address) => address,
): (readonly [kind: string, names: readonly string[]])[] {
  return byKind(changes).map(([kind]) => {
    const names = changes.filter(({ type }) => type === kind).map(({ address }) => format(address));
    return [kind, shortened(names, longestOfKind, kind)];
  });
}

/** Without the empty lines, GitHub would not read what is folded as Markdown. */
function folded(summary: string, items: readonly string[]): string[] {
  return ["", `<details><summary>${summary}</summary>`, "", ...items.map((item) => `- ${item}`), "", "</details>"];
}

function addressOf({ address }: PlannedChange): string {
  return address;
}

function shortened(lines: readonly string[], longest = longestList, kind = ""): string[] {
  if (lines.length <= longest) return [...lines];
  return [...lines.slice(0, longest), `and ${lines.length - longest} more ${kind}`.trimEnd()];
}

/** A code span; a longer fence than the text holds, so that no text gets out of it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${space}${text.replaceAll(/[\r\n]+/g, " ")}${space}${fence}`;
}
