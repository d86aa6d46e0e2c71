import { type Refusal, iamRefusal } from "../answers";
import { type Handler, type Mend, fieldsOf, succeeded } from "../call";
import { takingTurns } from "../turns";
import { refuseStatements } from "./policies";
import { refuseTrustStatements } from "./trust-policy";

const limits = { inline: 10_240, managed: 6144, trust: 2048, roleName: 64 };

/** Refuses what IAM refuses and moto takes: names, policies that say nothing, open trust in identity pools, sizes. */
export function iam(): Mend {
  const inline = new Map<string, Map<string, string>>();
  const inTurn = takingTurns();

  const putRolePolicy: Handler = (call, ask) => {
    const fields = fieldsOf(call);
    const role = fields.get("RoleName") ?? "";
    return inTurn(role, async () => {
      const document = fields.get("PolicyDocument") ?? "";
      const policies = new Map(inline.get(role)).set(fields.get("PolicyName") ?? "", document);
      const refusal = refuseStatements(document) ?? refuseInlinePolicies(role, policies.values());
      if (refusal) return iamRefusal(refusal);
      const answer = await ask(call);
      if (succeeded(answer)) inline.set(role, policies);
      return answer;
    });
  };

  const deleteRolePolicy: Handler = (call, ask) => {
    const fields = fieldsOf(call);
    const role = fields.get("RoleName") ?? "";
    return inTurn(role, async () => {
      const answer = await ask(call);
      if (succeeded(answer)) inline.get(role)?.delete(fields.get("PolicyName") ?? "");
      return answer;
    });
  };

  const createRole = checking("AssumeRolePolicyDocument", refuseTrust);

  return {
    service: "iam",
    handlers: {
      CreateRole: async (call, ask) => {
        const refusal = refuseRoleName(fieldsOf(call).get("RoleName") ?? "");
        return refusal ? iamRefusal(refusal) : createRole(call, ask);
      },
      UpdateAssumeRolePolicy: checking("PolicyDocument", refuseTrust),
      CreatePolicy: checking("PolicyDocument", refuseManagedPolicy),
      CreatePolicyVersion: checking("PolicyDocument", refuseManagedPolicy),
      PutRolePolicy: putRolePolicy,
      DeleteRolePolicy: deleteRolePolicy,
    },
  };
}

/** Why IAM would not save a trust policy; undefined when it would. */
export function refuseTrust(document: string): Refusal | undefined {
  const refusal = refuseTrustStatements(document);
  if (refusal) return refusal;
  return sizeOf(document) > limits.trust
    ? exceeded(`Cannot exceed quota for ACLSizePerRole: ${limits.trust}`)
    : undefined;
}

/** Why IAM would not take a role's name; undefined when it would. */
export function refuseRoleName(name: string): Refusal | undefined {
  if (!/^[\w+=,.@-]*$/.test(name)) {
    return invalid(
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
  }
  const rule = name === "" ? "greater than or equal to 1" : `less than or equal to ${limits.roleName}`;
  return name !== "" && name.length <= limits.roleName
    ? undefined
    : invalid(
        `1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must have length ${rule}`,
      );
}

/** Why IAM would not save the inline policies of a role together; undefined when it would. */
export function refuseInlinePolicies(role: string, documents: Iterable<string>): Refusal | undefined {
  const size = [...documents].reduce((sum, document) => sum + sizeOf(document), 0);
  return size > limits.inline
    ? exceeded(`Maximum policy size of ${limits.inline} bytes exceeded for role ${role}`)
    : undefined;
}

/** Why IAM would not save a managed policy; undefined when it would. */
export function refuseManagedPolicy(document: string): Refusal | undefined {
  return sizeOf(document) > limits.managed
    ? exceeded(`Cannot exceed quota for PolicySize: ${limits.managed}`)
    : undefined;
}

function checking(field: string, refuse: (document: string) => Refusal | undefined): Handler {
  return async (call, ask) => {
    const refusal = refuse(fieldsOf(call).get(field) ?? "");
    return refusal ? iamRefusal(refusal) : ask(call);
  };
}

/** IAM does not count white space. */
function sizeOf(document: string): number {
  return document.replaceAll(/\s/g, "").length;
}

function invalid(message: string): Refusal {
  return { status: 400, type: "ValidationError", message };
}

function exceeded(message: string): Refusal {
  return { status: 409, type: "LimitExceeded", message };
}
