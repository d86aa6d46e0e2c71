import { type Formula } from "../formula";
import { evaluate } from "../iam/evaluate";
import { type ConditionTest, type PrincipalPattern, type Statement } from "../iam/policy";
import { type IamRequest } from "../iam/request";
import { type Role } from "../iam/role";
import { roleLabel } from "./role-label";
import { type Step } from "../step";
import { readable } from "../symbols";

/** Why a role's trust refuses a request: what the statement that comes closest to allowing it asks for instead. */
export function refusalOf(role: Role, request: IamRequest, denied: Formula): readonly Step[] {
  const step = (text: string, statement?: Statement): Step => ({
    text,
    address: role.trust.address,
    ...(statement === undefined ? {} : { statement: statement.name }),
    section: "2",
  });
  const { statements } = role.trust;
  if (denied === true) {
    const denying = evaluate([role.trust], request).applying.find(({ effect }) => effect === "Deny");
    return [
      step(`a statement in the trust of role ${roleLabel(role)} denies it`, named(statements, denying?.statement)),
    ];
  }
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const faults = allowing.map((statement) => ({ statement, texts: faultsOf(statement, role, request) }));
  const [closest] = faults.toSorted((a, b) => a.texts.length - b.texts.length);
  if (closest === undefined) return [step(`the trust of role ${roleLabel(role)} lets nobody have it`)];
  return closest.texts.map((text) => step(`the trust of role ${roleLabel(role)} ${text}`, closest.statement));
}

function named(statements: readonly Statement[], name: string | undefined): Statement | undefined {
  return statements.find((statement) => statement.name === name);
}

/** Each of a statement's elements is asked alone: what refuses alone is at fault. */
function faultsOf(statement: Statement, role: Role, request: IamRequest): readonly string[] {
  const bare: Statement = { ...statement, actions: { negated: false, patterns: ["*"] }, conditions: [] };
  const principals = {
    negated: false,
    patterns: [{ type: "Federated", value: "cognito-identity.amazonaws.com" } as const],
  };
  const refuses = (changes: Partial<Statement>) => {
    const policy = { ...role.trust, statements: [{ ...bare, ...changes }] };
    return evaluate([policy], request).allowed === false;
  };
  const faults: string[] = [];
  if (refuses({})) faults.push(`names ${principalsText(statement)}, not Federated cognito-identity.amazonaws.com`);
  if (refuses({ principals, actions: statement.actions })) {
    faults.push(`allows ${statement.actions.patterns.join(", ") || "nothing"}, not ${request.action}`);
  }
  for (const test of statement.conditions) {
    if (refuses({ principals, conditions: [test] })) faults.push(conditionFault(test, request));
  }
  return faults.length > 0 ? faults : ["does not allow it"];
}

function principalsText({ principals }: Statement): string {
  if (principals === undefined) return "nobody";
  const one = ({ type, value }: PrincipalPattern) => (type === "*" ? "*" : `${type} ${readable(value)}`);
  return `${principals.negated ? "everybody but " : ""}${principals.patterns.map(one).join(", ") || "nobody"}`;
}

function conditionFault({ operator, qualifier, ifExists, key, values }: ConditionTest, request: IamRequest): string {
  const name = `${qualifier === undefined ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
  const actual = request.keys.get(key.toLowerCase()) ?? [];
  const asks = `asks for ${name} ${key} ${values.map(readable).join(" or ")}`;
  return actual.length === 0
    ? `${asks}, a key that requests of Cognito do not have`
    : `${asks}, and it is ${actual.map(readable).join(", ")}`;
}
