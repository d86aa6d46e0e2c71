import { type Answer, type AskMoto, type Call, type Json, jsonOf, succeeded, textOf } from "../call";
import { type Imported } from "./open-api";

/** An import whose routes moto has taken already. */
export interface Import {
  readonly call: Call;
  readonly ask: AskMoto;
  readonly api: string;
  readonly imported: Imported;
  readonly mode: "merge" | "overwrite";
}

/** The ids of what an import has made in moto. */
export interface Ids {
  readonly rootResourceId: string | undefined;
  /** By name. */
  readonly authorizerIds: ReadonlyMap<string, string>;
  readonly validatorIds: ReadonlyMap<string, string>;
}

/** Brings into moto what it overlooks in a document: name, gateway responses, models, authorizers and validators. */
export async function importInto(work: Import): Promise<Ids> {
  if (work.mode === "overwrite") await rename(work);
  await putGatewayResponses(work);
  await putModels(work);
  const authorizerIds = await putNamed(work, "authorizers", work.imported.authorizers);
  const validatorIds = await putNamed(work, "requestvalidators", work.imported.validators);
  // moto makes a new root when it overwrites, and goes on showing the id of the old one.
  const root = (await items(work, "resources")).find(({ path }) => path === "/")?.["id"];
  return { rootResourceId: root === undefined ? undefined : textOf(root), authorizerIds, validatorIds };
}

/** The paths of the resources that an API has. */
export async function resourcePaths(work: Pick<Import, "call" | "ask" | "api">): Promise<string[]> {
  return (await items(work, "resources")).map(({ path }) => textOf(path));
}

async function rename({ call, ask, api, imported: { name, description } }: Import): Promise<void> {
  const patchOperations = [
    ...(name === undefined ? [] : [{ op: "replace", path: "/name", value: name }]),
    { op: "replace", path: "/description", value: description ?? null },
  ];
  checked(await ask(call, { method: "PATCH", url: `/restapis/${api}`, body: JSON.stringify({ patchOperations }) }));
}

async function putGatewayResponses(work: Import): Promise<void> {
  const { call, ask, api, imported, mode } = work;
  const url = (type: string): string => `/restapis/${api}/gatewayresponses/${type}`;
  if (mode === "overwrite") {
    for (const { responseType } of await items(work, "gatewayresponses")) {
      if (imported.gatewayResponses.has(textOf(responseType))) continue;
      checked(await ask(call, { method: "DELETE", url: url(textOf(responseType)), body: "" }));
    }
  }
  for (const [type, { statusCode, responseParameters, responseTemplates }] of imported.gatewayResponses) {
    const body = { statusCode: textOf(statusCode) || undefined, responseParameters, responseTemplates };
    checked(await ask(call, { method: "PUT", url: url(type), body: JSON.stringify(body) }));
  }
}

async function putModels(work: Import): Promise<void> {
  const { call, ask, api, imported, mode } = work;
  const url = `/restapis/${api}/models`;
  for (const { name } of await items(work, "models")) {
    if (mode === "merge" && !imported.models.has(textOf(name))) continue;
    checked(await ask(call, { method: "DELETE", url: `${url}/${textOf(name)}`, body: "" }));
  }
  for (const [name, text] of imported.models) {
    // What a schema refers to is a model of the API from now on.
    const schema = text.replaceAll("#/components/schemas/", `https://apigateway.amazonaws.com${url}/`);
    const body = { name, contentType: "application/json", schema };
    checked(await ask(call, { method: "POST", url, body: JSON.stringify(body) }));
  }
}

/** Puts what has a name, but is known by an id that each import makes anew; answers the ids by name. */
async function putNamed(
  work: Import,
  collection: "authorizers" | "requestvalidators",
  wanted: ReadonlyMap<string, Json>,
): Promise<Map<string, string>> {
  const { call, ask, api, mode } = work;
  const url = `/restapis/${api}/${collection}`;
  const ids = new Map<string, string>();
  for (const { id, name } of await items(work, collection)) {
    if (mode === "overwrite" || wanted.has(textOf(name)))
      checked(await ask(call, { method: "DELETE", url: `${url}/${textOf(id)}`, body: "" }));
    else ids.set(textOf(name), textOf(id));
  }
  for (const [name, body] of wanted) {
    const created = checked(await ask(call, { method: "POST", url, body: JSON.stringify(body) }));
    ids.set(name, textOf(jsonOf(created)["id"]));
  }
  return ids;
}

async function items({ call, ask, api }: Pick<Import, "call" | "ask" | "api">, collection: string): Promise<Json[]> {
  const answer = checked(await ask(call, { method: "GET", url: `/restapis/${api}/${collection}`, body: "" }));
  return (jsonOf(answer)["item"] ?? []) as Json[];
}

function checked(answer: Answer): Answer {
  if (!succeeded(answer)) throw new Error(`import of the REST API: ${answer.body.toString("utf8")}`);
  return answer;
}
