import { type Refusal, json11, json11Refusal } from "../answers";
import { type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";

/** A resource server as Cognito shows it. */
type ResourceServer = Json & { readonly Scopes?: readonly { readonly ScopeName?: string }[] };

const most = { servers: 25, scopes: 100 };

/** The resource servers of user pools, which moto can neither change nor delete. */
export class ResourceServers {
  /** By pool, then by identifier. */
  private readonly servers = new Map<string, Map<string, ResourceServer>>();

  /** The custom scopes of a pool, as clients name them: `<identifier>/<scope>`. */
  scopesOf(pool: string): Set<string> {
    const scopes = [...this.of(pool)].flatMap(([identifier, { Scopes = [] }]) =>
      Scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`),
    );
    return new Set(scopes);
  }

  /** Forgets a pool. */
  delete(pool: string): void {
    this.servers.delete(pool);
  }

  private readonly create: Handler = async (call, ask) => {
    const { UserPoolId, Identifier, Name, Scopes } = jsonOf(call);
    const pool = await ask(call, { target: "DescribeUserPool", body: JSON.stringify({ UserPoolId }) });
    if (!succeeded(pool)) return pool;
    const server = { UserPoolId, Identifier, Name, Scopes } as ResourceServer;
    const known = this.of(textOf(UserPoolId));
    const refusal = refuseResourceServer([...known.keys()], textOf(Identifier), server);
    if (refusal) return json11Refusal(refusal);
    this.servers.set(textOf(UserPoolId), new Map(known).set(textOf(Identifier), server));
    return json11({ ResourceServer: server });
  };

  private readonly update: Handler = async (call) => {
    const { UserPoolId, Identifier, Name, Scopes } = jsonOf(call);
    const server = { UserPoolId, Identifier, Name, Scopes } as ResourceServer;
    const refusal = this.refuseUnknown(call) ?? refuseResourceServer([], textOf(Identifier), server);
    if (refusal) return json11Refusal(refusal);
    this.of(textOf(UserPoolId)).set(textOf(Identifier), server);
    return json11({ ResourceServer: server });
  };

  private readonly show: Handler = async (call) => {
    const { UserPoolId, Identifier } = jsonOf(call);
    const refusal = this.refuseUnknown(call);
    if (refusal) return json11Refusal(refusal);
    return json11({ ResourceServer: this.of(textOf(UserPoolId)).get(textOf(Identifier)) });
  };

  private readonly remove: Handler = async (call) => {
    const { UserPoolId, Identifier } = jsonOf(call);
    const refusal = this.refuseUnknown(call);
    if (refusal) return json11Refusal(refusal);
    this.of(textOf(UserPoolId)).delete(textOf(Identifier));
    return json11({});
  };

  private readonly list: Handler = async (call) =>
    json11({ ResourceServers: [...this.of(textOf(jsonOf(call)["UserPoolId"])).values()] });

  /** Every operation on resource servers. */
  readonly handlers: Mend["handlers"] = {
    CreateResourceServer: this.create,
    UpdateResourceServer: this.update,
    DescribeResourceServer: this.show,
    DeleteResourceServer: this.remove,
    ListResourceServers: this.list,
  };

  private of(pool: string): Map<string, ResourceServer> {
    return this.servers.get(pool) ?? new Map<string, ResourceServer>();
  }

  private refuseUnknown(call: Call): Refusal | undefined {
    const { UserPoolId, Identifier } = jsonOf(call);
    if (this.of(textOf(UserPoolId)).has(textOf(Identifier))) return undefined;
    return { status: 400, type: "ResourceNotFoundException", message: `Resource server does not exist.` };
  }
}

/** Why Cognito would not have this resource server beside those that the pool has; undefined when it would. */
export function refuseResourceServer(
  known: readonly string[],
  identifier: string,
  { Scopes = [] }: ResourceServer,
): Refusal | undefined {
  if (known.includes(identifier)) return invalid(`${identifier} already exists in the user pool.`);
  // To SDKs, AWS's LimitExceededException reads as throttling: they would ask again for minutes.
  if (known.length >= most.servers) return invalid(`A user pool has at most ${most.servers} resource servers.`);
  if (Scopes.length > most.scopes) return invalid(`A resource server has at most ${most.scopes} scopes.`);
  const names = Scopes.map(({ ScopeName = "" }) => ScopeName);
  const wrong = names.find(
    (name, index) => !/^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+$/.test(name) || names.indexOf(name) < index,
  );
  return wrong === undefined ? undefined : invalid(`Invalid or repeated scope name: ${wrong}.`);
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
}
