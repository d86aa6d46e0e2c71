import { restJson, restRefusal, withJson } from "../answers";
import { type Answer, type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { type Tags } from "./tags";

/** The stages of HTTP APIs, which moto can't change, and their tags, which it forgets. */
export class HttpApiStages {
  /** What UpdateStage has set, by `<api>/<stage>`. */
  private readonly changes = new Map<string, Json>();
  private readonly tags = new Map<string, Tags>();

  /** Forgets the stages of an API. */
  deleteAll(api: string): void {
    for (const key of new Set([...this.changes.keys(), ...this.tags.keys()])) {
      if (key.startsWith(`${api}/`)) this.forget(key);
    }
  }

  private readonly create: Handler = async (call, ask) => {
    const { api = "" } = call.parameters;
    const name = textOf(jsonOf(call)["stageName"]);
    const there = await ask(call, { method: "GET", url: `${pathOf(call)}/${encodeURIComponent(name)}`, body: "" });
    if (succeeded(there)) {
      return restRefusal({ status: 409, type: "ConflictException", message: "Stage already exists" });
    }
    const answer = await ask(call);
    if (!succeeded(answer)) return answer;
    this.tags.set(`${api}/${name}`, (jsonOf(call)["tags"] ?? {}) as Tags);
    return this.shown(call, answer);
  };

  private readonly update: Handler = async (call, ask) => {
    const there = await ask(call, { method: "GET", body: "" });
    if (!succeeded(there)) return there;
    const key = keyOf(call);
    this.changes.set(key, { ...this.changes.get(key), ...jsonOf(call) });
    return this.shown(call, there);
  };

  private readonly show: Handler = async (call, ask) => this.shown(call, await ask(call));

  private readonly list: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (!succeeded(answer)) return answer;
    const items = (jsonOf(answer)["items"] ?? []) as Json[];
    return withJson(answer, { items: items.map((stage) => this.shownStage(call.parameters["api"] ?? "", stage)) });
  };

  private readonly remove: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (succeeded(answer)) this.forget(keyOf(call));
    return answer;
  };

  private readonly removeAccessLog: Handler = async (call, ask) => {
    const stage = pathOf(call).replace(/\/accesslogsettings$/, "");
    const there = await ask(call, { method: "GET", url: stage, body: "" });
    if (!succeeded(there)) return there;
    const key = keyOf(call);
    this.changes.set(key, { ...this.changes.get(key), accessLogSettings: undefined });
    return { ...restJson(204, {}), body: Buffer.alloc(0) };
  };

  private readonly tag: Handler = async (call, ask) => {
    const key = /\/apis\/([^/]+)\/stages\/([^/]+)$/
      .exec(call.parameters["arn"] ?? "")
      ?.slice(1)
      .join("/");
    // The tags of an API are moto's.
    if (key === undefined) return ask(call);
    const now = this.tags.get(key) ?? {};
    if (call.method === "GET") return restJson(200, { tags: now });
    const removed = new Set(new URLSearchParams(call.url.split("?")[1]).getAll("tagKeys"));
    const kept = Object.entries(now).filter(([name]) => !removed.has(name));
    this.tags.set(key, { ...Object.fromEntries(kept), ...((jsonOf(call)["tags"] ?? {}) as Tags) });
    return restJson(call.method === "POST" ? 201 : 204, {});
  };

  /** Every operation on stages, and those on tags. */
  readonly handlers: Mend["handlers"] = {
    "POST /v2/apis/{api}/stages": this.create,
    "GET /v2/apis/{api}/stages": this.list,
    "GET /v2/apis/{api}/stages/{stage}": this.show,
    "PATCH /v2/apis/{api}/stages/{stage}": this.update,
    "DELETE /v2/apis/{api}/stages/{stage}": this.remove,
    "DELETE /v2/apis/{api}/stages/{stage}/accesslogsettings": this.removeAccessLog,
    "GET /v2/tags/{arn}": this.tag,
    "POST /v2/tags/{arn}": this.tag,
    "DELETE /v2/tags/{arn}": this.tag,
  };

  private shown(call: Call, answer: Answer): Answer {
    if (!succeeded(answer)) return answer;
    return withJson(answer, this.shownStage(call.parameters["api"] ?? "", jsonOf(answer)));
  }

  private shownStage(api: string, stage: Json): Json {
    const key = `${api}/${textOf(stage["stageName"])}`;
    return { ...stage, ...this.changes.get(key), tags: this.tags.get(key) ?? {} };
  }

  private forget(key: string): void {
    this.changes.delete(key);
    this.tags.delete(key);
  }
}

function keyOf({ parameters }: Call): string {
  return `${parameters["api"] ?? ""}/${parameters["stage"] ?? ""}`;
}

function pathOf({ url }: Call): string {
  return url.split("?")[0] ?? "";
}
