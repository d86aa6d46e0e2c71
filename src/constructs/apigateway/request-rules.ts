import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { type JsonValue } from "../../json";

/** What API Gateway demands of a request before it calls the handler; else the caller gets 400. */
export interface RequestRules {
  /**
   * The JSON body. Only bodies sent as `application/json` are checked: API Gateway passes others on unread, so the
   * handler must not rely on it alone. @default - not checked
   */
  readonly body?: Model;
  /** Query parameters that must be there. @default - none */
  readonly query?: readonly string[];
  /** Headers that must be there. @default - none */
  readonly headers?: readonly string[];
}

/** A named JSON schema of an API. */
export interface Model {
  /** Its name in the API, letters and digits. */
  readonly name: string;
  /** JSON schema, draft 4. */
  readonly schema: { readonly [key: string]: JsonValue };
}

/**
 * @throws UserError for a model's or parameter's name that API Gateway refuses.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function checkRequestRules(
  api: Construct,
  route: string,
  { body, query = [], headers = [] }: RequestRules,
): void {
  const fault = (what: string, got: string, allowed: string) =>
    new UserError({ where: api.node.path, what: `route ${route}: ${what}`, got, allowed, fix: "rename it" });
  if (body && !/^[A-Za-z0-9]+$/.test(body.name)) {
    throw fault("API Gateway refuses this name of a model", body.name, "letters and digits");
  }
  const wrong = [...query, ...headers].find((name) => !/^[A-Za-z0-9._$:-]+$/.test(name));
  if (wrong !== undefined) {
    throw fault("API Gateway refuses this name of a parameter", wrong, "letters, digits and . _ $ : -");
  }
}

/** What is wrong with an API's models taken together: one name for two schemas. */
export function modelFaults(rules: readonly RequestRules[]): string[] {
  const known = new Map<string, string>();
  const twice = rules.flatMap(({ body }) => {
    if (!body) return [];
    const schema = JSON.stringify(body.schema);
    const earlier = known.get(body.name) ?? schema;
    known.set(body.name, earlier);
    return earlier === schema ? [] : [body.name];
  });
  return [...new Set(twice)].map((name) => `two models with different schemas are named ${name}`);
}
