import { type JsonValue } from "../../json";
import { type Formula } from "../formula";
import { isKnown } from "../symbols";

/**
 * A value of a resource's attribute, with every reference followed: what is not known stands in it as a symbol
 * (`../symbols`).
 */
export type Value = JsonValue;

/** A resource or data source of a Terraform configuration, plan or state. */
export interface Resource {
  /** Its address, such as `module.api.aws_iam_role.caller["admin"]` or `data.aws_region.current`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** What people call it: its construct's path within its stack, otherwise its name in Terraform. */
  readonly label: string;
  /**
   * Its arguments, and what else is known of it. A nested block is an object or a list of objects, as its author wrote
   * it: read it with {@link blocksOf}. What was left out is absent.
   */
  readonly values: Readonly<Record<string, Value>>;
  /**
   * What Terraform knows of it under this name, computed or not: `attribute("id")`, `attribute("execution_arn")`. What
   * only AWS will know is a symbol; an ARN is composed as far as its parts are known.
   */
  readonly attribute: (name: string) => Value;
  /**
   * The JSON of an argument as its author wrote it, which tells what its expressions refer to: a symbol's name may be
   * cut. Undefined where there is none.
   *
   * @default - it is not known how they were written, as in plans and states
   */
  readonly written?: (name: string) => string | undefined;
  /** The region of its provider, such as `ap-northeast-1`; a symbol where the configuration does not say. */
  readonly region: string;
  /** The account of its provider, 12 digits; a symbol where the configuration does not say. */
  readonly accountId: string;
  /** Findings that its construct acknowledged. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** Under which conditions there is such a resource, where its `count` or `for_each` is not known. @default true */
  readonly exists?: Formula;
}

/** A finding that somebody decided to live with. */
export interface Acknowledgement {
  /** The finding's id. */
  readonly id: string;
  /** Why it is as it should be. */
  readonly reason: string;
  /** The path of the construct that it was written for, which may have several resources. @default - this resource */
  readonly construct?: string;
}

/** What Terraform would make, or has made: read from its JSON. */
export interface Configuration {
  /** In the order of their addresses. */
  readonly resources: readonly Resource[];
  /** The managed resources of a type. */
  readonly ofType: (type: string) => readonly Resource[];
  /** The data sources of a type. */
  readonly dataOfType: (type: string) => readonly Resource[];
  /** The modules whose own resources are not among these. A plan or a state holds all of them. */
  readonly unreadModules: readonly UnreadModule[];
}

/** A module that is called, and of which nothing else is known. */
export interface UnreadModule {
  /** Such as `module.grants`. */
  readonly address: string;
  /** Where it is, as it is written. */
  readonly source: string;
  /** Whether the resource with an address is given to it, so that it may make what that resource seems to lack. */
  readonly takes: (address: string) => boolean;
}

/**
 * The blocks of a nested block's argument; none where it is absent. Those that are not known are left out: ask
 * {@link unknownIn} for them.
 */
export function blocksOf(value: Value | undefined): readonly Readonly<Record<string, Value>>[] {
  if (Array.isArray(value)) return value.flatMap((one: Value) => blocksOf(one));
  return typeof value === "object" && value !== null ? [value as Readonly<Record<string, Value>>] : [];
}

/** What stands where blocks are not known, such as a `dynamic` block of an unknown list; undefined where all are. */
export function unknownIn(value: Value | undefined): string | undefined {
  if (Array.isArray(value)) return value.map((one: Value) => unknownIn(one)).find((one) => one !== undefined);
  return typeof value === "string" && !isKnown(value) ? value : undefined;
}

/** A value as text: numbers and booleans are written out; undefined where it is absent, a list or an object. */
export function textIn(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The texts of a list; a single value is a list of one, and an absent one is empty. */
export function textsIn(value: Value | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: Value) => textIn(one) ?? []);
  const text = textIn(value);
  return text === undefined ? [] : [text];
}
