import { checkPartition } from "./attributes/facts";
import { isList, isObject, type Runtime, templateText, unknown } from "./expression/runtime";
import { type JsonRecord } from "./json-blocks";
import { type Provider } from "./source";

/** Stands for the account, or the region, wherever nothing says which it is. */
export const unknownAccount = unknown("the account");
export const unknownRegion = unknown("the region");

/** What a provider may be given to act with credentials of its own. */
const credentials = [
  "access_key",
  "assume_role",
  "assume_role_with_web_identity",
  "profile",
  "shared_config_files",
  "shared_credentials_files",
];

/** The providers of a configuration, evaluated when they are first asked for. */
export class JsonProviders {
  private readonly known = new Map<string, Provider>();

  constructor(
    private readonly blocks: ReadonlyMap<string, JsonRecord>,
    private readonly evaluate: (json: unknown, where: string) => Runtime,
  ) {}

  /**
   * The provider of a resource.
   *
   * @param argument Its `provider`, such as `aws.us-east-1`.
   */
  of(type: string, argument: unknown): Provider {
    const named = typeof argument === "string" ? argument.replace(/^\$\{(.*)\}$/s, "$1").trim() : undefined;
    const key = named ?? type.split("_", 1)[0] ?? "aws";
    const { blocks, evaluate } = this;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const provider = lazily(() => readProvider(blocks.get(key) ?? {}, `provider ${key}`, evaluate));
    this.known.set(key, provider);
    return provider;
  }
}

/** A provider may itself refer to what is not read yet. */
function lazily(read: () => Provider): Provider {
  let provider: Provider | undefined;
  return {
    get region() {
      provider ??= read();
      return provider.region;
    },
    get accountId() {
      provider ??= read();
      return provider.accountId;
    },
  };
}

function readProvider(block: JsonRecord, where: string, evaluate: (json: unknown, where: string) => Runtime): Provider {
  const value = (name: string) => (name in block ? evaluate(block[name], `${where}.${name}`) : null);
  return providerOf(value, where);
}

/**
 * What a provider's arguments say.
 *
 * @param where Its name, such as `provider aws.us-east-1`.
 */
export function providerOf(value: (name: string) => Runtime, where: string): Provider {
  const region = textIn(value("region"));
  if (region !== undefined) checkPartition(region, where);
  return { region: region ?? unknownRegion, accountId: accountOf(value, where) };
}

/** The account of the role that it assumes, or the only one that it allows. */
function accountOf(value: (name: string) => Runtime, where: string): string {
  const assumed = first(value("assume_role"));
  const roleArn = isObject(assumed) && typeof assumed.role_arn === "string" ? assumed.role_arn : "";
  const ofRole = /^arn:aws:iam::(\d{12}):role\//.exec(roleArn)?.[1];
  if (ofRole !== undefined) return ofRole;
  const allowed = value("allowed_account_ids");
  const only = isList(allowed) && allowed.length === 1 ? textIn(allowed[0] ?? null) : undefined;
  if (only !== undefined) return only;
  // What acts with other credentials may act in another account.
  return credentials.some((name) => value(name) !== null) ? unknown(`the account of ${where}`) : unknownAccount;
}

const first = (value: Runtime) => (isList(value) ? (value[0] ?? null) : value);

function textIn(value: Runtime): string | undefined {
  const text = templateText(value);
  return text === "" ? undefined : text;
}
