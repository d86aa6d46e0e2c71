import { randomInt } from "node:crypto";
import { type Refusal, cloudFrontAnswer, cloudFrontRefusal } from "../answers";
import { type Answer, type Call, type Handler, type Mend } from "../call";
import { elementsOf, innerAt, textAt } from "../xml";

/** A thing of CloudFront that consists of a configuration. */
export interface Configured {
  readonly id: string;
  /** The version, which a change or deletion must name. */
  readonly etag: string;
  readonly modified: string;
  /** What stands in the configuration's element, as it was posted. */
  readonly config: string;
  /** Made by AWS, and so not to be changed. */
  readonly managed?: boolean;
}

/** What is particular to one kind of such things. */
export interface Kind {
  /** As in URLs: `origin-access-control`. */
  readonly path: string;
  /** As in XML: `OriginAccessControl`; errors and lists are named after it. */
  readonly element: string;
  /** What is shown before the configuration. @default - id and time of the last change */
  readonly head?: (entry: Configured) => string;
  /** What is kept of a posted configuration. @default - all of it */
  readonly saved?: (config: string) => string;
  /** Why a configuration is refused; `id` is what it belongs to, once there is one. @default - a name is unique */
  readonly refuse?: (config: string, id?: string) => Refusal | undefined;
  /** Why a deletion is refused. @default - never */
  readonly refuseDeletion?: (entry: Configured) => Refusal | undefined;
  /** What AWS has made. @default - nothing */
  readonly managed?: readonly Configured[];
}

/** All things of one kind: their configurations are stored as they are posted, and answered so. */
export class ConfigStore {
  private readonly entries: Map<string, Configured>;

  constructor(private readonly kind: Kind) {
    this.entries = new Map((kind.managed ?? []).map((entry) => [entry.id, entry]));
  }

  has(id: string): boolean {
    return this.entries.has(id);
  }

  all(): Configured[] {
    return [...this.entries.values()];
  }

  /** Stores a new one. The configuration's element may lie in another, which has tags beside it. */
  create(call: Call, config: string): { readonly entry: Configured; readonly answer: Answer } | Answer {
    const refusal = this.refuse(config);
    if (refusal) return cloudFrontRefusal(refusal);
    const entry = this.entryOf(newId(), config);
    this.entries.set(entry.id, entry);
    const location = `https://cloudfront.amazonaws.com${call.url.split("?")[0]}/${entry.id}`;
    return { entry, answer: this.shown(entry, 201, { location }) };
  }

  private readonly post: Handler = async (call) => {
    const created = this.create(call, configOf(call));
    return "answer" in created ? created.answer : created;
  };

  private readonly get: Handler = async (call) => {
    const entry = this.entries.get(call.parameters["id"] ?? "");
    return entry ? this.shown(entry, 200) : cloudFrontRefusal(this.missing());
  };

  private readonly getConfig: Handler = async (call) => {
    const entry = this.entries.get(call.parameters["id"] ?? "");
    if (!entry) return cloudFrontRefusal(this.missing());
    return cloudFrontAnswer(200, { name: `${this.kind.element}Config`, inner: entry.config }, { etag: entry.etag });
  };

  private readonly put: Handler = async (call) => {
    const { id = "" } = call.parameters;
    const config = configOf(call);
    const refusal = this.refuseWriting(call, "IllegalUpdate") ?? this.refuse(config, id);
    if (refusal) return cloudFrontRefusal(refusal);
    const entry = this.entryOf(id, config);
    this.entries.set(id, entry);
    return this.shown(entry, 200);
  };

  private readonly remove: Handler = async (call) => {
    const entry = this.entries.get(call.parameters["id"] ?? "");
    const refusal = this.refuseWriting(call, "IllegalDelete") ?? (entry && this.kind.refuseDeletion?.(entry));
    if (refusal) return cloudFrontRefusal(refusal);
    this.entries.delete(call.parameters["id"] ?? "");
    return cloudFrontAnswer(204);
  };

