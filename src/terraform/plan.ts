import { z } from "zod";
import { UserError } from "../errors";

/** A resource that a plan changes. */
export interface PlannedChange {
  readonly address: string;
  /** Its kind, such as `aws_cognito_user_pool`. */
  readonly type: string;
}

/** A resource that a plan destroys, or replaces by another. */
export interface PlannedLoss extends PlannedChange {
  /** Whether it holds what no apply brings back: users, their sign-ins, state. */
  readonly stateful: boolean;
  /** Where it is replaced: the attributes that force it, or another reason. */
  readonly because: readonly string[];
  /** Whether AWS will refuse, because deletion protection is on at this moment. */
  readonly deletionProtected: boolean;
}

/** What a plan does. */
export interface PlanSummary {
  readonly stack: string;
  readonly created: readonly PlannedChange[];
  readonly updated: readonly PlannedChange[];
  readonly replaced: readonly PlannedLoss[];
  readonly destroyed: readonly PlannedLoss[];
  /** Also among the updated ones, if they are changed too. */
  readonly imported: readonly PlannedChange[];
  /** Left as they are, but no longer managed. */
  readonly forgotten: readonly PlannedLoss[];
  /** Known under another address from now on. */
  readonly moved: readonly PlannedChange[];
  /** The names of outputs that change. */
  readonly outputs: readonly string[];
}

const stateful = new Set([
  "aws_cognito_user_pool",
  "aws_cognito_user_pool_client",
  "aws_cognito_identity_pool",
  "aws_s3_bucket",
]);

const action = z.enum(["no-op", "create", "read", "update", "delete", "forget"]);
const planAnswer = z.object({
  format_version: z.string().regex(/^1\./),
  errored: z.boolean().optional(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        type: z.string(),
        mode: z.string().default("managed"),
        previous_address: z.string().optional(),
        action_reason: z.string().optional(),
        change: z.object({
          actions: z.array(action).min(1),
          replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
          importing: z.unknown().optional(),
          before: z.looseObject({ deletion_protection: z.unknown() }).nullish().catch(undefined),
        }),
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), z.object({ actions: z.array(action) })).default({}),
});
type ResourceChange = z.output<typeof planAnswer>["resource_changes"][number];

/**
 * Reads the answer of `terraform show -json <plan>`.
 *
 * @throws UserError where it is no such answer, or the plan is incomplete.
 */
export function readPlan(answer: string, stack: string): PlanSummary {
  const { resource_changes: changes, output_changes: outputs, errored } = parsePlan(answer, stack);
  if (errored) throw unreadable(stack, "planning ended with an error, so the plan is incomplete");
  const managed = changes
    .filter(({ mode }) => mode === "managed")
    .toSorted((one, other) => (one.address < other.address ? -1 : 1));
  const doing = (wanted: string) => managed.filter(({ change }) => change.actions.toSorted().join(" ") === wanted);
  return {
    stack,
    created: doing("create").map(asChange),
    updated: doing("update").map(asChange),
    replaced: [...doing("create delete"), ...doing("create forget")].map(asLoss),
    destroyed: doing("delete").map(asLoss),
    imported: managed.filter(({ change }) => isPresent(change.importing)).map(asChange),
    forgotten: doing("forget").map(asLoss),
    moved: managed.filter(({ previous_address: before }) => before !== undefined).map(asChange),
    outputs: Object.keys(outputs)
      .filter((name) => outputs[name]?.actions.some((one) => one !== "no-op"))
      .toSorted(),
  };
}

function parsePlan(answer: string, stack: string): z.output<typeof planAnswer> {
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    throw unreadable(stack, "the answer is not JSON");
  }
  const parsed = planAnswer.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unreadable(stack, `${issue?.path.join(".") || "the whole answer"}: ${issue?.message ?? "is invalid"}`);
}

function unreadable(stack: string, why: string): UserError {
  return new UserError({
    where: `terraform show of the plan of ${stack}`,
    what: why,
    allowed: "what `terraform show -json` prints of a complete plan, format 1.x",
    fix: "plan again; if that does not help, use the Terraform that this project was written for",
  });
}

function asChange({ address, type }: ResourceChange): PlannedChange {
  return { address, type };
}

function asLoss(resource: ResourceChange): PlannedLoss {
  const { address, type, action_reason: reason, change } = resource;
  const paths = (change.replace_paths ?? []).map(attribute);
  const because = paths.length > 0 ? paths : reason ? [reason.replaceAll("_", " ")] : [];
  // Cognito's form, and the form of everything else.
  const deletionProtected = ["ACTIVE", true].some((on) => change.before?.deletion_protection === on);
  return { address, type, stateful: stateful.has(type), because, deletionProtected };
}

function attribute(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Whether applying the plan would do nothing. */
export function isEmpty({
  created,
  updated,
  replaced,
  destroyed,
  imported,
  forgotten,
  moved,
  outputs,
}: PlanSummary): boolean {
  return [created, updated, replaced, destroyed, imported, forgotten, moved, outputs].every(
    (list) => list.length === 0,
  );
}

/** The resources whose loss nothing brings back, and that the plan destroys, replaces or no longer manages. */
export function alarming({ replaced, destroyed, forgotten }: PlanSummary): readonly PlannedLoss[] {
  return [...replaced, ...destroyed, ...forgotten].filter((loss) => loss.stateful);
}

/** How many resources of each kind there are, in the order of the kinds' names. */
export function byKind(changes: readonly PlannedChange[]): readonly (readonly [kind: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { type } of changes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
