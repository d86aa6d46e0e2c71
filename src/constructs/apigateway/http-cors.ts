import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { isOrigin, originForm } from "../../origin";

/** Which browsers may call an HTTP API. */
export interface HttpCors {
  /** The origins, such as `https://example.com`: each exact, never `*`. API Gateway answers each with itself alone. */
  readonly origins: readonly [string, ...string[]];
  /** Whether the browser may send cookies. The Authorization header that a script sets needs no such thing. */
  readonly credentials: boolean;
}

/**
 * @throws UserError unless each origin is one scheme and host, and there is one.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function checkHttpCors(api: Construct, { origins }: HttpCors): void {
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong === undefined && origins.length > 0) return;
  throw new UserError({
    where: api.node.path,
    what: wrong === undefined ? "cors.origins is empty" : "cors.origins holds something that is not one origin",
    got: wrong ?? origins,
    allowed: originForm,
    fix: "name each origin of the front end, or leave cors out",
  });
}

/** The API's CORS settings, less the methods. */
export const corsSettings = ({ origins, credentials }: HttpCors) => ({
  allowOrigins: [...new Set(origins)].toSorted(),
  allowCredentials: credentials,
  allowHeaders: ["Authorization", "Content-Type"],
  maxAge: 600,
});
