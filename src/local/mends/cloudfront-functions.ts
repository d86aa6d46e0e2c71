import { type Refusal, cloudFrontAnswer, cloudFrontRefusal } from "../answers";
import { type Answer, type Call, type Handler, type Mend } from "../call";
import { escapeXml, innerAt, textAt } from "../xml";
import { type Configured, configOf, newId, refuseVersion } from "./cloudfront-configs";

/** A function at one stage. */
interface Version {
  readonly etag: string;
  readonly modified: string;
  readonly config: string;
  readonly code: Buffer;
}

interface EdgeFunction {
  readonly created: string;
  readonly development: Version;
  readonly live?: Version;
}

const codeLimit = 10_240;
const path = "/2020-05-31/function";

/** CloudFront's functions, which moto doesn't have: one version being written, and one published. */
export class EdgeFunctions {
  private readonly functions = new Map<string, EdgeFunction>();

  constructor(
    private readonly accountId: string,
    private readonly distributions: () => readonly Configured[],
  ) {}

  /** The ARNs that a distribution may name. */
  published(): Set<string> {
    return new Set([...this.functions].flatMap(([name, { live }]) => (live ? [this.arnOf(name)] : [])));
  }

  private readonly create: Handler = async (call) => {
    const posted = configOf(call);
    const name = textAt(posted, "Name");
    const version = versionOf(posted);
    const message = `A function with the name ${name} already exists in this account.`;
    const refusal = this.functions.has(name)
      ? { status: 409, type: "FunctionAlreadyExists", message }
      : refuseFunction(name, version);
    if (refusal) return cloudFrontRefusal(refusal);
    const entry = { created: version.modified, development: version };
    this.functions.set(name, entry);
    const location = `https://cloudfront.amazonaws.com${path}/${name}`;
    return this.shown(name, entry, "DEVELOPMENT", 201, { location });
  };

  private readonly describe: Handler = async (call) =>
    this.atStage(call, (name, entry, stage) => this.shown(name, entry, stage, 200));

  private readonly getCode: Handler = async (call) =>
    this.atStage(call, (_, { development, live = development }, stage) => {
      const { code, etag } = stage === "LIVE" ? live : development;
      return { ...cloudFrontAnswer(200, undefined, { etag, "content-type": "application/octet-stream" }), body: code };
    });

  private readonly update: Handler = async (call) => {
    const version = versionOf(configOf(call));
    return this.changing(call, (name, entry) => {
      const refusal = refuseFunction(name, version);
      if (refusal) return cloudFrontRefusal(refusal);
      const changed = { ...entry, development: version };
      this.functions.set(name, changed);
      // CloudFront's own model of this one operation spells the header so, and SDKs read it there.
      return this.shown(name, changed, "DEVELOPMENT", 200, { ettag: version.etag });
    });
  };

  private readonly publish: Handler = async (call) =>
    this.changing(call, (name, entry) => {
      const changed = { ...entry, live: { ...entry.development, etag: newId() } };
      this.functions.set(name, changed);
      return this.shown(name, changed, "LIVE", 200);
    });

  private readonly remove: Handler = async (call) =>
    this.changing(call, (name) => {
      if (this.distributions().some(({ config }) => config.includes(`>${this.arnOf(name)}<`))) {
        const message = "Cannot delete the function because it's attached to one or more cache behaviors.";
        return cloudFrontRefusal({ status: 409, type: "FunctionInUse", message });
      }
      this.functions.delete(name);
      return cloudFrontAnswer(204);
    });

  private readonly list: Handler = async (call) => {
    const stage = stageOf(call) ?? "DEVELOPMENT";
    const shown = [...this.functions].filter(([, { live }]) => stage !== "LIVE" || live);
    const items = shown.map(
      ([name, entry]) => `<FunctionSummary>${this.summaryOf(name, entry, stage)}</FunctionSummary>`,
    );
    const inner = `<MaxItems>100</MaxItems><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items>`;
    return cloudFrontAnswer(200, { name: "FunctionList", inner });
  };

