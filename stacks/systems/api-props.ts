import { type SharedInfrastructure } from "../shared";
import { type IdentitySystem } from "./identity";

/** What the APIs of signed-in users work with. */
export interface ApiProps extends SharedInfrastructure {
  /** Who can sign in. */
  readonly identity: IdentitySystem;
}
