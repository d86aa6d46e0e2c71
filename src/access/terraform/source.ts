import { type Formula } from "../formula";
import { type Acknowledgement } from "./configuration";
import { type Runtime } from "./expression/runtime";

/** Where a resource's arguments come from: configuration, a plan or a state. */
export interface Source {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** Its own name, and its index: `caller["admin"]`, behind the path of its module. */
  readonly shortName: string;
  /** Its construct's path, where its metadata has one. */
  readonly path?: string;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly exists?: Formula;
  /** The names of the arguments that it has. */
  readonly names: () => readonly string[];
  /** An argument, with references followed; undefined where it has none of this name. */
  readonly argument: (name: string) => Runtime | undefined;
  /** An argument's JSON as its author wrote it, expressions and all; undefined where only its value is known. */
  readonly written?: (name: string) => string | undefined;
  readonly provider: Provider;
}

/** What a provider's configuration says; symbols where it does not. */
export interface Provider {
  readonly region: string;
  readonly accountId: string;
}
