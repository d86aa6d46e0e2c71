import { type Configuration, type Resource, type Value } from "./configuration";
import { asValue, plain } from "./expression/runtime";
import { type Instance } from "./instance";
import { labelOf } from "./label";

/**
 * What was read, for those who ask for it by type.
 *
 * @param stack The name of the stack that the constructs' paths begin with.
 * @throws UserError where a reference cannot be followed.
 */
export function configurationOf(instances: readonly Instance[], stack?: string): Configuration {
  const sorted = instances.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const labels = labelsOf(sorted, stack);
  const resources = sorted.map((instance) => resourceOf(instance, labels.get(instance) ?? instance.name));
  return {
    resources,
    ofType: lookup(resources.filter(({ mode }) => mode === "managed")),
    dataOfType: lookup(resources.filter(({ mode }) => mode === "data")),
    unreadModules: [],
  };
}

function lookup(resources: readonly Resource[]): (type: string) => readonly Resource[] {
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const others = byType.get(resource.type);
    if (others === undefined) byType.set(resource.type, [resource]);
    else others.push(resource);
  }
  return (type) => byType.get(type) ?? [];
}

/** Labels that several resources of a type would share are their addresses instead. */
function labelsOf(instances: readonly Instance[], stack: string | undefined): ReadonlyMap<Instance, string> {
  const labels = instances.map((instance): [Instance, string] => {
    const { path, shortName } = instance.source;
    return [instance, path === undefined ? shortName : labelOf(plain(path), stack)];
  });
  const owners = new Map<string, number>();
  const key = ([{ source }, label]: [Instance, string]) => `${source.mode} ${source.type} ${label}`;
  for (const one of labels) owners.set(key(one), (owners.get(key(one)) ?? 0) + 1);
  return new Map(labels.map((one) => [one[0], owners.get(key(one)) === 1 ? one[1] : one[0].name]));
}

function resourceOf(instance: Instance, label: string): Resource {
  const { address, mode, type, names, acknowledgements, exists } = instance.source;
  const values = Object.fromEntries(
    names().flatMap((name): [string, Value][] => {
      const value = asValue(instance.source.argument(name) ?? null);
      return value === null ? [] : [[name, value]];
    }),
  );
  return {
    address,
    mode,
    type,
    label,
    values,
    attribute: (name) => asValue(instance.get(name)),
    written: (name) => instance.source.written?.(name),
    region: instance.region,
    accountId: instance.accountId,
    acknowledgements,
    ...(exists === undefined ? {} : { exists }),
  };
}
