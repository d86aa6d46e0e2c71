import { type World } from "./attributes/facts";
import { type Runtime } from "./expression/runtime";
import { type Instance } from "./instance";

/** The paths of REST APIs' resources, found by their ids. */
export class ResourcePaths implements World {
  private byId?: ReadonlyMap<Runtime, () => Runtime>;

  /** @param instances All there are; asked for once the first path is. */
  constructor(private readonly instances: () => Iterable<Instance>) {}

  pathOf(resourceId: string): string | undefined {
    this.byId ??= this.index();
    const path = this.byId.get(resourceId)?.();
    return typeof path === "string" ? path.replace(/^\/$/, "") : undefined;
  }

  private index(): ReadonlyMap<Runtime, () => Runtime> {
    const byId = new Map<Runtime, () => Runtime>();
    for (const instance of this.instances()) {
      const { type } = instance.source;
      if (type === "aws_api_gateway_rest_api") byId.set(instance.get("root_resource_id"), () => "/");
      if (type === "aws_api_gateway_resource") byId.set(instance.get("id"), () => instance.get("path"));
    }
    return byId;
  }
}
