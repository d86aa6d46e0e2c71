import { acknowledgementsIn } from "./acknowledgements";
import { type Blocks, type Declaration } from "./blocks";
import { counted, type Each, forEach, OpenInstances } from "./expansion";
import { type Scope } from "./expression/evaluate";
import { isList, type Runtime, unknown } from "./expression/runtime";
import { Instance } from "./instance";
import { dynamicBlocks, evaluatedValue, isDynamic, literalValue } from "./json-values";
import { isRecord, type JsonRecord, labelled } from "./json-blocks";
import { nameWithin, Namespace } from "./namespace";
import { ResourcePaths } from "./paths";
import { JsonProviders } from "./json-providers";
import { type Source } from "./source";
import { Trail } from "./trail";
import { ofType } from "./variable-type";

const metaArguments = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);
/** A folder of Terraform JSON, of which references are followed as they are met. */
export class JsonConfiguration {
  private readonly trail = new Trail();
  private readonly world = new ResourcePaths(() => this.instances());
  private readonly providers: JsonProviders;
  private readonly known = new Map<string, Runtime>();
  private readonly expanded = new Map<string, Runtime>();
  private readonly made: Instance[] = [];

  /** @param variables The values given to variables, the later before the earlier. */
  constructor(
    private readonly blocks: Blocks,
    private readonly variables: readonly JsonRecord[],
  ) {
    this.providers = new JsonProviders(blocks.providers, (json, where) => evaluatedValue(json, this.scope(where)));
  }

  /** Every resource and data source. */
  instances(): readonly Instance[] {
    for (const declaration of this.blocks.resources.values()) this.resource(declaration);
    return this.made;
  }

  /** What the names in an expression stand for. `own` are those that only one resource knows. */
  private scope(
    where: string,
    own?: { readonly address: string; readonly names: ReadonlyMap<string, Runtime> },
  ): Scope {
    return {
      where,
      named: (name) => own?.names.get(name) ?? this.named(name),
      nameOf: (text) => nameWithin(text, own?.address),
    };
  }

  private named(name: string): Runtime {
    switch (name) {
      case "var":
        return new Namespace(name, (key) => this.variable(key));
      case "local":
        return new Namespace(name, (key) => this.local(key));
      case "data":
        return new Namespace(name, (type) => this.type(`data.${type}`));
      case "resource":
        return new Namespace(name, (type) => this.type(type));
      case "module":
      case "path":
      case "terraform":
      case "each":
      case "count":
      case "self":
        return unknown(name);
      default:
        return this.type(name);
    }
  }

  private type(prefix: string): Runtime {
    return new Namespace(prefix, (name) => {
      const address = `${prefix}.${name}`;
      const declaration = this.blocks.resources.get(address);
      return declaration === undefined ? unknown(address) : this.resource(declaration);
    });
  }

  private variable(name: string): Runtime {
    return this.once(`var.${name}`, (where) => {
      const declared = this.blocks.variables.get(name) ?? {};
      const given = this.variables.findLast((values) => Object.hasOwn(values, name))?.[name];
      const value = given === undefined || (given === null && declared.nullable === false) ? declared.default : given;
      return value === undefined ? unknown(where) : ofType(literalValue(value, where), declared.type, where);
    });
  }

  private local(name: string): Runtime {
    return this.once(`local.${name}`, (where) =>
      this.blocks.locals.has(name) ? evaluatedValue(this.blocks.locals.get(name), this.scope(where)) : unknown(where),
    );
  }

  private once(address: string, read: (address: string) => Runtime): Runtime {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const value = this.trail.follow(address, () => read(address));
    this.known.set(address, value);
    return value;
  }

  /** A resource as references see it: one instance, a list or an object of them. */
  private resource(declaration: Declaration): Runtime {
    const known = this.expanded.get(declaration.address);
    if (known !== undefined) return known;
    const all = this.eachOf(declaration).map((each): [Each, Instance] => [each, this.instance(declaration, each)]);
    const [first] = all;
    let value: Runtime;
    if (first?.[0].exists !== undefined) value = new OpenInstances(first[1]);
    else if (first !== undefined && first[0].index === undefined) value = first[1];
    else if ("count" in declaration.body) value = all.map(([, instance]) => instance);
    else value = Object.fromEntries(all.map(([each, instance]) => [String(each.index), instance]));
    this.expanded.set(declaration.address, value);
    for (const [, instance] of all) this.made.push(instance);
    return value;
  }

  private eachOf({ address, body }: Declaration): readonly Each[] {
    const argument = ["count", "for_each"].find((name) => name in body);
    if (argument === undefined) return [{ suffix: "", values: {} }];
    const where = `${address}.${argument}`;
    const given = this.trail.follow(where, () => evaluatedValue(body[argument], this.scope(where)));
    return argument === "count" ? counted(given, address) : forEach(given, address);
  }

  private instance(declaration: Declaration, each: Each): Instance {
    const { body, mode, type, name } = declaration;
    const address = `${declaration.address}${each.suffix}`;
    const comment = body["//"];
    const path = pathIn(comment);
    const blockNames = isDynamic(body.dynamic) ? labelled(body.dynamic, address).map(([block]) => block) : [];
    const names = [...new Set([...Object.keys(body).filter((key) => !metaArguments.has(key)), ...blockNames])];
    const source: Source = {
      address,
      mode,
      type,
      shortName: `${name}${each.suffix}`,
      ...(path === undefined ? {} : { path: `${path}${each.suffix}` }),
      acknowledgements: acknowledgementsIn(comment, address),
      ...(each.exists === undefined ? {} : { exists: each.exists }),
      names: () => names,
      argument: this.argumentsOf(address, body, new Set(names), each),
      written: (argument) => JSON.stringify(body[argument]),
      provider: this.providers.of(type, body.provider),
    };
    return new Instance(source, this.trail, this.world);
  }

  private argumentsOf(address: string, body: JsonRecord, names: ReadonlySet<string>, each: Each): Source["argument"] {
    const known = new Map<string, Runtime>();
    const own = { address, names: eachNames(each) };
    return (name) => {
      if (!names.has(name)) return undefined;
      const before = known.get(name);
      if (before !== undefined) return before;
      const value = this.trail.follow(`${address}.${name}`, () => {
        const scope = this.scope(`${address}.${name}`, own);
        const given = evaluatedValue(body[name], scope);
        const more = isDynamic(body.dynamic) ? dynamicBlocks(body.dynamic, scope).get(name) : undefined;
        return more === undefined ? given : [...(isList(given) ? given : given === null ? [] : [given]), ...more];
      });
      known.set(name, value);
      return value;
    };
  }
}

function eachNames({ values }: Each): ReadonlyMap<string, Runtime> {
  if ("index" in values) return new Map([["count", values]]);
  return new Map("key" in values ? [["each", values]] : []);
}

function pathIn(comment: unknown): string | undefined {
  const path = isRecord(comment) && isRecord(comment.metadata) ? comment.metadata.path : undefined;
  return typeof path === "string" && path !== "" ? path : undefined;
}
