import { type Matrix } from "../matrix";
import { hanging, listed, table, wrapped, width } from "./layout";
import { guestNotes, type Legend } from "./legend";
import { answerOf, blocksOf, explanationOf, type RouteBlock, type Row } from "./rows";

/** So many routes with equal access are named, and the others counted. */
const mostRoutes = 12;

/** How the table is shown. */
export interface TableOptions {
  /** What it is about: an environment's name or a path. */
  readonly title: string;
  /** Whether every route is named. @default - of many that are equally open, the first twelve */
  readonly all?: boolean;
}

/** The table for a terminal: API by API, and routes with equal access together. */
export function accessAsText(matrix: Matrix, legend: Legend, { title, all = false }: TableOptions): string {
  const apis = [...blocksOf(matrix)].map(([api, blocks]) => [
    `${api.label}: ${api.description}`,
    ...blocks.flatMap((block) => ["", ...blockLines(block, all, matrix)]),
  ]);
  const none = matrix.access.routes.length === 0 ? [["There is no route of an API."]] : [];
  return [[`Who can call what: ${title}`], ...apis, ...none, ...legendLines(legend)]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function blockLines({ routes, rows }: RouteBlock, all: boolean, matrix: Matrix): readonly string[] {
  const auth = routes[0]?.auth ?? "";
  const named = all || routes.length <= mostRoutes ? routes : routes.slice(0, mostRoutes);
  const left = routes.length - named.length;
  const more = left > 0 ? ` and ${left} more (--all names them)` : "";
  return [
    ...hanging("  ", `${listed(named.map(({ label }) => label))}${more}  [${auth}]`),
    ...table(
      rows.map((row, index) => cellsOf(row, rows[index - 1], matrix)),
      [26, 12, 40],
      "    ",
    ),
  ];
}

/** The origins are not repeated below themselves. */
function cellsOf(row: Row, above: Row | undefined, { access }: Matrix): readonly string[] {
  const from = row.origins === above?.origins ? "" : originsText(row, access.origins.length);
  const who = row.everybody ? "everybody" : listed(row.principals);
  return [from, answerOf(row.decision), who, explanationOf(row.decision)];
}

function originsText({ origins }: Row, count: number): string {
  return origins.length === count && count > 1 ? "anywhere" : listed(origins);
}

function legendLines(legend: Legend): readonly (readonly string[])[] {
  const notes = [...legend.leftOut, ...guestNotes(legend)];
  const list = (title: string, entries: readonly (readonly [string, string])[]) =>
    entries.length === 0 ? [] : [[title, ...entries.flatMap(([name, text]) => hanging(`  ${name}  `, text))]];
  return [
    ...list("Answers", legend.answers),
    ...list("Assumptions (docs/access-model.md, section 8)", legend.assumptions),
    ...list(
      "Not analysed",
      legend.notCovered.map((text) => ["-", text] as const),
    ),
    ...(notes.length > 0 ? [notes.flatMap((note) => wrapped(note, width))] : []),
  ];
}
