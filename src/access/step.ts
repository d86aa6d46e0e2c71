import { type Assumption } from "./assumptions";

/** A step on the way to a decision: why the answer is what it is. */
export interface Step {
  /** A sentence without a full stop. */
  readonly text: string;
  /** The address in Terraform that decided. @default - none: it is how AWS works */
  readonly address?: string;
  /** The name of the statement in the policy that decided. */
  readonly statement?: string;
  /** The section of docs/access-model.md that the step follows, such as `1.1`. */
  readonly section: string;
  /** What AWS does not document and the step rests on. @default - nothing */
  readonly assumptions?: readonly Assumption[];
}

/** Takes steps down; where there is none, nobody asked for them and they need not be made. */
export type Trace = (step: Step) => void;
