import { type Construct } from "constructs";
import { type Environment } from "../environments";
import { AwsStack } from "../src/constructs/aws-stack";
import { type AppClientProps } from "../src/constructs/cognito/app-client";
import { type UserPoolProps } from "../src/constructs/cognito/user-pool";
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

/** What all user pools have in common. */
export function userPoolSettings({ identity, protections }: Environment): Omit<UserPoolProps, "address" | "name"> {
  return {
    signIn: identity.signIn,
    selfSignUp: identity.selfSignUp,
    mfa: identity.mfa,
    passwordPolicy: { minimumLength: identity.passwordMinimumLength },
    featureTier: identity.featureTier,
    deletionProtection: protections.deletionProtection,
    preventDestroy: protections.preventDestroy,
  };
}

/** What all clients of user pools have in common: users sign in by SRP, or somebody's server signs them in. */
export function appClientSettings({ identity }: Environment): Pick<AppClientProps, "authFlows" | "tokenValidity"> {
  return {
    authFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    tokenValidity: identity.tokenValidity,
  };
}

/** The name of a bucket of a system, unique in all of AWS: `<service>-<environment>-<what>-<account>-<region>`. */
export function bucketName(system: Construct, { service, name }: Environment, what: string): string {
  const { accountId, region } = AwsStack.of(system);
  return `${service}-${name}-${what}-${accountId}-${region}`;
}
