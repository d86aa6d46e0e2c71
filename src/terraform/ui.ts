import { z } from "zod";
import { jsonIn } from "../json";

/** An error or a warning of terraform. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The resource that it is about. */
  readonly address?: string;
}

/** How many resources a run added, changed, destroyed and imported. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import: number;
}

/** What a line of terraform's output tells. */
export type UiEvent =
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "counts"; readonly text: string; readonly counts: ChangeCounts }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "other" };

const count = z.number().catch(0).default(0);
const uiLine = z.object({
  type: z.string(),
  "@message": z.string().catch("").default(""),
  message_code: z.string().catch("").default(""),
  changes: z.object({ add: count, change: count, remove: count, import: count }).optional().catch(undefined),
  diagnostic: z
    .object({
      severity: z.enum(["error", "warning"]).catch("error"),
      summary: z.string().catch("").default(""),
      detail: z.string().catch("").default(""),
      address: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const progressTypes = new Set([
  "apply_start",
  "apply_progress",
  "apply_complete",
  "apply_errored",
  "ephemeral_op_start",
  "ephemeral_op_errored",
  "provision_start",
  "provision_errored",
]);

/** Reads a line of the output of a command with `-json`. Never throws: what isn't such a line is text. */
export function readUiLine(line: string): UiEvent {
  const parsed = uiLine.safeParse(line.startsWith("{") ? jsonIn(line) : undefined);
  if (!parsed.success) return { kind: "text", text: plain(line) };
  const { type, message_code: code, changes, diagnostic, "@message": message } = parsed.data;
  const text = firstLine(plain(message));
  if (diagnostic) {
    const { severity, summary, detail, address } = diagnostic;
    return {
      kind: "diagnostic",
      diagnostic: { severity, summary: plain(summary), detail: plain(detail).trim(), address },
    };
  }
  if (type === "change_summary" && changes) return { kind: "counts", text, counts: changes };
  const initializing = code.startsWith("initializing_") || (type === "log" && text.startsWith("Install"));
  if (text && (progressTypes.has(type) || initializing)) return { kind: "progress", text };
  return { kind: "other" };
}

/** A diagnostic as lines: the resource and the summary, then the detail, indented. */
export function diagnosticLines({ summary, detail, address }: Diagnostic): string[] {
  const head = address === undefined ? summary : `${address}: ${summary}`;
  return [head, ...detail.split("\n").map((line) => (line.trim() ? `  ${line.trimEnd()}` : ""))].filter(Boolean);
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0]?.trimEnd() ?? "";
}

/** Without colours and other control characters, line ends and tabs aside. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it takes away
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]|[\u0000-\u0008\u000B-\u001F\u007F]/g, "");
}
