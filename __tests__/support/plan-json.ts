import { type Configuration } from "../../src/access/terraform/configuration";
import { readTerraform } from "../../src/access/terraform/read";

/** A resource that the plan creates: its arguments as configured, what is known of them and what is not. */
export interface Created {
  readonly address: string;
  readonly module?: string;
  readonly index?: string | number;
  readonly values?: object;
  readonly unknown?: object;
  readonly mode?: "data";
}

/** A module's resources, by address, each with its expressions; and the modules that it calls. */
export interface Module {
  readonly resources?: Readonly<Record<string, object>>;
  /** The `for_each` of resources, by address. */
  readonly forEach?: Readonly<Record<string, object>>;
  readonly outputs?: Readonly<Record<string, object>>;
  readonly variables?: object;
  readonly calls?: Readonly<Record<string, Module & { readonly inputs?: object; readonly keyed?: boolean | object }>>;
}

/** An expression as a plan lists it: each reference with everything that it begins with. */
export const references = (...names: string[]) => ({
  references: names.flatMap((name) => {
    const parts = name.split(".");
    return parts.length > 2 ? [name, parts.slice(0, -1).join(".")] : [name];
  }),
});
/** An expression that is a constant. */
export const constant = (constant_value: unknown) => ({ constant_value });
/** An expression that is written in JSON: a plan lists its template beside its references. */
export const template = (constant_value: unknown, ...names: string[]) => ({ constant_value, ...references(...names) });

function moduleJson({ resources = {}, forEach = {}, outputs = {}, variables = {}, calls = {} }: Module): object {
  return {
    resources: Object.entries(resources).map(([address, expressions]) => {
      const [, data, type, name] = /^(data\.)?(.*)\.(.*)$/.exec(address) ?? [];
      const mode = data === undefined ? "managed" : "data";
      const each = address in forEach ? { for_each_expression: forEach[address] } : {};
      return { address, mode, type, name, provider_config_key: "aws", expressions, ...each };
    }),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, expression]) => [name, { expression }])),
    variables,
    module_calls: Object.fromEntries(
      Object.entries(calls).map(([name, { inputs = {}, keyed = false, ...module }]) => [
        name,
        {
          expressions: inputs,
          ...(keyed ? { for_each_expression: keyed === true ? {} : keyed } : {}),
          module: moduleJson(module),
        },
      ]),
    ),
  };
}

/** The plan of these resources, configured by this module. */
export function plan(created: readonly Created[], root: Module, more: object = {}): Configuration {
  const shownOnes = created.map(({ address, module = "", index, values = {}, mode = "managed" }) => {
    const local = address.slice(module === "" ? 0 : module.length + 1).replace(/^data\./, "");
    const [, type, name] = /^([^.]*)\.([^.[]*)/.exec(local) ?? [];
    return { module, resource: { address, mode, type, name, ...(index === undefined ? {} : { index }), values } };
  });
  const modules = [...new Set(shownOnes.map(({ module }) => module))].filter((module) => module !== "");
  const of = (wanted: string) => shownOnes.filter(({ module }) => module === wanted).map(({ resource }) => resource);
  const json = {
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: of(""),
        child_modules: modules.map((address) => ({ address, resources: of(address) })),
      },
    },
    resource_changes: created.map(({ address, unknown = {} }) => ({
      address,
      change: { actions: ["create"], after_unknown: { id: true, arn: true, ...unknown } },
    })),
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: references("var.region") } } },
      root_module: moduleJson(root),
    },
    variables: { region: { value: "eu-west-1" } },
    ...more,
  };
  return readTerraform([{ name: "plan.json", json }]);
}
