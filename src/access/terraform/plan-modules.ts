import { jsonIn } from "../../json";
import { evaluate, type Scope } from "./expression/evaluate";
import { parseExpression } from "./expression/parser";
import { isList, isObject, type Runtime, Thing, unknown } from "./expression/runtime";
import { type Instance } from "./instance";
import { isRecord, type JsonRecord, recordIn } from "./json-blocks";
import { evaluatedValue, literalValue } from "./json-values";
import { nameWithin, Namespace } from "./namespace";
import { maximalReferences, templateIn } from "./plan-references";
import { type Shown } from "./shown";
import { type Trail } from "./trail";

/** Where an expression of a plan's configuration stands: its module, and the instance of the resource. */
export interface ModuleScope {
  /** The module's address; empty for the root. */
  readonly module: string;
  /** The instance's key or index. */
  readonly index?: string | number;
  /** What a reference leads to. */
  readonly follow: (reference: string) => Runtime;
  /** What templates give. */
  readonly evaluate: (json: unknown, where: string) => Runtime;
}

/** The instance that an expression stands in: of a resource, or of a module's call. */
interface Own {
  readonly address: string;
  readonly index: string | number;
  readonly declaration?: JsonRecord;
}

/** A module as a plan's configuration has it. */
interface Module {
  readonly address: string;
  readonly json: JsonRecord;
  /** How it was called, from where, and as which of its instances. */
  readonly call?: { readonly json: JsonRecord; readonly from: Module; readonly index?: string | number };
}

/** The modules of a plan: what the references in their expressions lead to. */
export class PlanModules {
  readonly root: ModuleScope;
  private readonly rootModule: Module;
  private readonly variables: JsonRecord;
  private readonly modules = new Map<string, Module | undefined>();
  private readonly declarations = new Map<JsonRecord, ReadonlyMap<string, JsonRecord>>();
  private readonly eachValues = new WeakMap<JsonRecord, Map<string, ReadonlyMap<string, Runtime>>>();
  private readonly instances = new Map<string, Map<string | number | undefined, Instance>>();

  constructor(
    plan: JsonRecord,
    private readonly trail: Trail,
  ) {
    this.rootModule = { address: "", json: recordIn(recordIn(plan.configuration).root_module) };
    this.variables = recordIn(plan.variables);
    this.root = this.scope(this.rootModule);
  }

  /** Makes a resource known to those who refer to it. */
  add(shown: Shown, instance: Instance): void {
    const key = `${prefixOf(shown.module)}${localAddress(shown)}`;
    const others = this.instances.get(key);
    if (others === undefined) this.instances.set(key, new Map([[shown.index, instance]]));
    else others.set(shown.index, instance);
  }

  scopeOf(shown: Shown): ModuleScope {
    const { module, index, address } = shown;
    const declaration = this.declaration(shown);
    const own = index === undefined ? undefined : { address, index, ...(declaration && { declaration }) };
    return this.scope(this.module(module) ?? { address: module, json: {} }, own);
  }

  /** How a resource is declared; undefined where the configuration does not have it. */
  declaration(shown: Shown): JsonRecord | undefined {
    const module = this.module(shown.module);
    if (module === undefined) return undefined;
    let byAddress = this.declarations.get(module.json);
    if (byAddress === undefined) {
      const { resources } = module.json;
      const list = Array.isArray(resources) ? (resources as readonly unknown[]).filter(isRecord) : [];
      byAddress = new Map(
        list.map((one) => [localAddress({ mode: one.mode, type: String(one.type), name: String(one.name) }), one]),
      );
      this.declarations.set(module.json, byAddress);
    }
    return byAddress.get(localAddress(shown));
  }

