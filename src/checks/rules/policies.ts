import { arnParts, fitsAction } from "../../access/iam/arn";
import { type Policy, type Statement } from "../../access/iam/policy";
import { type Role } from "../../access/iam/role";
import { readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { called, namesAction } from "./statements";
import { addressOf } from "./policy-address";
import { cognitoTrusts } from "./trust";

/** What the permissions of a role can't have meant, whatever APIs there are. */
export const policyRule: Rule = (facts) =>
  facts.roles.flatMap((role) =>
    role.policies.flatMap((policy) =>
      policy.statements
        .filter(({ effect }) => effect === "Allow")
        .flatMap((statement) => [everyApi, management].flatMap((rule) => rule({ facts, role, policy, statement }))),
    ),
  );

interface Allowing {
  readonly facts: Facts;
  readonly role: Role;
  readonly policy: Policy;
  readonly statement: Statement;
}

function everyApi({ facts, role, policy, statement }: Allowing): readonly Finding[] {
  const { actions, resources } = statement;
  const invokes =
    !actions.negated && actions.patterns.some((pattern) => fitsAction(pattern, "execute-api:Invoke") === true);
  // A role that may do anything is not about APIs, unless users get it.
  const meant = namesAction(statement, "execute-api:") || cognitoTrusts(role).length > 0;
  const wide = resources.negated ? undefined : resources.patterns.find(isEveryApi);
  if (!invokes || !meant || wide === undefined) return [];
  return [
    {
      id: "policy-allows-every-api",
      severity: "warning",
      address: addressOf(facts, policy, role.address),
      what: `${called(statement)} allows ${role.address} ${actions.patterns.map(readable).join(", ")} on ${readable(wide)}`,
      reason: "that is every API of the account, also those that are yet to come",
      fix: "name the API's id, its stage, and the methods and paths that are meant",
    },
  ];
}

/** Whether a resource stands for APIs of any id. */
function isEveryApi(pattern: string): boolean {
  if (/^\*+$/.test(pattern)) return true;
  const [, , service, , , api = "*"] = arnParts(pattern);
  return service === "execute-api" && /^\*+(\/|$)/.test(api);
}

function management({ facts, role, policy, statement }: Allowing): readonly Finding[] {
  const { actions, resources } = statement;
  const managing = namesAction(statement, "apigateway:");
  const onCalls = resources.patterns.some((pattern) => arnParts(pattern)[2] === "execute-api");
  const invokes = actions.patterns.some((pattern) => fitsAction(pattern, "execute-api:Invoke") === true);
  if (!managing || invokes || (cognitoTrusts(role).length === 0 && !onCalls)) return [];
  return [
    {
      id: "policy-with-action-of-management",
      severity: "error",
      address: addressOf(facts, policy, role.address),
      what: `${called(statement)} allows ${role.address} ${actions.patterns.map(readable).join(", ")}`,
      reason: "apigateway: actions read and change an API's configuration; who has them can't call it by them",
      fix: "write execute-api:Invoke, on arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>",
    },
  ];
}
