import { render } from "velocityjs";

/** How an API Gateway treats what AWS does not document, or documents nowhere exactly. */
export interface Gateway {
  /** What `$input.json` gives where the body has no such member, or is no JSON. */
  readonly missing: string | undefined;
  /** Whether it writes a slash as `\/`, as some of Java's JSON writers do. */
  readonly escapesSlashes: boolean;
}

/** Every combination: a template has to be right in each. The first is what has been observed on AWS. */
export const gateways: readonly [Gateway, ...Gateway[]] = [
  { missing: '""', escapesSlashes: false },
  { missing: '""', escapesSlashes: true },
  { missing: "null", escapesSlashes: false },
  { missing: "", escapesSlashes: false },
  { missing: undefined, escapesSlashes: false },
];

/**
 * What API Gateway sends to the integration: the template rendered by a Velocity engine, with the body as `$input`.
 *
 * A call of anything but `$input.json`, or with a path of another form, throws, so that no template can lean on what is
 * not modelled here.
 */
export function renderTemplate(template: string, body: string, gateway: Gateway = gateways[0]): string {
  const refuse = (what: string) => (): never => {
    throw new Error(`the template uses ${what}`);
  };
  const input = {
    json: (path: string) => jsonAt(path, body, gateway),
    path: refuse("$input.path"),
    params: refuse("$input.params"),
    get body(): never {
      return refuse("$input.body")();
    },
  };
  return render(template, { input });
}

function jsonAt(path: string, body: string, { missing, escapesSlashes }: Gateway): string | undefined {
  let value = parsed(body);
  for (const name of membersOf(path)) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return missing;
    value = (value as Record<string, unknown>)[name];
  }
  if (value === undefined) return missing;
  const json = JSON.stringify(value);
  return escapesSlashes ? json.replaceAll("/", String.raw`\/`) : json;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The names in a JSONPath of the forms `$.A`, `$.A.B` and `$.A['b']`. */
function membersOf(path: string): string[] {
  if (!/^\$(\.\w+|\['[^'\\]+'\])+$/.test(path)) throw new Error(`the template uses the path ${path}`);
  return [...path.matchAll(/\.(\w+)|\['([^']+)'\]/g)].map(([, dotted, quoted]) => dotted ?? quoted ?? "");
}
