import { UserError } from "../errors";
import { issueCertificates } from "./certificates";
import { startGateway } from "./gateway";
import { mends } from "./mends";
import { type Moto, startMoto } from "./moto";
import { findMoto } from "./moto-install";
import { type Variables, localVariables } from "./variables";

/** A local AWS: moto behind a gateway that adds what moto lacks and refuses what AWS refuses. */
export interface LocalAws {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** What to lay over `process.env` for a child process or an SDK client; undefined takes a variable away. */
  readonly variables: Variables;
  /** Resolves with its last words when it ends by itself; never where it is stopped. */
  readonly ended: Promise<string>;
  /** Ends it and cuts open connections. It ends with this process anyway. */
  stop(): Promise<void>;
}

/** How to start a local AWS. */
export interface LocalAwsOptions {
  /** The account that it is, 12 digits. */
  readonly accountId: string;
  /** Absolute; a Python environment is kept there if one has to be made. */
  readonly cacheFolder: string;
  /** Domain names of certificates that ACM of us-east-1 has issued from the start. @default - none */
  readonly certificates?: readonly string[];
  /** @default - any free port */
  readonly port?: number;
  /** @default - silence */
  readonly onProgress?: (line: string) => void;
  /** Stops a start that is under way; what has started by then is ended. @default - never */
  readonly signal?: AbortSignal;
}

/**
 * Starts a local AWS for one account, empty save the certificates asked for, on this machine only.
 *
 * @throws UserError when the port is taken, or when there is no moto and none can be installed; the signal's reason
 * where that is aborted.
 */
export async function startLocalAws({
  accountId,
  cacheFolder,
  certificates = [],
  port,
  onProgress = () => {},
  signal,
}: LocalAwsOptions): Promise<LocalAws> {
  checkPort(port);
  signal?.throwIfAborted();
  let moto: Moto | undefined;
  let ready: (moto: Moto) => void = () => {};
  const running = new Promise<Moto>((resolve) => {
    ready = resolve;
  });
  const upstream = { port: running.then((it) => it.port), ended: running.then((it) => it.ended) };
  // The gateway comes first: a port that is taken is told before anything is installed or started.
  const gateway = await startGateway(port, upstream, mends({ accountId }));
  try {
    const command = await findMoto({ cacheFolder, environment: process.env, onProgress, signal });
    signal?.throwIfAborted();
    moto = await startMoto({ command, accountId, environment: process.env, signal });
    await issueCertificates({ port: moto.port, domainNames: certificates, signal });
  } catch (error) {
    await Promise.all([gateway.close(), moto?.stop()]);
    throw error;
  }
  ready(moto);
  const started = moto;
  const endpoint = `http://127.0.0.1:${gateway.port}`;
  return {
    endpoint,
    variables: localVariables(endpoint, process.env),
    ended: started.ended,
    stop: async () => {
      await Promise.all([gateway.close(), started.stop()]);
    },
  };
}

function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535)) return;
  throw new UserError({
    where: "local AWS",
    what: "not a port",
    got: port,
    allowed: "a whole number from 1 to 65535, or none: any free port is then used",
    fix: "choose another port",
  });
}
