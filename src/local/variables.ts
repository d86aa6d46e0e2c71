import { devNull } from "node:os";

/** Variables by name; undefined takes a variable away. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What turns a child process or an SDK client towards the local AWS, laid over `environment`. Every other variable of
 * AWS is taken away: a profile, a session token or an endpoint of one service would lead around the local AWS.
 */
export function localVariables(endpoint: string, environment: NodeJS.ProcessEnv): Variables {
  return {
    ...withoutPrefix(environment, "AWS_"),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "2",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}

/** Every variable of `environment` that begins with a prefix, as undefined. */
export function withoutPrefix(environment: NodeJS.ProcessEnv, prefix: string): Variables {
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
