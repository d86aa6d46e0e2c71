import type { Environment } from "../../environments";
import { UserError } from "../errors";
import { clientSettings, loadSts } from "./aws-sdk";
import { deadEndpoint, filesOf, missingProfile } from "./shell-variables";

/** What a preflight compares. */
export type Target = Pick<Environment, "name" | "accountId" | "region">;

/**
 * Asks AWS who we are, before anything is planned or applied.
 *
 * @throws UserError where the region, the credentials or the account are not those of the environment; the signal's
 * reason where that is aborted.
 */
export async function preflight(environment: Target, signal?: AbortSignal): Promise<void> {
  checkRegion(environment, process.env);
  const caller = await callerAccount(environment, signal);
  if (caller === environment.accountId) return;
  throw new UserError({
    where: `preflight of ${environment.name}`,
    what: "the credentials belong to another account",
    got: caller,
    allowed: `${environment.accountId} (accountId in environments/${environment.name}.ts)`,
    fix: "use credentials of that account (for example AWS_PROFILE)",
  });
}

/** @throws UserError where the shell's region is another than the environment's. */
export function checkRegion({ name, region }: Target, variables: NodeJS.ProcessEnv): void {
  for (const variable of ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    const set = variables[variable];
    if (!set || set === region) continue;
    throw new UserError({
      where: `preflight of ${name}`,
      what: `${variable} is another region than the environment's`,
      got: set,
      allowed: `${region} (region in environments/${name}.ts)`,
      fix: `unset ${variable}, or set it to ${region}`,
    });
  }
}

async function callerAccount(environment: Target, signal?: AbortSignal): Promise<string | undefined> {
  const { STSClient, GetCallerIdentityCommand } = await loadSts();
  const client = new STSClient(clientSettings(environment.region));
  const limit = AbortSignal.timeout(30_000);
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    return Account;
  } catch (error) {
    signal?.throwIfAborted();
    throw explainCallerError(error, environment);
  } finally {
    client.destroy();
  }
}

const expired = new Set(["ExpiredToken", "ExpiredTokenException", "ExpiredTokenError", "RequestExpired"]);
const rejected = new Set([
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "InvalidSignatureException",
  "IncompleteSignature",
  "MissingAuthenticationToken",
]);
const unreachable =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)|^(TimeoutError|AbortError|RequestTimeout|NetworkingError)$/;

/** One sentence for what the call for the caller's identity failed with. */
export function explainCallerError(error: unknown, { name, region }: Pick<Target, "name" | "region">): UserError {
  const { names, message } = reasonsOf(error);
  const has = (set: ReadonlySet<string>) => names.some((one) => set.has(one));
  const problem = (what: string, fix: string) => new UserError({ where: `preflight of ${name}`, what, fix });
  const signIn =
    "sign in again (for example aws sso login), or set fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN";
  const login = names.some((one) => ["CredentialsProviderError", "TokenProviderError"].includes(one));
  if (has(expired) || (login && /expired|sso login|SSO session/i.test(message)))
    return problem("the AWS credentials have expired", signIn);
  if (has(rejected)) {
    const why = names.find((one) => rejected.has(one)) ?? "";
    return problem(
      `AWS rejects the credentials (${why})`,
      "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile, and the computer's clock",
    );
  }
  const network = names.find((one) => unreachable.test(one));
  if (network !== undefined) {
    const where = process.env.AWS_ENDPOINT_URL_STS || process.env.AWS_ENDPOINT_URL || `AWS STS in ${region}`;
    return problem(
      `${where} can't be reached (${network})`,
      deadEndpoint(process.env, name) ?? "check the network, a proxy, and AWS_ENDPOINT_URL where it is set",
    );
  }
  if (login) {
    const profile = missingProfile(process.env);
    return problem(
      profile === undefined
        ? `there are no usable AWS credentials (${firstLine(message)})`
        : `AWS_PROFILE names the profile ${profile}, which ${filesOf(process.env).join(" and ")} do not hold`,
      `set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; to try it without AWS: npm start, or npm run local-aws -- ${name}`,
    );
  }
  return problem(
    `AWS did not tell whose the credentials are (${names[0] ?? "no reason"}: ${firstLine(message)})`,
    "check the credentials and AWS_ENDPOINT_URL",
  );
}

interface Reasoned {
  readonly name?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly errors?: readonly unknown[];
  readonly cause?: unknown;
}

/** The names and codes of an error and of what caused it, outermost first. */
function reasonsOf(error: unknown, depth = 0): { readonly names: readonly string[]; readonly message: string } {
  if (typeof error !== "object" || error === null || depth > 4) return { names: [], message: String(error) };
  const { name, code, Code, message = "", errors = [], cause } = error as Reasoned;
  const inner = [...errors, cause].filter((one) => one !== undefined).map((one) => reasonsOf(one, depth + 1));
  const own = [name, Code, code].filter((one) => typeof one === "string");
  return { names: [...own, ...inner.flatMap(({ names }) => names)], message: message || (inner[0]?.message ?? "") };
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/\.$/, "").slice(0, 300) ?? "";
}
