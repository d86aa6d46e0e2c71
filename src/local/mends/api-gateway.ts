import { restJson, restRefusal, withJson } from "../answers";
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
import { accountHandlers } from "./api-gateway-account";
import { deploymentHandlers } from "./api-gateway-deployments";
import { importInto, resourcePaths } from "./api-gateway-import";
import { type MethodAuth, type Imported, forMoto, readOpenApi } from "./open-api";
import { refuseOpenApi, refusePolicy } from "./open-api-faults";
import { type MethodRequest } from "./open-api-requests";
import {
  type ApiPlace,
  type Patch,
  type RestApiAttributes,
  afterImport,
  attributesOf,
  isKeptHere,
  patched,
  shownRestApi,
} from "./rest-api-attributes";

/** What is remembered of one REST API. */
interface Known {
  attributes: RestApiAttributes;
  /** As the last import described them; ids of authorizers and validators by name beside them. */
  methods: ReadonlyMap<string, MethodAuth>;
  requests: ReadonlyMap<string, MethodRequest>;
  authorizerIds: ReadonlyMap<string, string>;
  validatorIds: ReadonlyMap<string, string>;
}

const nothingImported = {
  methods: new Map<string, MethodAuth>(),
  requests: new Map<string, MethodRequest>(),
  authorizerIds: new Map<string, string>(),
  validatorIds: new Map<string, string>(),
};

/** Reads OpenAPI documents as AWS does, keeps what moto loses of REST APIs, and refuses what AWS refuses. */
export function apiGateway(accountId: string): Mend {
  return new RestApis(accountId).mend();
}

class RestApis {
  private readonly known = new Map<string, Known>();
  private readonly inTurn = takingTurns();

  constructor(private readonly accountId: string) {}

  mend(): Mend {
    const method = "/restapis/{api}/resources/{resource}/methods/{method}";
    return {
      service: "apigateway",
      handlers: {
        "POST /restapis": this.create,
        "GET /restapis": this.list,
        "GET /restapis/{api}": this.show,
        "PATCH /restapis/{api}": this.update,
        "PUT /restapis/{api}": this.put,
        "DELETE /restapis/{api}": this.delete,
        "GET /restapis/{api}/resources": this.showResources,
        "GET /restapis/{api}/resources/{resource}": this.showResource,
        [`GET ${method}`]: this.showMethod,
        "GET /tags/{arn}": this.tags,
        "PUT /tags/{arn}": this.tags,
        "DELETE /tags/{arn}": this.tags,
        ...accountHandlers(),
        ...deploymentHandlers((api) => this.known.get(api)?.attributes),
      },
    };
  }

  private readonly create: Handler = async (call, ask) => {
    const document = jsonOf(call);
    const isImport = document["openapi"] !== undefined;
    const refusal = isImport
      ? refuseOpenApi(document, readOpenApi(document))
      : refusePolicy(textOf(document["policy"]));
    if (refusal) return restRefusal(refusal);
    const body = isImport ? JSON.stringify({ name: readOpenApi(document).name ?? "api" }) : undefined;
    const answer = await ask(call, { url: "/restapis", body });
    if (!succeeded(answer)) return answer;
    const api = textOf(jsonOf(answer)["id"]);
    const attributes = attributesOf(jsonOf(answer), this.place(call, api));
    this.known.set(api, { attributes, ...nothingImported });
    if (!isImport) return this.shown(answer);
    // A failed ImportRestApi leaves nothing; what PutRestApi fails for was there before, and stays.
    let shown: Answer | undefined;
    try {
      shown = await this.import(call, ask, api, "overwrite");
    } finally {
      if (!shown || !succeeded(shown)) await this.undo(call, ask, api);
    }
    return succeeded(shown) ? { ...shown, status: 201 } : shown;
  };

  private async undo(call: Call, ask: AskMoto, api: string): Promise<void> {
    this.known.delete(api);
    await ask(call, { method: "DELETE", url: `/restapis/${api}`, body: "" });
  }

  private readonly show: Handler = async (call, ask) => this.shown(await ask(call));

  private readonly list: Handler = async (call, ask) => {
    const answer = await ask(call);
    const items = (jsonOf(answer)["item"] ?? []) as Json[];
    return withJson(answer, { item: items.map((item) => this.shownItem(item)) });
  };

  private readonly update: Handler = (call, ask) =>
    this.inTurn(call.parameters["api"] ?? "", async () => {
      const api = call.parameters["api"] ?? "";
      const patches = (jsonOf(call)["patchOperations"] ?? []) as Patch[];
      const policy = patches.find(({ path }) => path === "/policy")?.value;
      const refusal = refusePolicy(policy ?? "");
      if (refusal) return restRefusal(refusal);
      const answer = await ask(call, {
        body: JSON.stringify({ patchOperations: patches.filter((patch) => !isKeptHere(patch)) }),
      });
      const known = this.known.get(api);
      if (known && succeeded(answer)) known.attributes = patched(known.attributes, patches, this.place(call, api));
      return this.shown(answer);
    });

  private readonly put: Handler = (call, ask) => {
    const mode = new URLSearchParams(call.url.split("?")[1]).get("mode") === "overwrite" ? "overwrite" : "merge";
    const api = call.parameters["api"] ?? "";
    return this.inTurn(api, () => this.import(call, ask, api, mode));
  };

