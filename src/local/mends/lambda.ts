import { type Refusal, restRefusal, withJson } from "../answers";
import {
  type Answer,
  type AskMoto,
  type Call,
  type Handler,
  type Json,
  type Mend,
  jsonOf,
  succeeded,
  textOf,
  without,
} from "../call";
import { takingTurns } from "../turns";
import { entersVpc, refuseVpcRole } from "./lambda-vpc";
import { findRole, policiesOf, trusts } from "./roles";

/** What moto forgets of a function's configuration. */
interface Remembered {
  readonly KMSKeyArn?: string;
  readonly LoggingConfig?: Json;
  readonly TracingConfig?: Json;
  readonly EphemeralStorage?: Json;
}

const rememberedBlocks = ["LoggingConfig", "TracingConfig", "EphemeralStorage"] as const;

const policyLimit = 20_480;

/** Remembers the configuration that moto forgets, and refuses roles and resource policies that AWS refuses. */
export function lambda(accountId: string): Mend {
  const remembered = new Map<string, Remembered>();
  const inTurn = takingTurns();

  const keep = (call: Call, name: string): void => {
    const before = remembered.get(keyOf(call, name)) ?? {};
    remembered.set(keyOf(call, name), rememberedAfter(before, jsonOf(call)));
  };

  const shown = (call: Call, answer: Answer): Answer => {
    const body = jsonOf(answer);
    const nested = body["Configuration"] as Json | undefined;
    const configuration = nested ?? body;
    const name = configuration["FunctionName"];
    if (!succeeded(answer) || typeof name !== "string") return answer;
    const whole = { ...configuration, ...loggingDefaults(name), ...remembered.get(keyOf(call, name)) };
    return withJson(answer, nested ? { ...body, Configuration: whole } : whole);
  };

  const show: Handler = async (call, ask) => shown(call, await ask(call));

  const keepAndShow: Handler = async (call, ask) => {
    const refusal = (await refuseRole(call, ask)) ?? (await refuseVpc(call, ask));
    if (refusal) return restRefusal(refusal);
    const answer = await ask(call);
    if (succeeded(answer)) keep(call, call.parameters["function"] ?? textOf(jsonOf(call)["FunctionName"]));
    return shown(call, answer);
  };

  const deleteFunction: Handler = async (call, ask) => {
    const answer = await ask(call);
    const qualified = new URLSearchParams(call.url.split("?")[1]).has("Qualifier");
    if (succeeded(answer) && !qualified) remembered.delete(keyOf(call, call.parameters["function"] ?? ""));
    return answer;
  };

  const addPermission: Handler = (call, ask) =>
    inTurn(keyOf(call, call.parameters["function"] ?? ""), async () => {
      const policy = await ask(call, { method: "GET", body: "" });
      const name = keyOf(call, call.parameters["function"] ?? "").split("/")[1];
      const functionArn = `arn:aws:lambda:${call.region}:${accountId}:function:${name}`;
      const refusal = refuseStatement(textOf(jsonOf(policy)["Policy"]), jsonOf(call), functionArn);
      return refusal ? restRefusal(refusal) : ask(call);
    });

  // moto puts a second configuration behind the first, and goes on showing the first.
  const putEventInvokeConfig: Handler = (call, ask) =>
    inTurn(keyOf(call, call.parameters["function"] ?? ""), async () => {
      await ask(call, { method: "DELETE", body: "" });
      return ask(call);
    });

  return {
    service: "lambda",
    handlers: {
      "POST /2015-03-31/functions": keepAndShow,
      "GET /2015-03-31/functions/{function}": show,
      "DELETE /2015-03-31/functions/{function}": deleteFunction,
      "GET /2015-03-31/functions/{function}/configuration": show,
      "PUT /2015-03-31/functions/{function}/configuration": keepAndShow,
      "PUT /2015-03-31/functions/{function}/code": show,
      "POST /2015-03-31/functions/{function}/policy": addPermission,
      "PUT /2019-09-25/functions/{function}/event-invoke-config": putEventInvokeConfig,
    },
  };
}

/** Why AWS would not give a function its role; undefined when it would, or when none is given. */
async function refuseRole(call: Call, ask: AskMoto): Promise<Refusal | undefined> {
  const arn = jsonOf(call)["Role"];
  // What is no role's ARN, moto refuses as AWS does.
  if (typeof arn !== "string" || !arn.includes(":role/")) return undefined;
  const role = await findRole(call, ask, arn);
  return role && trusts(role.trust, "lambda.amazonaws.com")
    ? undefined
    : {
        status: 400,
        type: "InvalidParameterValueException",
        message: "The role defined for the function cannot be assumed by Lambda.",
      };
}

/** Why AWS would not put a function into a VPC with the role that it is given or has; undefined when it would. */
async function refuseVpc(call: Call, ask: AskMoto): Promise<Refusal | undefined> {
  if (!entersVpc(jsonOf(call))) return undefined;
  const arn = textOf(jsonOf(call)["Role"]) || textOf(jsonOf(await ask(call, { method: "GET", body: "" }))["Role"]);
  const role = await findRole(call, ask, arn);
  return refuseVpcRole(role ? await policiesOf(call, ask, role.name) : []);
}

/** What is remembered after a call that sets some of a function's configuration: an empty key takes it away. */
export function rememberedAfter(before: Remembered, set: Json): Remembered {
  const key = typeof set["KMSKeyArn"] === "string" ? set["KMSKeyArn"] : before.KMSKeyArn;
  const blocks = rememberedBlocks.filter((name) => typeof set[name] === "object" && set[name] !== null);
  return {
    ...without(before, "KMSKeyArn"),
    ...(key && { KMSKeyArn: key }),
    ...Object.fromEntries(blocks.map((name) => [name, set[name]])),
  };
}

/** Why AWS would not add a statement to a function's resource policy; undefined when it would. */
export function refuseStatement(policy: string, added: Json, functionArn: string): Refusal | undefined {
  const id = textOf(added["StatementId"]);
  const statements = policy === "" ? [] : ((JSON.parse(policy) as { Statement?: Json[] }).Statement ?? []);
  if (statements.some(({ Sid }) => Sid === id)) {
    return {
      status: 409,
      type: "ResourceConflictException",
      message: `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    };
  }
  const whole = { Version: "2012-10-17", Id: "default", Statement: [...statements, statementOf(added, functionArn)] };
  const size = Buffer.byteLength(JSON.stringify(whole));
  if (size <= policyLimit) return undefined;
  return {
    status: 400,
    type: "PolicyLengthExceededException",
    message: `The final policy size (${size}) is bigger than the limit (${policyLimit}).`,
  };
}

/** The statement that AWS makes of an AddPermission call. */
function statementOf({ StatementId, Action, Principal, SourceArn, SourceAccount }: Json, functionArn: string): Json {
  const principal = textOf(Principal);
  const who = principal.includes(".") ? { Service: principal } : { AWS: principal };
  const condition = {
    ...(SourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
    ...(SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": SourceArn } }),
  };
  return {
    Sid: StatementId,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : who,
    Action,
    Resource: functionArn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function loggingDefaults(name: string): Remembered {
  return { LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` } };
}

/** A function may be named by name, partial ARN or ARN, each with a version or alias behind. */
function keyOf({ region }: Call, name: string): string {
  const bare = name.includes(":function:") ? (name.split(":function:")[1] ?? "") : name;
  return `${region}/${bare.split(":")[0]}`;
}
