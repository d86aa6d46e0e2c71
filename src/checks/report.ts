import { type Finding, severities, type Severity } from "./finding";

/** The findings of one stack, folder or file. */
export interface Checked {
  /** What people call it. */
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** The findings as a person reads them: by severity, those that were acknowledged at the end with their reasons. */
export function reportAsText(checked: readonly Checked[]): string {
  const sections = checked.flatMap(sectionsOf);
  const all = checked.flatMap(({ findings }) => findings);
  return [...sections, summary(all, checked)].join("\n\n");
}

function sectionsOf({ name, findings }: Checked): readonly string[] {
  const open = severities.flatMap((severity) => {
    const some = findings.filter((one) => one.acknowledged === undefined && one.severity === severity);
    return some.length === 0 ? [] : [[`${name}: ${counted(some.length, severity)}`, ...some.map(text)].join("\n\n")];
  });
  const living = findings.filter((one) => one.acknowledged !== undefined);
  if (living.length === 0) return open;
  return [...open, [`${name}: ${living.length} acknowledged`, ...living.map(acknowledgedText)].join("\n\n")];
}

function text({ id, address, what, reason, fix }: Finding): string {
  return [`${address}: ${id}`, `  found:  ${what}`, `  reason: ${reason}`, `  fix:    ${fix}`].join("\n");
}

function acknowledgedText({ id, address, what, acknowledged = "" }: Finding): string {
  return [`${address}: ${id}`, `  found:  ${what}`, `  acknowledged: ${acknowledged}`].join("\n");
}

function summary(findings: readonly Finding[], checked: readonly Checked[]): string {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const counts = severities.map((severity) =>
    counted(open.filter((one) => one.severity === severity).length, severity),
  );
  const names = checked.map(({ name }) => name).join(", ");
  return `${names}: ${counts.join(", ")}, ${findings.length - open.length} acknowledged`;
}

function counted(count: number, severity: Severity): string {
  return `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`;
}

/** The findings as JSON, by what was checked; with `acknowledged` where somebody wrote a reason. */
export function reportAsJson(checked: readonly Checked[]): string {
  return JSON.stringify(checked, undefined, 2);
}
