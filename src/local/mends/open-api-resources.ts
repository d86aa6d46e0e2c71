import { type Refusal } from "../answers";

/** Paths and their beginnings, the root among them. */
const resourceLimit = 300;

/** Why AWS would not make the resources of an import; undefined when it would. `existing` are those that stay. */
export function refuseResources(paths: Iterable<string>, existing: Iterable<string> = []): Refusal | undefined {
  const resources = new Set(["/"]);
  const variables = new Map<string, string>();
  for (const path of [...existing, ...paths]) {
    let parent = "";
    for (const part of path.split("/").filter(Boolean)) {
      const resource = `${parent}/${part}`;
      resources.add(resource);
      if (part.startsWith("{")) {
        const sibling = variables.get(parent) ?? part;
        if (sibling !== part) return siblingOf(resource, sibling);
        variables.set(parent, part);
      }
      parent = resource;
    }
  }
  return resources.size > resourceLimit ? tooMany : undefined;
}

function siblingOf(resource: string, sibling: string): Refusal {
  return {
    status: 400,
    type: "BadRequestException",
    message:
      `Errors found during import:\n\tUnable to create resource at path '${resource}': ` +
      `A sibling (${sibling}) of this resource already has a variable path part -- only one is allowed`,
  };
}

/** AWS's 429 (LimitExceededException) reads as throttling to SDKs, which would ask again for minutes. */
const tooMany: Refusal = {
  status: 400,
  type: "BadRequestException",
  message: `Maximum number of Resources for this API has been reached: ${resourceLimit}`,
};
