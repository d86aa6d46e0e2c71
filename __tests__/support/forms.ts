import { symbolic, piecesOf } from "../../src/access/symbols";
import { type Configuration, type Value } from "../../src/access/terraform/configuration";
import { bodiesIn, isRecord, type JsonRecord, labelled } from "../../src/access/terraform/json-blocks";

/** Arguments that are maps; other objects are blocks. */
const maps = new Set(["request_parameters", "request_templates", "roles", "tags", "triggers", "variables"]);
const isBlocks = (name: string, value: unknown) =>
  !maps.has(name) && (isRecord(value) || (Array.isArray(value) && value.length > 0 && value.every(isRecord)));
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const isOpen = (value: unknown) => /\$\{/.test(JSON.stringify(value));
const each = (body: JsonRecord, as: (name: string, value: unknown) => unknown): JsonRecord =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const made = as(name, value);
      return made === undefined ? [] : [[name, made]];
    }),
  );

/** What a plan's configuration says of arguments that are written in JSON. */
const expressions = (body: JsonRecord): JsonRecord =>
  each(body, (name, value) => {
    if (isBlocks(name, value)) return listed(value).map((block) => expressions(block as JsonRecord));
    const references = [...JSON.stringify(value).matchAll(/\$\{([\w.-]+)/g)].map(([, path]) => path);
    return { constant_value: value, ...(references.length > 0 ? { references } : {}) };
  });

/** What is known of arguments before an apply: texts without references. */
const known = (body: JsonRecord): JsonRecord =>
  each(body, (name, value) => {
    if (isBlocks(name, value)) return listed(value).map((block) => known(block as JsonRecord));
    return isOpen(value) ? undefined : value;
  });
const unknown = (body: JsonRecord): JsonRecord =>
  each(body, (name, value) => {
    if (isBlocks(name, value)) return listed(value).map((block) => unknown(block as JsonRecord));
    return isOpen(value) ? true : undefined;
  });

/** The plan of a configuration in JSON of which nothing has been applied, as `terraform show -json` prints it. */
export function planOf(json: JsonRecord): object {
  const declared = (["resource", "data"] as const).flatMap((block) =>
    labelled(json[block], block).flatMap(([type, named]) =>
      labelled(named, type).map(([name, body]) => ({ mode: block === "data" ? "data" : "managed", type, name, body })),
    ),
  );
  const resources = declared.map(({ mode, type, name, body }) => {
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    return { address, mode, type, name, body: body as JsonRecord };
  });
  const providers = labelled(json.provider, "provider").flatMap(([name, bodies]) =>
    bodiesIn(bodies, name).map((body) => [name, { name, expressions: expressions(body) }] as const),
  );
  const variables = labelled(json.variable, "variable").map(([name, body]) => [
    name,
    { value: (body as JsonRecord).default },
  ]);
  return {
    format_version: "1.2",
    variables: Object.fromEntries(variables),
    planned_values: {
      root_module: { resources: resources.map(({ body, ...one }) => ({ ...one, values: known(body) })) },
    },
    resource_changes: resources.map(({ address, body }) => ({
      address,
      change: { actions: ["create"], after_unknown: { ...unknown(body), id: true, arn: true, policy_id: true } },
    })),
    configuration: {
      provider_config: Object.fromEntries(providers),
      root_module: {
        resources: resources.map(({ body, ...one }) => ({
          ...one,
          provider_config_key: "aws",
          expressions: expressions(body),
        })),
      },
    },
  };
}

const computed = ["arn", "endpoint", "execution_arn", "id", "invoke_arn", "path", "root_resource_id"];

/** The state of a configuration once it is applied: where AWS gives an id, it is made up. */
export function stateOf({ resources }: Configuration): { readonly values: object } {
  const given = new Map<string, string>();
  const literal = (value: Value): unknown =>
    JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
      typeof part !== "string"
        ? part
        : piecesOf(part)
            .map((piece) => {
              if (typeof piece === "string") return piece;
              const symbol = symbolic(piece);
              given.set(
                symbol,
                given.get(symbol) ?? (piece.name === "the account" ? "111111111111" : `x${given.size}`),
              );
              return given.get(symbol);
            })
            .join(""),
    ) as unknown;
  const shown = resources.map(({ address, mode, type, values, attribute }) => {
    const all = { ...Object.fromEntries(computed.map((name) => [name, literal(attribute(name))])), ...values };
    const applied = each(all, (name, value) => (isBlocks(name, value) ? listed(value) : value));
    return { address, mode, type, name: address.split(".").at(-1), values: literal(applied as Value) };
  });
  const state = { format_version: "1.0", values: { root_module: { resources: shown } } };
  return state;
}
