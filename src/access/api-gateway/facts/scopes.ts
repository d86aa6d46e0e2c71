import { isKnown, readable } from "../../symbols";
import { textsIn, type Value } from "../../terraform/configuration";

/** The scopes that a route asks for. */
export interface AskedScopes {
  /** Of which a token has to have one; none are asked for where it is empty and `unknownScopes` is absent. */
  readonly scopes: readonly string[];
  /** What stands where the list would, if it is not even known whether there are any. */
  readonly unknownScopes?: string;
}

/** The scopes that an argument lists. */
export function scopesIn(value: Value | undefined): AskedScopes {
  if (typeof value === "string" && !isKnown(value)) return { scopes: [], unknownScopes: value };
  return { scopes: textsIn(value) };
}

/** The scopes for people. */
export function scopeTexts({ scopes, unknownScopes }: AskedScopes): readonly string[] {
  return [...scopes, ...(unknownScopes === undefined ? [] : [unknownScopes])].map(readable);
}
