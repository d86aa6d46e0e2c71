import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { isOrigin, originForm } from "../../origin";
import { namedMethods } from "./route";

/** Which browsers may call a REST API. */
export interface Cors {
  /**
   * The one origin, such as `https://example.com`. There is exactly one, because API Gateway's own error responses can
   * carry nothing but a literal (or a copy of whatever origin asked, which would admit all).
   */
  readonly origin: string;
  /** Whether the browser may send cookies and the Authorization header it keeps. */
  readonly credentials: boolean;
}

/**
 * @throws UserError unless the origin is one scheme and host.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function checkCors(api: Construct, { origin }: Cors): void {
  if (isOrigin(origin)) return;
  throw new UserError({
    where: api.node.path,
    what: "cors.origin is not one origin",
    got: origin,
    allowed: originForm,
    fix: "name the one origin of the front end",
  });
}

/** The headers of every answer to that origin. */
export function originHeaders({ origin, credentials }: Cors): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": origin,
    ...(credentials && { "Access-Control-Allow-Credentials": "true" }),
  };
}

/** What a browser sends with a request signed by Signature Version 4, beside Authorization. */
export const signatureHeaders: readonly string[] = ["X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token"];

/**
 * The headers of the answer to a preflight request for a path.
 *
 * @param methods The path's methods.
 * @param headers What requests may carry beside Authorization and Content-Type.
 */
export function preflightHeaders(
  cors: Cors,
  methods: readonly string[],
  headers: readonly string[],
): Record<string, string> {
  return {
    ...originHeaders(cors),
    "Access-Control-Allow-Headers": [...new Set(["Authorization", "Content-Type", ...headers])].join(","),
    "Access-Control-Allow-Methods": [...(methods.includes("ANY") ? namedMethods : methods), "OPTIONS"]
      .toSorted()
      .join(","),
    "Access-Control-Max-Age": "600",
  };
}
