import { all, isOpen, textOf } from "../../formula";
import { conditionsHold } from "../../iam/conditions";
import { type Matched, type Policy, type Statement } from "../../iam/policy";
import { type Role } from "../../iam/role";
import { unknownRole } from "../../iam/roles";
import { readable } from "../../symbols";
import { type Api, type Route } from "./api";
import { type Integration } from "./integration";
import { remembered } from "../../remembered";

/** A role by which API Gateway calls services and functions, and what it may do with it. */
export interface ServiceRole {
  /** Its name; its ARN where it is not in the configuration. */
  readonly label: string;
  readonly role: Role;
  /** The routes whose integrations or authorizers are called with the role. */
  readonly routes: readonly Route[];
  /** What its policies say, statement by statement. */
  readonly reach: readonly Reach[];
  /** What its permissions boundary says, beyond which nothing of that counts. @default - it has none */
  readonly boundary?: readonly Reach[];
  /** What of its policies and of its boundary is not known. */
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
  /** Under which conditions it applies, in words. @default - always */
  readonly condition?: string;
  /** Where the policy stands, and the statement's name in it. */
  readonly address: string;
  readonly statement: string;
}

/**
 * The roles that API Gateway takes on for integrations and authorizers, with all that these may do: whoever can have such
 * a route called acts with these rights, as far as the integration lets them choose.
 *
 * @see docs/access-model.md 4
 */
export function serviceRolesOf(apis: readonly Api[], roles: readonly Role[]): readonly ServiceRole[] {
  const routes = new Map<string, Set<Route>>();
  for (const api of apis) {
    for (const route of api.routes) {
      for (const arn of rolesUsedBy(route)) remembered(routes, arn, () => new Set<Route>()).add(route);
    }
  }
  return [...routes].map(([arn, served]) => {
    const role = roles.find((one) => one.arn === arn) ?? unknownRole(arn, readable(arn));
    return serviceRole(role, [...served]);
  });
}

function rolesUsedBy({ auth, integration }: Route): readonly string[] {
  const called: readonly (Integration | undefined)[] = [
    integration,
    auth.kind === "lambda-authorizer" ? auth.integration : undefined,
  ];
  return called.flatMap((one) =>
    one && "credentials" in one && one.credentials.kind === "role" ? [one.credentials.arn] : [],
  );
}

function serviceRole(role: Role, routes: readonly Route[]): ServiceRole {
  const { policies, boundary } = role;
  const unknown = [...policies, ...(boundary ? [boundary] : [])].flatMap((policy) => policy.unknown ?? []);
  return {
    label: readable(role.name),
    role,
    routes,
    reach: policies.flatMap(reachOf),
    ...(boundary ? { boundary: reachOf(boundary) } : {}),
    unknown: unknown.map(readable),
  };
}

function reachOf(policy: Policy): readonly Reach[] {
  return policy.statements.map((statement) => ({
    effect: statement.effect,
    actions: texts(statement.actions),
    otherActions: statement.actions.negated,
    resources: texts(statement.resources),
    otherResources: statement.resources.negated,
    ...conditionIn(policy, statement),
    address: policy.address,
    statement: statement.name,
  }));
}

function conditionIn({ when = true, version }: Policy, { conditions }: Statement): Pick<Reach, "condition"> {
  const applies = all([when, conditionsHold(conditions, new Map(), version)]);
  return isOpen(applies) ? { condition: readable(textOf(applies)) } : {};
}

const texts = ({ patterns }: Matched<string>) => patterns.map(readable);
