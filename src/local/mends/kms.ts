import { type Refusal, json11Refusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Mend, jsonOf, succeeded, textOf } from "../call";
import { allowances, coversAction, principalsOf } from "./policies";

/** Refuses key policies that would shut the account out of its own key. */
export function kms(accountId: string): Mend {
  const checking: Handler = async (call, ask) => {
    const { Policy, BypassPolicyLockoutSafetyCheck } = jsonOf(call);
    const refusal =
      typeof Policy === "string" && BypassPolicyLockoutSafetyCheck !== true
        ? refuseKeyPolicy(Policy, accountId)
        : undefined;
    return refusal ? json11Refusal(refusal) : ask(call);
  };
  return { service: "kms", handlers: { CreateKey: checking, PutKeyPolicy: checking } };
}

/** Why KMS would not save a key policy; undefined when it would: the account must be able to change it again. */
export function refuseKeyPolicy(policy: string, accountId: string): Refusal | undefined {
  const ours = new RegExp(`^(\\*|${accountId}|arn:aws:(iam|sts)::${accountId}:.+)$`);
  const keeps = allowances(policy).some(
    (statement) =>
      coversAction(statement, "kms:PutKeyPolicy") && principalsOf(statement, "AWS").some((who) => ours.test(who)),
  );
  if (keeps) return undefined;
  const message = "The new key policy will not allow you to update the key policy in the future.";
  return { status: 400, type: "MalformedPolicyDocumentException", message };
}

/** Whether a key's policy lets a service of AWS use the key, be it with conditions. */
export function letsServiceUseKey(policy: string, service: string): boolean {
  return allowances(policy).some(
    (statement) =>
      principalsOf(statement, "Service").includes(service) &&
      coversAction(statement, "kms:Encrypt") &&
      coversAction(statement, "kms:Decrypt"),
  );
}

/** The policy of a key; undefined when there is no such key. */
export async function keyPolicy(call: Call, ask: AskMoto, key: string): Promise<string | undefined> {
  const input = { KeyId: key, PolicyName: "default" };
  const answer = await ask(call, { elsewhere: { service: "kms", target: "TrentService.GetKeyPolicy", input } });
  return succeeded(answer) ? textOf(jsonOf(answer)["Policy"]) : undefined;
}