  /** Every operation on functions, save trying them out. */
  readonly handlers: Mend["handlers"] = {
    [`POST ${path}`]: this.create,
    [`GET ${path}`]: this.list,
    [`GET ${path}/{name}`]: this.getCode,
    [`GET ${path}/{name}/describe`]: this.describe,
    [`PUT ${path}/{name}`]: this.update,
    [`POST ${path}/{name}/publish`]: this.publish,
    [`DELETE ${path}/{name}`]: this.remove,
  };

  private atStage(call: Call, then: (name: string, entry: EdgeFunction, stage: string) => Answer): Answer {
    const { name = "" } = call.parameters;
    const entry = this.functions.get(name);
    const stage = stageOf(call) ?? "DEVELOPMENT";
    return entry && (stage !== "LIVE" || entry.live) ? then(name, entry, stage) : cloudFrontRefusal(missing);
  }

  private changing(call: Call, then: (name: string, entry: EdgeFunction) => Answer): Answer {
    const { name = "" } = call.parameters;
    const entry = this.functions.get(name);
    if (!entry) return cloudFrontRefusal(missing);
    const refusal = refuseVersion(call, entry.development.etag);
    return refusal ? cloudFrontRefusal(refusal) : then(name, entry);
  }

  private shown(
    name: string,
    entry: EdgeFunction,
    stage: string,
    status: number,
    headers: Answer["headers"] = {},
  ): Answer {
    const inner = this.summaryOf(name, entry, stage);
    const { etag } = versionAt(entry, stage);
    return cloudFrontAnswer(status, { name: "FunctionSummary", inner }, { etag, ...headers });
  }

  private summaryOf(name: string, entry: EdgeFunction, stage: string): string {
    const { created, live } = entry;
    const { config, modified } = versionAt(entry, stage);
    return (
      `<Name>${escapeXml(name)}</Name><Status>${live ? "UNASSOCIATED" : "UNPUBLISHED"}</Status>` +
      `<FunctionConfig>${config}</FunctionConfig><FunctionMetadata><FunctionARN>${this.arnOf(name)}</FunctionARN>` +
      `<Stage>${stage}</Stage><CreatedTime>${created}</CreatedTime>` +
      `<LastModifiedTime>${modified}</LastModifiedTime></FunctionMetadata>`
    );
  }

  private arnOf(name: string): string {
    return `arn:aws:cloudfront::${this.accountId}:function/${name}`;
  }
}

const stageOf = ({ url }: Call) => new URLSearchParams(url.split("?")[1]).get("Stage");
const versionAt = ({ development, live }: EdgeFunction, stage: string) => (stage === "LIVE" && live) || development;

const missing: Refusal = {
  status: 404,
  type: "NoSuchFunctionExists",
  message: "The function does not exist, or not at this stage.",
};

/** Why CloudFront would not have a function of this name and content; undefined when it would. */
export function refuseFunction(name: string, { config, code }: Pick<Version, "config" | "code">): Refusal | undefined {
  if (!/^[\w-]{1,64}$/.test(name)) return invalid(`A function's name has 1 to 64 letters, digits, - and _: ${name}`);
  const runtime = textAt(config, "Runtime");
  if (runtime !== "cloudfront-js-1.0" && runtime !== "cloudfront-js-2.0") return invalid(`Not a runtime: ${runtime}`);
  if (code.length === 0) return invalid("The function has no code.");
  if (code.length <= codeLimit) return undefined;
  const message = `The function is ${code.length} bytes long; the limit is ${codeLimit}.`;
  return { status: 413, type: "FunctionSizeLimitExceeded", message };
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidArgument", message };
}

function versionOf(posted: string): Version {
  return {
    etag: newId(),
    modified: new Date().toISOString(),
    config: innerAt(posted, "FunctionConfig") ?? "",
    code: Buffer.from(textAt(posted, "FunctionCode"), "base64"),
  };
}
