/** The client of AWS STS. Loaded late: it takes longer than `--help`. */
export async function loadSts() {
  keepQuiet();
  return await import("@aws-sdk/client-sts");
}

/** The client of S3. Loaded late, as {@link loadSts}. */
export async function loadS3() {
  keepQuiet();
  return await import("@aws-sdk/client-s3");
}

/** Settings of every client: bounded in time and in attempts. */
export function clientSettings(region: string) {
  return {
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  };
}

/** What the SDK says about versions of Node to come would stand between a command's own lines. */
function keepQuiet(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}
