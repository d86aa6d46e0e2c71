import { type Refusal, json11Refusal } from "../answers";
import { type Handler, type Json, type Mend, jsonOf, textOf } from "../call";

/** Refuses parameters that are too long for their tier. */
export function ssm(): Mend {
  const putParameter: Handler = async (call, ask) => {
    const refusal = refuseParameter(jsonOf(call));
    return refusal ? json11Refusal(refusal) : ask(call);
  };
  return { service: "ssm", handlers: { PutParameter: putParameter } };
}

/** Why Systems Manager would not save a parameter; undefined when it would. Intelligent tiering chooses the advanced tier. */
export function refuseParameter({ Tier, Value }: Json): Refusal | undefined {
  const standard = Tier === undefined || Tier === "" || Tier === "Standard";
  const limit = standard ? 4096 : 8192;
  if (textOf(Value).length <= limit) return undefined;
  const name = standard ? "Standard" : "Advanced";
  const message = `${name} tier parameters support a maximum parameter value of ${limit} characters.`;
  return { status: 400, type: "ValidationException", message };
}
