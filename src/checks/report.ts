import { type Finding, severities, type Severity } from "./finding";

/** The findings of one stack, folder or file. */
export interface Checked {
  /** What people call it. */
  readonly name: string;
  readonly findings: readonly Finding[];
}

/**
 * The findings as a person reads them: by severity, those that were acknowledged at the end with their reasons. What is
 * found alike in several places is printed once, with their names.
 */
export function reportAsText(checked: readonly Checked[]): string {
  const found = joined(checked);
  const sections = [...severities, "acknowledged" as const].flatMap((heading) => {
    const some = found.filter(({ finding }) => headingOf(finding) === heading);
    const texts = some.map((one) => text(one, checked.length > 1));
    return some.length === 0 ? [] : [[counted(some.length, heading), ...texts].join("\n\n")];
  });
  return [...sections, summary(found, checked)].join("\n\n");
}

interface Found {
  readonly finding: Finding;
  /** Where it is found. */
  readonly names: readonly string[];
}

/** Findings in the order of places, each once. */
function joined(checked: readonly Checked[]): readonly Found[] {
  const found = new Map<string, { readonly finding: Finding; readonly names: string[] }>();
  for (const { name, findings } of checked) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      const known = found.get(key);
      if (known === undefined) found.set(key, { finding, names: [name] });
      else known.names.push(name);
    }
  }
  return [...found.values()];
}

type Heading = Severity | "acknowledged";

const headingOf = ({ severity, acknowledged }: Finding): Heading =>
  acknowledged === undefined ? severity : "acknowledged";

function text({ finding, names }: Found, several: boolean): string {
  const { id, address, what, reason, fix, acknowledged } = finding;
  return [
    `${address}: ${id}`,
    ...(several ? [`  in:     ${names.join(", ")}`] : []),
    `  found:  ${what}`,
    ...(acknowledged === undefined ? [`  reason: ${reason}`, `  fix:    ${fix}`] : [`  acknowledged: ${acknowledged}`]),
  ].join("\n");
}

function summary(found: readonly Found[], checked: readonly Checked[]): string {
  const counts = [...severities, "acknowledged" as const].map((heading) =>
    counted(found.filter(({ finding }) => headingOf(finding) === heading).length, heading),
  );
  return `${checked.map(({ name }) => name).join(", ")}: ${counts.join(", ")}`;
}

function counted(count: number, heading: Heading): string {
  return `${count} ${heading}${count === 1 || heading === "info" || heading === "acknowledged" ? "" : "s"}`;
}

/** The findings as JSON, by what was checked; with `acknowledged` where somebody wrote a reason. */
export function reportAsJson(checked: readonly Checked[]): string {
  return JSON.stringify(checked, undefined, 2);
}