  /** The module of an address such as `module.api["a"].module.routes`. */
  private module(address: string): Module | undefined {
    if (address === "") return this.rootModule;
    if (this.modules.has(address)) return this.modules.get(address);
    // A key in quotes may hold dots, and the word module.
    const steps = [...address.matchAll(/module\.([^.[]+)(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?/g)];
    let module: Module | undefined = this.rootModule;
    for (const step of steps) {
      const call = recordIn(recordIn(module.json.module_calls)[step[1] ?? ""]);
      if (!isRecord(call.module)) {
        module = undefined;
        break;
      }
      const own: string = prefixOf(module.address) + step[0];
      const index = keyIn(step[0]);
      const called: Module["call"] = { json: call, from: module, ...(index === undefined ? {} : { index }) };
      module = { address: own, json: call.module, call: called };
    }
    this.modules.set(address, module);
    return module;
  }

  private scope(module: Module, own?: Own): ModuleScope {
    const scope = (where: string): Scope => ({
      where,
      named: (name) => this.named(name, module, own),
      nameOf: (text) => nameWithin(prefixOf(module.address) + text, own?.address),
    });
    const place = module.address === "" ? "the plan" : module.address;
    return {
      module: module.address,
      ...(own === undefined ? {} : { index: own.index }),
      follow: (reference) => evaluate(parseExpression(reference, place), scope(place)),
      evaluate: (json, where) => evaluatedValue(json, scope(where)),
    };
  }

  private named(name: string, module: Module, own?: Own): Runtime {
    switch (name) {
      case "var":
        return new Namespace(name, (key) => this.variable(key, module));
      case "module":
        return new Namespace(name, (key) => this.called(key, module));
      case "data":
        return new Namespace(name, (type) => this.type(`data.${type}`, module));
      case "resource":
        return new Namespace(name, (type) => this.type(type, module));
      case "each":
        return own === undefined ? unknown(`${prefixOf(module.address)}each`) : this.each(module, own);
      case "count":
        return own === undefined ? unknown(`${prefixOf(module.address)}count`) : { index: own.index };
      case "local":
      case "path":
      case "self":
      case "terraform":
        return unknown(prefixOf(module.address) + name);
      default:
        return this.type(name, module);
    }
  }

  /** What `each` is, with its value where `for_each` is a constant, or a template that tells it. */
  private each(module: Module, { address, index, declaration }: Own): Runtime {
    const where = `${address}.for_each`;
    const values = this.trail.follow(where, () =>
      this.valuesOfEach(module, recordIn(declaration?.for_each_expression), where),
    );
    const key = String(index);
    return { key, value: values.get(key) ?? unknown(`each.value of ${address}`) };
  }

  private valuesOfEach(module: Module, expression: JsonRecord, where: string): ReadonlyMap<string, Runtime> {
    const known = this.eachValues.get(expression)?.get(module.address);
    if (known !== undefined) return known;
    const given = this.written(expression, this.scope(module), where);
    const each = given instanceof Thing ? given.expanded() : given;
    const entries = isList(each)
      ? each.flatMap((item): [string, Runtime][] => (typeof item === "string" ? [[item, item]] : []))
      : isObject(each)
        ? Object.entries(each)
        : [];
    const values = new Map(entries);
    const ofModules = this.eachValues.get(expression) ?? new Map<string, ReadonlyMap<string, Runtime>>();
    this.eachValues.set(expression, ofModules.set(module.address, values));
    return values;
  }

  private type(type: string, module: Module): Runtime {
    return new Namespace(type, (name) => {
      const address = `${prefixOf(module.address)}${type}.${name}`;
      const instances = this.instances.get(address);
      if (instances === undefined) return unknown(address);
      return instances.get(undefined) ?? new PlannedInstances(address, instances);
    });
  }

  private variable(name: string, module: Module): Runtime {
    const address = `${prefixOf(module.address)}var.${name}`;
    if (module.call === undefined) {
      const given = this.variables[name];
      return isRecord(given) ? literalValue(given.value, address) : unknown(address);
    }
    const expression = recordIn(module.call.json.expressions)[name];
    if (expression === undefined) {
      const declared = recordIn(recordIn(module.json.variables)[name]);
      return "default" in declared ? literalValue(declared.default, address) : unknown(address);
    }
    return this.expression(expression, this.callScope(module.call, module.address), address);
  }

  private called(name: string, module: Module): Runtime {
    const call = recordIn(recordIn(module.json.module_calls)[name]);
    const address = `${prefixOf(module.address)}module.${name}`;
    const outputs = (own: string) =>
      new Namespace(own, (output) => {
        const child = this.module(own);
        const declared = recordIn(recordIn(child?.json.outputs)[output]).expression;
        if (child === undefined || declared === undefined) return unknown(`${own}.${output}`);
        return this.expression(declared, this.scope(child), `${own}.${output}`);
      });
    if ("count_expression" in call) return new Namespace(address, (index) => outputs(`${address}[${index}]`));
    if (!("for_each_expression" in call)) return outputs(address);
    return new Namespace(address, (key) => outputs(`${address}[${JSON.stringify(key)}]`));
  }

  private callScope({ json, from, index }: NonNullable<Module["call"]>, address: string): ModuleScope {
    return this.scope(from, index === undefined ? undefined : { address, index, declaration: json });
  }

  /** What an input or an output is, where it is a constant, a template or a reference and nothing else. */
  private expression(json: unknown, scope: ModuleScope, address: string): Runtime {
    const expression = recordIn(json);
    return this.trail.follow(address, () => {
      const written = this.written(expression, scope, address);
      if (written !== undefined) return written;
      const [reference, ...others] = maximalReferences(expression.references);
      return reference === undefined || others.length > 0 ? unknown(address) : scope.follow(reference);
    });
  }

  /** What a constant or a template is; undefined for all else. */
  private written(expression: JsonRecord, scope: ModuleScope, address: string): Runtime | undefined {
    const template = templateIn(expression);
    if (template !== undefined) return scope.evaluate(template, address);
    return "constant_value" in expression ? literalValue(expression.constant_value, address) : undefined;
  }
}

/** The instances of a resource with `count` or `for_each`. */
export class PlannedInstances extends Thing {
  constructor(
    name: string,
    private readonly instances: ReadonlyMap<string | number | undefined, Instance>,
  ) {
    super(name);
  }

  get(key: string | number): Runtime {
    return this.instances.get(key) ?? unknown(`${this.name}[${JSON.stringify(key)}]`);
  }

  /** The only one; undefined where there are several. */
  get only(): Instance | undefined {
    const [first] = this.instances.values();
    return this.instances.size === 1 ? first : undefined;
  }

  override elements(): readonly Runtime[] {
    return [...this.instances]
      .toSorted(([one], [other]) => Number(one) - Number(other))
      .map(([, instance]) => instance);
  }

  override expanded(): Runtime {
    if ([...this.instances.keys()].every((key) => typeof key === "number")) return this.elements();
    return Object.fromEntries([...this.instances].map(([key, instance]) => [String(key), instance]));
  }
}

/** The key or index that the step to a module ends in. */
function keyIn(step: string): string | number | undefined {
  const written = /\[(.*)\]$/s.exec(step)?.[1];
  if (written === undefined) return undefined;
  const key = jsonIn(written);
  return typeof key === "number" || typeof key === "string" ? key : written;
}

const prefixOf = (module: string) => (module === "" ? "" : `${module}.`);
const localAddress = ({ mode, type, name }: { readonly mode: unknown; readonly type: string; readonly name: string }) =>
  `${mode === "data" ? "data." : ""}${type}.${name}`;
