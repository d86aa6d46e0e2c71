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

/** Brings into moto what it overlooks in a document: name, authorizers and gateway responses. */
export async function importInto(
  work: Import,
): Promise<{ rootResourceId: string | undefined; authorizerIds: Map<string, string> }> {
  if (work.mode === "overwrite") await rename(work);
  await putGatewayResponses(work);
  const authorizerIds = await putAuthorizers(work);
  // moto makes a new root when it overwrites, and goes on showing the id of the old one.
  const root = (await items(work, "resources")).find(({ path }) => path === "/")?.["id"];
  return { rootResourceId: root === undefined ? undefined : textOf(root), authorizerIds };
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

async function putAuthorizers(work: Import): Promise<Map<string, string>> {
  const { call, ask, api, imported, mode } = work;
  const url = `/restapis/${api}/authorizers`;
  const ids = new Map<string, string>();
  for (const { id, name } of await items(work, "authorizers")) {
    const replaced = imported.authorizers.has(textOf(name));
    if (mode === "overwrite" || replaced)
      checked(await ask(call, { method: "DELETE", url: `${url}/${textOf(id)}`, body: "" }));
    else ids.set(textOf(name), textOf(id));
  }
  for (const [name, body] of imported.authorizers) {
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
