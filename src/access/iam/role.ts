import { type Formula } from "../formula";
import { type Policy } from "./policy";

/** An IAM role with everything that decides what it may do. */
export interface Role {
  readonly address: string;
  /** Its name; a symbol where only AWS will know it. */
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly trust: Policy;
  /** Inline and attached policies. */
  readonly policies: readonly Policy[];
  readonly boundary?: Policy;
  /** Under which conditions there is such a role. @default - always */
  readonly when?: Formula;
}