  private readonly list: Handler = async (call) => {
    const type = new URLSearchParams(call.url.split("?")[1]).get("Type");
    const { element } = this.kind;
    const shown = this.all().filter((entry) => type === null || (type === "managed") === (entry.managed === true));
    const items = shown.map(
      (entry) =>
        `<${element}Summary><Type>${entry.managed ? "managed" : "custom"}</Type>` +
        `<${element}>${this.innerOf(entry)}</${element}></${element}Summary>`,
    );
    const inner = `<MaxItems>100</MaxItems><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items>`;
    return cloudFrontAnswer(200, { name: `${element}List`, inner });
  };

  /** Every operation on this kind; where a change is put differs between kinds. */
  get handlers(): Mend["handlers"] {
    const all = `/2020-05-31/${this.kind.path}`;
    return {
      [`POST ${all}`]: this.post,
      [`GET ${all}`]: this.list,
      [`GET ${all}/{id}`]: this.get,
      [`GET ${all}/{id}/config`]: this.getConfig,
      [`PUT ${all}/{id}`]: this.put,
      [`PUT ${all}/{id}/config`]: this.put,
      [`DELETE ${all}/{id}`]: this.remove,
    };
  }

  private entryOf(id: string, config: string): Configured {
    const saved = this.kind.saved?.(config) ?? config;
    return { id, etag: newId(), modified: new Date().toISOString(), config: saved };
  }

  private innerOf(entry: Configured): string {
    const usual = `<Id>${entry.id}</Id><LastModifiedTime>${entry.modified}</LastModifiedTime>`;
    const { element } = this.kind;
    return `${this.kind.head?.(entry) ?? usual}<${element}Config>${entry.config}</${element}Config>`;
  }

  private shown(entry: Configured, status: number, headers: Answer["headers"] = {}): Answer {
    const root = { name: this.kind.element, inner: this.innerOf(entry) };
    return cloudFrontAnswer(status, root, { etag: entry.etag, ...headers });
  }

  private refuse(config: string, id?: string): Refusal | undefined {
    if (this.kind.refuse) return this.kind.refuse(config, id);
    const name = textAt(config, "Name");
    const taken = this.all().some((other) => other.id !== id && textAt(other.config, "Name") === name);
    const { element } = this.kind;
    return taken
      ? { status: 409, type: `${element}AlreadyExists`, message: `There is a ${element} named ${name} already.` }
      : undefined;
  }

  private refuseWriting(call: Call, illegal: string): Refusal | undefined {
    const entry = this.entries.get(call.parameters["id"] ?? "");
    if (!entry) return this.missing();
    if (entry.managed) return { status: 400, type: illegal, message: `The ${this.kind.element} is managed by AWS.` };
    return refuseVersion(call, entry.etag);
  }

  private missing(): Refusal {
    const { element } = this.kind;
    return { status: 404, type: `NoSuch${element}`, message: `The specified ${element} does not exist.` };
  }
}

/** Why a change or deletion is refused that does not name the present version. */
export function refuseVersion({ headers }: Pick<Call, "headers">, etag: string): Refusal | undefined {
  const named = headers["if-match"];
  if (named === undefined || named === "") {
    const message = "The If-Match version is missing or not valid for the resource.";
    return { status: 400, type: "InvalidIfMatchVersion", message };
  }
  if (named === etag) return undefined;
  const message = "The request failed because it didn't meet the preconditions in one or more request-header fields.";
  return { status: 412, type: "PreconditionFailed", message };
}

/** An id or version as CloudFront makes them: `E` and 13 capitals and digits. */
export function newId(): string {
  return `E${Array.from({ length: 13 }, () => randomInt(36).toString(36)).join("")}`.toUpperCase();
}

/** What stands in the root element of a call's body. */
export function configOf({ body }: Pick<Call, "body">): string {
  return elementsOf(body.toString("utf8"))[0]?.inner ?? "";
}

/** Why something is not deleted that distributions use; undefined when none does. */
export function refuseWhileUsed(
  element: string,
  entry: Configured,
  distributions: readonly Configured[],
): Refusal | undefined {
  const used = distributions.some(({ config }) => config.includes(`>${entry.id}<`));
  const message = `Cannot delete the ${element} because it is in use by one or more distributions.`;
  return used ? { status: 409, type: `${element}InUse`, message } : undefined;
}

/** A configuration's element of a document that has tags beside it. */
export function configBesideTags(root: string, element: string): string {
  return innerAt(root, `${element}Config`) ?? "";
}
