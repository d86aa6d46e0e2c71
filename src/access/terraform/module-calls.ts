import { type Blocks } from "./blocks";
import { type UnreadModule } from "./configuration";
import { type JsonRecord } from "./json-blocks";

/** The modules that a configuration calls: its JSON does not hold what they make. */
export function unreadModules({ modules, locals }: Blocks): readonly UnreadModule[] {
  return [...modules].map(([name, body]) => {
    const references = referencesIn(body, locals);
    return {
      address: `module.${name}`,
      source: typeof body.source === "string" ? body.source : "",
      takes: (address) => references.has(address.replace(/\[.*$/s, "")),
    };
  });
}

/** The resources that a module is given, by themselves or through locals. */
function referencesIn(body: JsonRecord, locals: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const inputs = Object.entries(body).filter(([name]) => name !== "depends_on");
  const texts = inputs.map(([, input]) => JSON.stringify(input));
  const named = new Set<string>();
  // What a local holds is appended while the list is passed through.
  for (const text of texts) {
    for (const [, name = ""] of text.matchAll(/\blocal\.([\w-]+)/g)) {
      if (named.has(name) || !locals.has(name)) continue;
      named.add(name);
      texts.push(JSON.stringify(locals.get(name)) ?? "");
    }
  }
  return new Set(texts.flatMap((text) => text.match(/\b[a-z]\w*\.[\w-]+/g) ?? []));
}
