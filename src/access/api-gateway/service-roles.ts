import { type Matched } from "../iam/policy";
import { type Role } from "../iam/role";
import { readable } from "../symbols";
import { type Api, type Route } from "./api";
import { remembered } from "../remembered";

/** A role by which API Gateway calls services and functions, and what it may do with it. */
export interface ServiceRole {
  readonly label: string;
  readonly role: Role;
  /** The routes whose integrations have the role. */
  readonly routes: readonly { readonly api: Api; readonly route: Route }[];
  /** What its policies say, statement by statement. */
  readonly reach: readonly Reach[];
  /** Policies of it that are not known. */
  readonly unknown: readonly string[];
}

/** A statement of a role's policy, as people read it. */
export interface Reach {
  readonly effect: "Allow" | "Deny";
  /** Patterns such as `cognito-idp:AdminInitiateAuth`. */
  readonly actions: readonly string[];
  /** Whether it is about all actions but these. */
  readonly otherActions: boolean;
  readonly resources: readonly string[];
  /** Whether it is about all resources but these. */
  readonly otherResources: boolean;
  /** Whether it applies under conditions only. */
  readonly conditional: boolean;
  /** Where the policy stands, and the statement's name in it. */
  readonly address: string;
  readonly statement: string;
}

/**
 * The roles that integrations of APIs are called with, with all that these may do: whoever can have such a route called
 * acts with these rights, as far as the integration lets them choose.
 *
 * @see docs/access-model.md 4
 */
export function servicePrincipalsOf(apis: readonly Api[], roles: readonly Role[]): readonly ServiceRole[] {
  const routes = new Map<string, { api: Api; route: Route }[]>();
  for (const api of apis)
    for (const route of api.routes) {
      const { integration } = route;
      const credentials = "credentials" in integration ? integration.credentials : undefined;
      if (credentials?.kind === "role") remembered(routes, credentials.arn, () => []).push({ api, route });
    }
  return roles.flatMap((role) => {
    const served = routes.get(role.arn);
    return served
      ? [
          {
            label: `API Gateway with ${readable(role.name)}`,
            role,
            routes: served,
            reach: reachOf(role),
            unknown: role.policies.flatMap(({ unknown }) => unknown ?? []),
          },
        ]
      : [];
  });
}

function reachOf(role: Role): readonly Reach[] {
  return role.policies.flatMap((policy) =>
    policy.statements.map((statement) => ({
      effect: statement.effect,
      actions: texts(statement.actions),
      otherActions: statement.actions.negated,
      resources: texts(statement.resources),
      otherResources: statement.resources.negated,
      conditional: statement.conditions.length > 0,
      address: policy.address,
      statement: statement.name,
    })),
  );
}

const texts = ({ patterns }: Matched<string>) => patterns.map(readable);
