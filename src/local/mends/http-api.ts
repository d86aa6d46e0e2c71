import { restJson, restRefusal } from "../answers";
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
} from "../call";
import { takingTurns } from "../turns";
import { type HttpApiDocument, readHttpApi, refuseHttpApi } from "./http-api-document";
import { refuseIssuer, refuseIssuers } from "./http-api-issuers";
import { HttpApiStages } from "./http-api-stages";

/** Reads the OpenAPI documents of HTTP APIs as AWS does, and keeps what moto loses of such APIs. */
export function httpApi(): Mend {
  return new HttpApis().mend();
}

class HttpApis {
  /** moto can't list authorizers: their ids by API. */
  private readonly authorizers = new Map<string, Set<string>>();
  private readonly stages = new HttpApiStages();
  private readonly inTurn = takingTurns();

  mend(): Mend {
    return {
      service: "apigateway",
      handlers: {
        "PUT /v2/apis": this.import,
        "PUT /v2/apis/{api}": this.reimport,
        "DELETE /v2/apis/{api}": this.remove,
        "POST /v2/apis/{api}/authorizers": this.createAuthorizer,
        "GET /v2/apis/{api}/authorizers": this.listAuthorizers,
        "PATCH /v2/apis/{api}/authorizers/{authorizer}": this.updateAuthorizer,
        "DELETE /v2/apis/{api}/authorizers/{authorizer}": this.removeAuthorizer,
        ...this.stages.handlers,
      },
    };
  }

  private readonly import: Handler = async (call, ask) => {
    const read = documentOf(call);
    const refusal = refuseHttpApi(read) ?? (await refuseIssuers(call, ask, read.authorizers));
    if (refusal) return restRefusal(refusal);
    const body = JSON.stringify({ name: read.name, protocolType: "HTTP" });
    const created = await ask(call, { method: "POST", url: "/v2/apis", body });
    return succeeded(created) ? this.replace(call, ask, textOf(jsonOf(created)["apiId"]), read) : created;
  };

  private readonly reimport: Handler = (call, ask) => {
    const { api = "" } = call.parameters;
    return this.inTurn(api, async () => {
      const there = await ask(call, { method: "GET", url: `/v2/apis/${api}`, body: "" });
      if (!succeeded(there)) return there;
      const read = documentOf(call);
      const refusal = refuseHttpApi(read) ?? (await refuseIssuers(call, ask, read.authorizers));
      return refusal ? restRefusal(refusal) : this.replace(call, ask, api, read);
    });
  };

  /**
   * Puts a document in the place of all that the API has been: CORS too, unless the document has it. moto's own import
   * would take the stages away.
   */
  private async replace(call: Call, ask: AskMoto, api: string, read: HttpApiDocument): Promise<Answer> {
    const at = new HttpApi(call, ask, api);
    for (const route of await at.items("routes")) await at.delete(`routes/${textOf(route["routeId"])}`);
    for (const integration of await at.items("integrations")) {
      await at.delete(`integrations/${textOf(integration["integrationId"])}`);
    }
    for (const id of this.authorizers.get(api) ?? []) await at.delete(`authorizers/${id}`);
    const ids = new Map<string, string>();
    for (const [name, body] of read.authorizers) {
      ids.set(name, textOf((await at.post("authorizers", body))["authorizerId"]));
    }
    this.authorizers.set(api, new Set(ids.values()));
    for (const route of read.routes) await putRoute(at, route, ids);
    const { name, version, description, cors, disableExecuteApiEndpoint } = read;
    await at.delete("cors");
    const settings = { name, version, description, corsConfiguration: cors, disableExecuteApiEndpoint };
    return restJson(201, await at.send("PATCH", "", settings));
  }

  private readonly remove: Handler = async (call, ask) => {
    const answer = await ask(call);
    const { api = "" } = call.parameters;
    if (succeeded(answer)) {
      this.authorizers.delete(api);
      this.stages.deleteAll(api);
    }
    return answer;
  };

  private readonly createAuthorizer: Handler = async (call, ask) => {
    const refusal = await refuseIssuer(call, ask, jsonOf(call));
    if (refusal) return restRefusal(refusal);
    const answer = await ask(call);
    const { api = "" } = call.parameters;
    const id = textOf(jsonOf(answer)["authorizerId"]);
    if (succeeded(answer)) this.authorizers.set(api, new Set(this.authorizers.get(api)).add(id));
    return answer;
  };

  private readonly updateAuthorizer: Handler = async (call, ask) => {
    const refusal = await refuseIssuer(call, ask, jsonOf(call));
    return refusal ? restRefusal(refusal) : ask(call);
  };

  private readonly removeAuthorizer: Handler = async (call, ask) => {
    const answer = await ask(call);
    const { api = "", authorizer = "" } = call.parameters;
    if (succeeded(answer)) this.authorizers.get(api)?.delete(authorizer);
    return answer;
  };

  private readonly listAuthorizers: Handler = async (call, ask) => {
    const { api = "" } = call.parameters;
    const at = new HttpApi(call, ask, api);
    const items: Json[] = [];
    for (const id of this.authorizers.get(api) ?? []) items.push(await at.send("GET", `authorizers/${id}`));
    return restJson(200, { items });
  };
}

async function putRoute(
  at: HttpApi,
  { key, authorizationType, authorizer, scopes, operationName, integration }: HttpApiDocument["routes"][number],
  authorizerIds: ReadonlyMap<string, string>,
): Promise<void> {
  const id = integration && textOf((await at.post("integrations", integration))["integrationId"]);
  await at.post("routes", {
    routeKey: key,
    authorizationType,
    ...(authorizer !== undefined && { authorizerId: authorizerIds.get(authorizer) }),
    ...(scopes.length > 0 && { authorizationScopes: scopes }),
    ...(operationName !== undefined && { operationName }),
    ...(id !== undefined && { target: `integrations/${id}` }),
  });
}

/** What moto has of one API. */
class HttpApi {
  constructor(
    private readonly call: Call,
    private readonly ask: AskMoto,
    private readonly api: string,
  ) {}

  async items(collection: string): Promise<Json[]> {
    return ((await this.send("GET", collection))["items"] ?? []) as Json[];
  }

  async post(collection: string, body: Json): Promise<Json> {
    return this.send("POST", collection, body);
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  async send(method: string, path: string, body?: Json): Promise<Json> {
    const url = `/v2/apis/${this.api}${path === "" ? "" : `/${path}`}`;
    const answer = await this.ask(this.call, { method, url, body: body === undefined ? "" : JSON.stringify(body) });
    if (!succeeded(answer)) throw new Error(`import of the HTTP API: ${answer.body.toString("utf8")}`);
    return jsonOf(answer);
  }
}

/** Documents come as text within JSON. One in YAML reads as one without a title. */
function documentOf(call: Call): HttpApiDocument {
  return readHttpApi(jsonOf({ body: Buffer.from(textOf(jsonOf(call)["body"])) }));
}
