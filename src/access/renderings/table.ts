import { type Matrix } from "../matrix";
import { columnsOf, hanging, listed, table, wrapped, width } from "./layout";
import { guestNotes, type Legend, legendOf } from "./legend";
import { type RoleRow, roleRows, type ServiceRow, serviceRows } from "./roles";
import { blocksOf, type Detail, type RouteBlock, type Row } from "./rows";

/** So many routes with equal access are named, and the others counted. */
const mostRoutes = 12;
/** So many people are listed with the roles that they get, and the others counted. */
const mostPeople = 30;

/** How the table is shown. */
export interface TableOptions extends Detail {
  /** What it is about: an environment's name or a path. */
  readonly title: string;
}

/** The table for a terminal: API by API, and routes with equal access together. */
export function accessAsText(matrix: Matrix, { title, all }: TableOptions): string {
  const apis = [...blocksOf(matrix, { all })].map(([api, blocks]) => [
    `${api.label}: ${api.description}`,
    ...blocks.flatMap((block) => ["", ...blockLines(block, all)]),
  ]);
  const none = matrix.access.routes.length === 0 ? [["There is no route of an API."]] : [];
  return [
    [`Who can call what: ${title}`],
    ...apis,
    ...none,
    ...roleLines(roleRows(matrix.access), all),
    ...serviceLines(serviceRows(matrix.access, all ? Infinity : mostRoutes)),
    ...legendLines(legendOf(matrix, { all })),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function blockLines({ routes, parts }: RouteBlock, all: boolean): readonly string[] {
  const named = all || routes.length <= mostRoutes ? routes : routes.slice(0, mostRoutes);
  const left = routes.length - named.length;
  const more = left > 0 ? ` and ${left} more (--all names them)` : "";
  const rows = parts.flatMap((part) => part.rows);
  const widths = columnsOf(rows.map(cellsOf), [12, 38]);
  return [
    ...hanging("  ", `${listed(named.map(({ label }) => label))}${more}  [${routes[0]?.auth ?? ""}]`),
    ...parts.flatMap((part) => [
      ...hanging("    ", `from ${listed(part.origins)}`),
      ...table(part.rows.map(cellsOf), widths, "      "),
    ]),
  ];
}

function cellsOf({ answer, who, why }: Row): readonly string[] {
  return [answer, listed(who).replace(/, and /, " and "), why];
}

function roleLines(rows: readonly RoleRow[], all: boolean): readonly (readonly string[])[] {
  if (rows.length === 0) return [];
  const named = all ? rows : rows.slice(0, mostPeople);
  const left = rows.length - named.length;
  const cells = named.map(({ who, roles }) => [who, roles]);
  const more = left > 0 ? [`  and ${left} more (--all names them)`] : [];
  return [["Roles that Cognito gives", ...table(cells, columnsOf(cells, [38]), "  "), ...more]];
}

function serviceLines(rows: readonly ServiceRow[]): readonly (readonly string[])[] {
  if (rows.length === 0) return [];
  const cells = rows.flatMap(({ role, routes, rights }) =>
    [`for ${routes}`, ...rights].map((text, index) => [index === 0 ? role : "", text]),
  );
  return [["Roles that API Gateway uses", ...table(cells, columnsOf(cells, [38]), "  ")]];
}

function legendLines(legend: Legend): readonly (readonly string[])[] {
  const list = (title: string, entries: readonly (readonly [string, string])[]) =>
    entries.length === 0 ? [] : [[title, ...entries.flatMap(([name, text]) => hanging(`  ${name} `, text))]];
  const notes = [...legend.leftOut, ...guestNotes(legend)];
  return [
    ...list(
      "Answers",
      legend.answers.map(([word, meaning]) => [`${word}:`, meaning]),
    ),
    ...list("Assumptions (docs/access-model.md, section 8)", legend.assumptions),
    ...list(
      "Not analysed",
      legend.notCovered.map((text) => ["-", text]),
    ),
    ...(notes.length > 0 ? [notes.flatMap((note) => wrapped(note, width))] : []),
  ];
}
