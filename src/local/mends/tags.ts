import { json11, json11Refusal } from "../answers";
import { type Answer, type Call, type Change, type Handler, type Json, jsonOf, succeeded, textOf } from "../call";

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** The tags of one service's resources, for services of which moto can't change the tags once a resource is there. */
export class TagMemory {
  private readonly tags = new Map<string, Tags>();

  /** @param describing The question that moto answers only for a resource that is there. */
  constructor(private readonly describing: (id: string) => Change) {}

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
    TagResource: this.ofKnown((call, id) => {
      this.tags.set(id, { ...this.of(id), ...((jsonOf(call)["Tags"] ?? {}) as Tags) });
      return json11({});
    }),
    UntagResource: this.ofKnown((call, id) => {
      const removed = new Set((jsonOf(call)["TagKeys"] ?? []) as string[]);
      this.tags.set(id, Object.fromEntries(Object.entries(this.of(id)).filter(([key]) => !removed.has(key))));
      return json11({});
    }),
    ListTagsForResource: this.ofKnown((_, id) => json11({ Tags: this.of(id) } satisfies Json)),
  };

  private ofKnown(then: (call: Call, id: string) => Answer): Handler {
    return async (call, ask) => {
      const id = resourceId(call);
      if (succeeded(await ask(call, this.describing(id)))) return then(call, id);
      const message = `Resource ${textOf(jsonOf(call)["ResourceArn"])} not found.`;
      return json11Refusal({ status: 400, type: "ResourceNotFoundException", message });
    };
  }
}

function resourceId(call: Call): string {
  return textOf(jsonOf(call)["ResourceArn"]).split("/").at(-1) ?? "";
}
