import { type Api, type Route } from "../../access/api-gateway/facts/api";
import { arnParts } from "../../access/iam/arn";
import { type ConditionTest, type Policy, type Statement } from "../../access/iam/policy";
import { isKnown, piecesOf, readable } from "../../access/symbols";
import { type Rule } from "../facts";
import { type Finding } from "../finding";
import { callOf, isAbout, isStaged } from "./calls";
import { addressOf } from "./policy-address";
import { apisByAddress } from "./policy-routes";
import { called, named } from "./statements";

/** What the resource policy of a REST API can't have meant. */
export const resourcePolicyRule: Rule = (facts) =>
  apisByAddress(facts).flatMap((stages) => {
    const [{ address, resourcePolicy: policy }] = stages;
    if (policy === undefined) return [];
    const owned = { stages, policy, address: addressOf(facts, policy, address) };
    return policy.statements.flatMap((statement) => [
      ...forEverybody(owned, statement),
      ...federatedRole(owned, statement),
    ]);
  });

interface Owned {
  /** The API, once for each stage. */
  readonly stages: readonly Api[];
  readonly policy: Policy;
  /** The address of the resource that the policy stands in. */
  readonly address: string;
}

function forEverybody({ stages, policy, address }: Owned, statement: Statement): readonly Finding[] {
  if (!allowsEverybody(statement, stages)) return [];
  const reached = stages.filter(isStaged).flatMap((api) =>
    api.routes.filter((route) => {
      const call = callOf(api, route);
      return route.auth.kind === "iam" && admits(policy, statement, call) && !isConfined(policy, call, stages);
    }),
  );
  if (reached.length === 0) return [];
  return [
    {
      id: "resource-policy-allows-everybody",
      severity: "error",
      address,
      what: `${called(statement)} allows everybody ${listed(reached)}, which ask for signed requests`,
      reason:
        "within the account the Allow is enough: whoever can sign may call them, guests and members of every group alike, whatever their roles say",
      fix: "leave routes of AWS_IAM out of the Allow (the callers' roles allow, denials still hold), or name roles in Principal",
    },
  ];
}

/** Whether a statement allows whoever calls, the API's own account at least. */
export function allowsEverybody(statement: Statement, apis: readonly Api[]): boolean {
  const everybody = named(statement).some(({ type, value }) => (type === "*" || type === "AWS") && value === "*");
  const confined = statement.conditions.some((test) => isOfCaller(test.key) && !isOfAccount(test, apis));
  return statement.effect === "Allow" && everybody && !confined;
}

/** Whether a statement may deny a call by who makes it: all but some principals, or all but an organization's. */
function isConfined(policy: Policy, request: ReturnType<typeof callOf>, apis: readonly Api[]): boolean {
  return policy.statements.some(
    (statement) =>
      statement.effect === "Deny" &&
      (statement.principals?.negated === true ||
        statement.conditions.some((test) => sparesSome(test) && isOfCaller(test.key) && !isOfOthers(test, apis))) &&
      isAbout(policy, statement, request) !== false,
  );
}

/** Whether a test of a Deny spares those whom it names, or who have a key at all. */
const sparesSome = ({ operator }: ConditionTest) => operator.includes("Not") || /^(Null|Bool)$/.test(operator);

/** Whether a key is about who calls, and not about where from or when. */
const isOfCaller = (key: string) => /^aws:(principal|user|federatedprovider|source(arn|account|identity))/i.test(key);

/** Whether a test lets in the whole account that the API is in. */
const isOfAccount = (test: ConditionTest, apis: readonly Api[]) =>
  !test.operator.includes("Not") && namesAccount(test, apis);

/** Whether a test is about all accounts but the API's. */
const isOfOthers = (test: ConditionTest, apis: readonly Api[]) =>
  test.operator.includes("Not") && namesAccount(test, apis);

const namesAccount = ({ key, values }: ConditionTest, apis: readonly Api[]) =>
  key.toLowerCase() === "aws:principalaccount" &&
  apis.some(({ accountId }) => isKnown(accountId) && values.includes(accountId));

/** Whether a statement is about some call of a route, as far as the statement is known. Preflights are nobody's. */
function admits(policy: Policy, statement: Statement, request: ReturnType<typeof callOf>): boolean {
  const { resources } = statement;
  if (resources.negated) return isAbout(policy, statement, request) === true;
  return resources.patterns.some((pattern) => {
    if (arnParts(pattern)[5]?.split("/")[2] === "OPTIONS") return false;
    const about = isAbout(policy, { ...statement, resources: { negated: false, patterns: [pattern] } }, request);
    const known = piecesOf(pattern).every((piece) => typeof piece === "string" || piece.kind === "identity");
    return known ? about !== false : about === true;
  });
}

function listed(routes: readonly Route[]): string {
  const labels = [...new Set(routes.map(({ label }) => label))];
  const shown = labels.slice(0, 5).join(", ");
  return labels.length > 5 ? `${shown} and ${labels.length - 5} more routes` : shown;
}

function federatedRole({ address }: Owned, statement: Statement): readonly Finding[] {
  return named(statement)
    .filter(({ type, value }) => type === "Federated" && /:(role|assumed-role)\//.test(readable(value)))
    .map(({ value }) => ({
      id: "resource-policy-names-federated-role",
      severity: "error",
      address,
      what: `${called(statement)} names the role ${readable(value)} as Federated`,
      reason: "a role is no provider of identities, so that the statement is about nobody",
      fix: "name the role under AWS",
    }));
}
