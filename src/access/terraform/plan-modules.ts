import { evaluate, type Scope } from "./expression/evaluate";
import { parseExpression } from "./expression/parser";
import { type Runtime, Thing, unknown } from "./expression/runtime";
import { type Instance } from "./instance";
import { isRecord, type JsonRecord } from "./json-blocks";
import { literalValue } from "./json-values";
import { Namespace } from "./namespace";
import { maximalReferences } from "./plan-references";
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
}

/** A module as a plan's configuration has it. */
interface Module {
  readonly address: string;
  readonly json: JsonRecord;
  /** How it was called, and from where. */
  readonly call?: { readonly json: JsonRecord; readonly from: Module };
}

/** The modules of a plan: what the references in their expressions lead to. */
export class PlanModules {
  readonly root: ModuleScope;
  private readonly rootModule: Module;
  private readonly variables: JsonRecord;
  private readonly modules = new Map<string, Module | undefined>();
  private readonly declarations = new Map<JsonRecord, ReadonlyMap<string, JsonRecord>>();
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

  scopeOf({ module, index }: Shown): ModuleScope {
    return this.scope(this.module(module) ?? { address: module, json: {} }, index);
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
      module = { address: own, json: call.module, call: { json: call, from: module } };
    }
    this.modules.set(address, module);
    return module;
  }

  private scope(module: Module, index?: string | number): ModuleScope {
    const scope: Scope = {
      where: module.address === "" ? "the plan" : module.address,
      named: (name) => this.named(name, module, index),
      nameOf: (text) => prefixOf(module.address) + text,
    };
    return {
      module: module.address,
      ...(index === undefined ? {} : { index }),
      follow: (reference) => evaluate(parseExpression(reference, scope.where), scope),
    };
  }

  private named(name: string, module: Module, index?: string | number): Runtime {
    switch (name) {
      case "var":
        return new Namespace(name, (key) => this.variable(key, module));
      case "module":
        return new Namespace(name, (key) => this.called(key, module));
      case "data":
        return new Namespace(name, (type) => this.type(`data.${type}`, module));
      case "each":
        return index === undefined ? unknown(`${prefixOf(module.address)}each`) : { key: index };
      case "count":
        return index === undefined ? unknown(`${prefixOf(module.address)}count`) : { index };
      case "local":
      case "path":
      case "self":
      case "terraform":
        return unknown(prefixOf(module.address) + name);
      default:
        return this.type(name, module);
    }
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
    return this.expression(expression, this.scope(module.call.from), address);
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
    if (!("count_expression" in call) && !("for_each_expression" in call)) return outputs(address);
    return new Namespace(address, (key) => outputs(`${address}[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`));
  }

  /** What an input or an output is, where it is a constant or a reference and nothing else. */
  private expression(json: unknown, scope: ModuleScope, address: string): Runtime {
    const expression = recordIn(json);
    if ("constant_value" in expression) return literalValue(expression.constant_value, address);
    const [reference, ...others] = maximalReferences(expression.references);
    if (reference === undefined || others.length > 0) return unknown(address);
    return this.trail.follow(address, () => scope.follow(reference));
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
    return [...this.instances.values()];
  }
}

const prefixOf = (module: string) => (module === "" ? "" : `${module}.`);
const localAddress = ({ mode, type, name }: { readonly mode: unknown; readonly type: string; readonly name: string }) =>
  `${mode === "data" ? "data." : ""}${type}.${name}`;
const recordIn = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
