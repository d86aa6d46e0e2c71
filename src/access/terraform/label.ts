/**
 * What people call a resource that a construct made: the construct's path, without the stack's name and without what
 * every such path ends in.
 *
 * @param path Such as `dev/admin-api/api/resource`, of which `admin-api` remains.
 * @param stack The stack's name; undefined where it is not known, and then it is taken to be the path's first part.
 */
export function labelOf(path: string, stack: string | undefined): string {
  const parts = path.split("/");
  const within = parts.slice((stack === undefined ? 0 : Math.max(0, parts.indexOf(stack))) + 1);
  if (within.length > 1 && ownNames.has(within.at(-1) ?? "")) within.pop();
  if (within.length > 1 && within.at(-1) === "api") within.pop();
  return within.length === 0 ? path : within.join("/");
}

/** What constructs call their own resource; a private API has an address of its own. */
const ownNames: ReadonlySet<string> = new Set(["resource", "private"]);
