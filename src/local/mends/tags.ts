import { json11 } from "../answers";
import { type Call, type Handler, type Json, jsonOf, textOf } from "../call";

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** The tags of one service's resources, for services of which moto can't change the tags once a resource is there. */
export class TagMemory {
  private readonly tags = new Map<string, Tags>();

  /** The tags of a resource, by the id that its ARN ends with. */
  of(id: string): Tags {
    return this.tags.get(id) ?? {};
  }

  /** Replaces all tags of a resource; anything but an object changes nothing. */
  set(id: string, tags: unknown): void {
    if (typeof tags === "object" && tags !== null) this.tags.set(id, tags as Tags);
  }

  /** Forgets a resource. */
  delete(id: string): void {
    this.tags.delete(id);
  }

  /** TagResource, UntagResource and ListTagsForResource, as both services of Cognito have them. */
  readonly handlers: Readonly<Record<string, Handler>> = {
    TagResource: async (call) => {
      const id = resourceId(call);
      this.tags.set(id, { ...this.of(id), ...((jsonOf(call)["Tags"] ?? {}) as Tags) });
      return json11({});
    },
    UntagResource: async (call) => {
      const id = resourceId(call);
      const removed = new Set((jsonOf(call)["TagKeys"] ?? []) as string[]);
      this.tags.set(id, Object.fromEntries(Object.entries(this.of(id)).filter(([key]) => !removed.has(key))));
      return json11({});
    },
    ListTagsForResource: async (call) => json11({ Tags: this.of(resourceId(call)) } satisfies Json),
  };
}

function resourceId(call: Call): string {
  return textOf(jsonOf(call)["ResourceArn"]).split("/").at(-1) ?? "";
}
