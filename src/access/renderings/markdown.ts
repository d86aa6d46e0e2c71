import { type Matrix } from "../matrix";
import { code, escaped } from "./markdown-text";
import { guestNotes, type Legend, legendOf } from "./legend";
import { roleRows, serviceRows } from "./roles";
import { blocksOf, type RouteBlock } from "./rows";
import { type TableOptions } from "./table";

/** The table in Markdown. */
export function accessAsMarkdown(matrix: Matrix, { title, all }: TableOptions): string {
  const apis = [...blocksOf(matrix, { all })].map(([api, blocks]) => [
    `### ${escaped(api.label)}`,
    "",
    `${escaped(api.description)}.`,
    "",
    "| routes | from | answer | who | with what, or why |",
    "|---|---|---|---|---|",
    ...blocks.flatMap(blockLines),
  ]);
  const roles = roleRows(matrix.access).map(({ who, roles: names }) => `| ${escaped(who)} | ${escaped(names)} |`);
  const roleTable = ["### Roles that Cognito gives", "", "| who | role |", "|---|---|", ...roles];
  const services = serviceRows(matrix.access, Infinity).map(
    ({ role, routes, rights }) => `| ${[role, routes, rights.join("; ")].map(escaped).join(" | ")} |`,
  );
  const serviceTable = ["### Roles that API Gateway uses", "", "| role | for | what |", "|---|---|---|", ...services];
  return [
    [`## Who can call what: ${escaped(title)}`],
    ...apis,
    ...(roles.length > 0 ? [roleTable] : []),
    ...(services.length > 0 ? [serviceTable] : []),
    ...legendLines(legendOf(matrix, { all })),
  ]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function blockLines({ routes, parts }: RouteBlock): readonly string[] {
  const named = `${routes.map(({ label }) => code(label)).join(", ")} (${escaped(routes[0]?.auth ?? "")})`;
  const rows = parts.flatMap(({ origins, rows: all }) =>
    all.map(({ answer, who, why }, index) => {
      const from = index === 0 ? origins.map(escaped).join(", ") : "";
      return [from, answer, who.map(escaped).join(", "), escaped(why)];
    }),
  );
  return rows.map((cells, index) => `| ${[index === 0 ? named : "", ...cells].join(" | ")} |`);
}

function legendLines(legend: Legend): readonly (readonly string[])[] {
  const items = [
    ...[...legend.answers, ...legend.assumptions].map(([name, text]) => `**${name}**: ${escaped(text)}`),
    ...legend.notCovered.map((text) => `Not analysed: ${escaped(text)}`),
    ...[...legend.leftOut, ...guestNotes(legend)].map(escaped),
  ];
  return items.length > 0 ? [items.map((item) => `- ${item}`)] : [];
}
