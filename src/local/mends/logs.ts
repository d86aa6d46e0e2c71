import { json11Refusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { takingTurns } from "../turns";
import { keyPolicy, letsServiceUseKey } from "./kms";

/**
 * Lets a metric filter be changed, of which moto would make a second one and go on showing the first, and refuses one
 * of a log group that is not there. Refuses a key that CloudWatch Logs may not use.
 */
export function logs(accountId: string): Mend {
  const inTurn = takingTurns();

  const checkingKey: Handler = async (call, ask) => {
    const { kmsKeyId, logGroupName, resourceIdentifier } = jsonOf(call);
    if (textOf(kmsKeyId) === "") return ask(call);
    const policy = await keyPolicy(call, ask, textOf(kmsKeyId));
    if (policy !== undefined && letsServiceUseKey(policy, `logs.${call.region}.amazonaws.com`)) return ask(call);
    const arn = `arn:aws:logs:${call.region}:${accountId}:log-group:${textOf(logGroupName)}`;
    const message = `The specified KMS key does not exist or is not allowed to be used with Arn '${textOf(resourceIdentifier) || arn}'`;
    return json11Refusal({ status: 400, type: "AccessDeniedException", message });
  };

  const putMetricFilter: Handler = (call, ask) => {
    const { logGroupName, filterName } = jsonOf(call);
    return inTurn(`${call.region}/${textOf(logGroupName)}/${textOf(filterName)}`, async () => {
      if (!(await hasLogGroup(call, ask, textOf(logGroupName)))) {
        const message = "The specified log group does not exist.";
        return json11Refusal({ status: 400, type: "ResourceNotFoundException", message });
      }
      const old = await metricFilter(call, ask);
      if (!old) return ask(call);
      await ask(call, { target: "DeleteMetricFilter", body: JSON.stringify({ logGroupName, filterName }) });
      const answer = await ask(call);
      if (!succeeded(answer)) await ask(call, { body: JSON.stringify(old) });
      return answer;
    });
  };
  return {
    service: "logs",
    handlers: { PutMetricFilter: putMetricFilter, CreateLogGroup: checkingKey, AssociateKmsKey: checkingKey },
  };
}

async function hasLogGroup(call: Call, ask: AskMoto, name: string): Promise<boolean> {
  const body = JSON.stringify({ logGroupNamePrefix: name });
  const { logGroups = [] } = jsonOf(await ask(call, { target: "DescribeLogGroups", body }));
  return (logGroups as Json[]).some(({ logGroupName }) => logGroupName === name);
}

async function metricFilter(call: Call, ask: AskMoto): Promise<Json | undefined> {
  const { logGroupName, filterName } = jsonOf(call);
  const body = JSON.stringify({ logGroupName, filterNamePrefix: filterName });
  const { metricFilters = [] } = jsonOf(await ask(call, { target: "DescribeMetricFilters", body }));
  return (metricFilters as Json[]).find((filter) => filter["filterName"] === filterName);
}