  private readonly delete: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (succeeded(answer)) this.known.delete(call.parameters["api"] ?? "");
    // AWS answers without a body here; moto shows the API once more.
    return succeeded(answer) ? { ...answer, status: 202, body: Buffer.alloc(0) } : answer;
  };

  private async import(call: Call, ask: AskMoto, api: string, mode: "merge" | "overwrite"): Promise<Answer> {
    const document = jsonOf(call);
    const known = this.known.get(api);
    if (document["openapi"] === undefined || !known) return ask(call);
    const imported: Imported = readOpenApi(document);
    const existing = mode === "merge" ? await resourcePaths({ call, ask, api }) : [];
    const refusal = refuseOpenApi(document, imported, existing);
    if (refusal) return restRefusal(refusal);
    const answer = await ask(call, {
      method: "PUT",
      url: `/restapis/${api}?mode=${mode}`,
      body: JSON.stringify(forMoto(document)),
    });
    if (!succeeded(answer)) return answer;
    const { rootResourceId, ...ids } = await importInto({ call, ask, api, imported, mode });
    known.attributes = {
      ...afterImport(known.attributes, imported, mode, this.place(call, api)),
      ...(rootResourceId !== undefined && { rootResourceId }),
    };
    const merges = mode === "merge";
    known.methods = merges ? new Map([...known.methods, ...imported.methods]) : imported.methods;
    known.requests = merges ? new Map([...known.requests, ...imported.requests]) : imported.requests;
    Object.assign(known, ids);
    return this.shown(await ask(call, { method: "GET", url: `/restapis/${api}`, body: "" }));
  }

  private readonly showResources: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (!succeeded(answer)) return answer;
    const items = (jsonOf(answer)["item"] ?? []) as Json[];
    return withJson(answer, { item: items.map((item) => this.shownResource(call, item)) });
  };

  private readonly showResource: Handler = async (call, ask) => {
    const answer = await ask(call);
    return succeeded(answer) ? withJson(answer, this.shownResource(call, jsonOf(answer))) : answer;
  };

  private readonly showMethod: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (!succeeded(answer)) return answer;
    const { api = "", resource = "", method = "" } = call.parameters;
    const { path } = jsonOf(await ask(call, { url: `/restapis/${api}/resources/${resource}` }));
    return withJson(answer, this.shownMethod(call, textOf(path), method, jsonOf(answer)));
  };

  private readonly tags: Handler = async (call, ask) => {
    const api = /:apigateway:[^:]*::\/restapis\/([^/]+)$/.exec(call.parameters["arn"] ?? "")?.[1];
    // A stage's tags are moto's.
    if (api === undefined) return ask(call);
    const known = this.known.get(api);
    if (!known) {
      return restRefusal({ status: 404, type: "NotFoundException", message: "Invalid API identifier specified" });
    }
    if (call.method === "GET") return restJson(200, { tags: known.attributes.tags });
    const added = (jsonOf(call)["tags"] ?? {}) as Record<string, string>;
    const removed = new Set(new URLSearchParams(call.url.split("?")[1]).getAll("tagKeys"));
    const kept = Object.entries(known.attributes.tags).filter(([key]) => !removed.has(key));
    known.attributes = { ...known.attributes, tags: { ...Object.fromEntries(kept), ...added } };
    return { ...restJson(204, {}), body: Buffer.alloc(0) };
  };

  private shown(answer: Answer): Answer {
    return succeeded(answer) ? withJson(answer, this.shownItem(jsonOf(answer))) : answer;
  }

  private shownItem(item: Json): Json {
    const known = this.known.get(textOf(item["id"]));
    return known ? shownRestApi(item, known.attributes) : item;
  }

  private shownResource(call: Call, resource: Json): Json {
    const methods = resource["resourceMethods"] as Record<string, Json> | undefined;
    if (!methods) return resource;
    const shown = Object.entries(methods).map(([verb, method]) => [
      verb,
      this.shownMethod(call, textOf(resource["path"]), verb, method),
    ]);
    return { ...resource, resourceMethods: Object.fromEntries(shown) };
  }

  private shownMethod({ parameters }: Call, path: string, verb: string, method: Json): Json {
    const known = this.known.get(parameters["api"] ?? "");
    const auth = known?.methods.get(`${verb} ${path}`);
    // What PutMethod has set since is moto's to tell.
    if (!auth || typeof method["authorizationType"] === "string") return method;
    const { authorizer, ...rest } = auth;
    const { validator, methodResponses, ...request } = known?.requests.get(`${verb} ${path}`) ?? {};
    const integration = method["methodIntegration"] as Json | undefined;
    return {
      ...method,
      ...rest,
      ...request,
      methodResponses: { ...(method["methodResponses"] as Json | undefined), ...methodResponses },
      ...(validator !== undefined && { requestValidatorId: known?.validatorIds.get(validator) }),
      ...(authorizer !== undefined && { authorizerId: known?.authorizerIds.get(authorizer) }),
      ...(integration?.["type"] === "MOCK" && { methodIntegration: without(integration, "uri", "httpMethod") }),
    };
  }

  private place({ region }: Call, api: string): ApiPlace {
    return { region, accountId: this.accountId, api };
  }
}
