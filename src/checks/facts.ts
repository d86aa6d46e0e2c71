import { type Api } from "../access/api-gateway/facts/api";
import { type Cognito } from "../access/cognito/cognito";
import { type Role } from "../access/iam/role";
import { type Configuration } from "../access/terraform/configuration";
import { type Finding } from "./finding";

/** What rules look at: read once from a configuration. */
export interface Facts {
  readonly configuration: Configuration;
  readonly roles: readonly Role[];
  readonly cognito: Cognito;
  /** One for each stage. */
  readonly apis: readonly Api[];
}

/** Something that can be found. What is not known is never a finding. */
export type Rule = (facts: Facts) => readonly Finding[];
