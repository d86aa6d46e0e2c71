// A string, a bracket or a comma; whatever else there is in JSON is of no matter here.
const tokens = /"(?:[^"\\]|\\.)*"(?<key>\s*:)?|[{}[\]]/gs;

/** The first key that an object of a JSON text has twice; a parser would keep the last of its values in silence. */
export function duplicateKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const { 0: token, groups } of json.matchAll(tokens)) {
    if (token === "{" || token === "[") objects.push(new Set());
    else if (token === "}" || token === "]") objects.pop();
    else if (groups?.key !== undefined) {
      const key = JSON.parse(token.slice(0, -groups.key.length)) as string;
      if (objects.at(-1)?.has(key) === true) return key;
      objects.at(-1)?.add(key);
    }
  }
  return undefined;
}
