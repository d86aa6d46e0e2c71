import { type Matrix } from "../matrix";
import { code, escaped } from "./markdown-text";
import { guestNotes, type Legend } from "./legend";
import { answerOf, blocksOf, explanationOf, type RouteBlock, type Row } from "./rows";

/** The table in Markdown, with every route named. */
export function accessAsMarkdown(matrix: Matrix, legend: Legend, title: string): string {
  const apis = [...blocksOf(matrix)].map(([api, blocks]) => [
    `### ${escaped(api.label)}`,
    "",
    `${escaped(api.description)}.`,
    "",
    "| routes | from | answer | who | with what, or why |",
    "|---|---|---|---|---|",
    ...blocks.flatMap((block) => blockLines(block, matrix)),
  ]);
  return [[`## Who can call what: ${escaped(title)}`], ...apis, ...legendLines(legend)]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function blockLines({ routes, rows }: RouteBlock, { access }: Matrix): readonly string[] {
  const named = `${routes.map(({ label }) => code(label)).join(", ")} (${escaped(routes[0]?.auth ?? "")})`;
  return rows.map((row, index) => {
    const above = rows[index - 1];
    const from = row.origins === above?.origins ? "" : originsText(row, access.origins.length);
    const who = row.everybody ? "everybody" : row.principals.map(escaped).join(", ");
    const cells = [index === 0 ? named : "", from, answerOf(row.decision), who, escaped(explanationOf(row.decision))];
    return `| ${cells.join(" | ")} |`;
  });
}

function originsText({ origins }: Row, count: number): string {
  return origins.length === count && count > 1 ? "anywhere" : origins.map(escaped).join(", ");
}

function legendLines(legend: Legend): readonly (readonly string[])[] {
  const items = [
    ...[...legend.answers, ...legend.assumptions].map(([name, text]) => `**${name}**: ${escaped(text)}`),
    ...legend.notCovered.map((text) => `Not analysed: ${escaped(text)}`),
    ...[...legend.leftOut, ...guestNotes(legend)].map(escaped),
  ];
  return items.length > 0 ? [items.map((item) => `- ${item}`)] : [];
}
