import { type Resource } from "../terraform/configuration";

/**
 * What people call resources of one type, unique among them, by address: the name in Terraform where somebody chose it,
 * otherwise as much of the construct's path as it takes.
 */
export function labelsOf(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const all = new Map(resources.map((resource) => [resource.address, candidates(resource)]));
  const holders = new Map<string, number>();
  for (const one of all.values()) for (const text of new Set(one)) holders.set(text, (holders.get(text) ?? 0) + 1);
  return new Map([...all].map(([address, own]) => [address, own.find((text) => holders.get(text) === 1) ?? address]));
}

/** From short to long; the address is never taken. */
function candidates(resource: Resource): string[] {
  const name = resource.address.slice(resource.address.lastIndexOf(`${resource.type}.`) + resource.type.length + 1);
  const segments = resource.label.split("/");
  // A construct's Terraform name is made of its path, unless it was given one of its own.
  const isMadeUp = segments.length > 1 && plain(name).startsWith(plain(resource.label));
  const ends = segments.map((_, index) => segments.slice(-index - 1).join("/"));
  return [...(isMadeUp ? [] : [name]), ...ends, resource.address];
}

const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, "");
