import { type Environment } from "../environments";
import { type EncryptionKey } from "../src/constructs/kms/encryption-key";
import { type TypescriptFunctionProps } from "../src/constructs/lambda/typescript-function";
import { type Network } from "../src/constructs/network/network";

/** What the systems of an environment have in common. */
export interface SharedInfrastructure {
  /** The network that API handlers run in. @default - none: they run with the internet */
  readonly network?: Network;
  /** What encrypts logs, functions' variables and alarms. @default - keys of AWS's own */
  readonly encryptionKey?: EncryptionKey;
}

/** The settings that {@link functionSettings} decides. */
export type FunctionSettings = Pick<
  TypescriptFunctionProps,
  "tracing" | "logRetentionDays" | "network" | "encryptionKey" | "reservedConcurrency" | "asynchronousRetries"
>;

/**
 * What all functions that serve an API have in common. A function that calls an API of AWS itself, as a user pool's
 * trigger may, has to stay out of the network, from which it would not reach it.
 */
export function functionSettings(env: Environment, shared: SharedInfrastructure): FunctionSettings {
  const { reservedConcurrency } = env.functions;
  return {
    tracing: env.api.tracing,
    logRetentionDays: env.api.logRetentionDays,
    network: shared.network,
    encryptionKey: shared.encryptionKey,
    reservedConcurrency: reservedConcurrency === "unreserved" ? undefined : reservedConcurrency,
    // The caller of an API is told of a failure and can call again: nobody waits for a second run.
    asynchronousRetries: 0,
  };
}
