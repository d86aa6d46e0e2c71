import { type Blocks } from "./blocks";

/**
 * Whether a resource is given to a module, by itself or through locals. A configuration's JSON does not hold what its
 * modules make: there may be what the resource seems to lack.
 */
export function givenToModules({ modules, locals }: Blocks): (address: string) => boolean {
  const texts = [...modules.values()].flatMap((body) =>
    Object.entries(body).flatMap(([name, input]) => (name === "depends_on" ? [] : [JSON.stringify(input)])),
  );
  const named = new Set<string>();
  // What a local holds is appended while the list is passed through.
  for (const text of texts) {
    for (const [, name = ""] of text.matchAll(/\blocal\.([\w-]+)/g)) {
      if (named.has(name) || !locals.has(name)) continue;
      named.add(name);
      texts.push(JSON.stringify(locals.get(name)) ?? "");
    }
  }
  const references = new Set(texts.flatMap((text) => text.match(/\b[a-z]\w*\.[\w-]+/g) ?? []));
  return (address) => references.has(address.replace(/\[.*$/s, ""));
}
