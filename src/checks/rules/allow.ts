import { type Policy } from "../../access/iam/policy";
import { readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { addressOf } from "./policy-address";
import { apisByAddress } from "./policy-routes";
import { allowing, called, namesAction, testsOf } from "./statements";

/** Elements that an Allow can't have meant. */
export const allowRule: Rule = (facts) => [
  ...policiesWithPrincipals(facts).flatMap(notPrincipal),
  ...[...policiesWithPrincipals(facts), ...permissions(facts)].flatMap(forAllValues),
];

interface PlacedPolicy {
  readonly policy: Policy;
  readonly address: string;
}

function policiesWithPrincipals(facts: Facts): readonly PlacedPolicy[] {
  return [
    ...facts.roles.map(({ trust, address }) => ({ policy: trust, address })),
    ...apisByAddress(facts).flatMap(([{ resourcePolicy, address }]) =>
      resourcePolicy === undefined
        ? []
        : [{ policy: resourcePolicy, address: addressOf(facts, resourcePolicy, address) }],
    ),
  ];
}

/** Policies of roles: elsewhere than for calls of APIs, ForAllValues has its uses. */
function permissions(facts: Facts): readonly PlacedPolicy[] {
  return facts.roles.flatMap(({ policies, address }) =>
    policies.map((policy) => ({
      policy: { ...policy, statements: policy.statements.filter((one) => namesAction(one, "execute-api:")) },
      address: addressOf(facts, policy, address),
    })),
  );
}

function notPrincipal({ policy, address }: PlacedPolicy): readonly Finding[] {
  return allowing([policy])
    .filter(({ statement }) => statement.principals?.negated === true)
    .map(({ statement }) => ({
      id: "policy-allows-with-not-principal",
      severity: "error",
      address,
      what: `${called(statement)} allows with NotPrincipal ${statement.principals?.patterns.map(({ value }) => readable(value)).join(", ") ?? ""}`,
      reason: "that allows everybody else: every account, and whoever is not signed in",
      fix: "name whom it allows in Principal",
    }));
}

function forAllValues({ policy, address }: PlacedPolicy): readonly Finding[] {
  return allowing([policy]).flatMap(({ statement }) =>
    statement.conditions
      .filter(({ qualifier, key }) => qualifier === "ForAllValues" && !mayLack.has(key.toLowerCase()))
      .filter(({ key }) => !testsOf(statement, key).some(({ operator }) => operator === "Null"))
      .map(({ operator, key, values }) => ({
        id: "policy-allows-with-for-all-values",
        severity: "warning",
        address,
        what: `${called(statement)} allows if ForAllValues:${operator} ${key} ${values.map(readable).join(", ")}`,
        reason: "the condition also holds for calls that have no such key",
        fix: `write ForAnyValue:${operator}, or add a Null condition that wants ${key} to be there`,
      })),
  );
}

/** Keys that limit the tags of a session, which may as well have none; and `amr`, of which another finding tells. */
const mayLack: ReadonlySet<string> = new Set([
  "aws:tagkeys",
  "sts:transitivetagkeys",
  "cognito-identity.amazonaws.com:amr",
]);
