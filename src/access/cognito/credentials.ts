import { type Assumption } from "../assumptions";
import { all, type Formula, isOpen, textOf } from "../formula";
import { guestSessionPolicies } from "../iam/guest-session-policies";
import { type ContextValue } from "../iam/request";
import { type Role } from "../iam/role";
import { type RoleCredentials } from "../principal";
import { type Step } from "../step";
import { type IdentityPool } from "./cognito";
import { type CognitoError, errorText, invalidConfiguration } from "./errors";
import { type Selection } from "./select-role";
import { type Assumer, identityKeys, provider, sessionName, trustAllows } from "./trust";

/** What somebody has after asking for credentials. */
export interface Gained {
  readonly credentials: readonly RoleCredentials[];
  readonly steps: readonly Step[];
}

/** What the enhanced flow makes of Cognito's choice: credentials where the role's trust agrees, otherwise an error. */
export function gainedOf(
  pool: IdentityPool,
  selections: readonly Selection[],
  assumer: Assumer,
  roles: ReadonlyMap<string, Role>,
  tags: Tags = new Map(),
): Gained {
  return joinedGains(selections.map((selection) => gainedBy(pool, selection, assumer, roles, tags)));
}

/** Tags of the session by their names, as far as their values are known. */
export type Tags = ReadonlyMap<string, string>;

function gainedBy(
  pool: IdentityPool,
  selection: Selection,
  assumer: Assumer,
  roles: ReadonlyMap<string, Role>,
  tags: Tags,
): Gained {
  const { outcome, assumptions } = selection;
  const when = all([selection.when, pool.when ?? true]);
  const steps = (more: readonly Step[]) => conditionally([...selection.steps, ...more], when);
  if (outcome.kind === "error") {
    return { credentials: [], steps: steps([errorStep(outcome.error, assumptions)]) };
  }
  const role = roles.get(outcome.roleArn);
  if (role === undefined) return { credentials: [], steps: steps([]) };
  const trusted = trustAllows(role, pool, assumer);
  if (trusted.when === false) {
    const error = errorStep(invalidConfiguration, [...assumptions, ...trusted.assumptions]);
    return { credentials: [], steps: steps([...trusted.steps, error]) };
  }
  const credentials = credentialsOf(pool, role, assumer, tags);
  return {
    credentials: [
      {
        ...credentials,
        when: all([when, trusted.when, role.when ?? true]),
        assumptions: [...new Set([...assumptions, ...trusted.assumptions, ...credentials.assumptions])].toSorted(),
      },
    ],
    steps: steps(trusted.steps),
  };
}

function errorStep(error: CognitoError, assumptions: readonly Assumption[]): Step {
  const resting = [...new Set(assumptions)].toSorted();
  return { text: errorText(error), section: "1.3", ...(resting.length > 0 ? { assumptions: resting } : {}) };
}

/** Credentials of a role, as if its trust had let the caller have it. */
export function credentialsOf(pool: IdentityPool, role: Role, assumer: Assumer, tags: Tags): RoleCredentials {
  const isLimited = assumer.flow === "enhanced" && !assumer.authenticated;
  const keys: readonly (readonly [string, ContextValue])[] = [
    ...identityKeys(pool, assumer),
    ["aws:federatedprovider", [provider]],
    ...[...tags].map(([name, value]) => [`aws:principaltag/${name.toLowerCase()}`, [value]] as const),
  ];
  return {
    kind: "role",
    role,
    ...(isLimited ? { sessionPolicies: guestSessionPolicies } : {}),
    ...(assumer.flow === "enhanced" ? { sessionName } : {}),
    keys: new Map(keys),
    when: true,
    assumptions: isLimited ? ["A9"] : [],
  };
}

/** All that several ways give, without repetitions. */
export function joinedGains(gains: readonly Gained[]): Gained {
  const credentials = new Map<string, RoleCredentials>();
  for (const one of gains.flatMap((gain) => gain.credentials)) {
    const pool = one.keys.get(`${provider}:aud`)?.join() ?? "";
    const key = JSON.stringify([one.role.address, pool, textOf(one.when), one.sessionPolicies !== undefined]);
    if (!credentials.has(key)) credentials.set(key, one);
  }
  return { credentials: [...credentials.values()], steps: withoutRepetitions(gains.flatMap(({ steps }) => steps)) };
}

/** Steps of which each is said once. */
export function withoutRepetitions(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()];
}

function conditionally(steps: readonly Step[], when: Formula): readonly Step[] {
  return isOpen(when) ? steps.map((step) => ({ ...step, text: `where ${textOf(when)}: ${step.text}` })) : steps;
}
