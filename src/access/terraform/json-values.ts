import { deeper, evaluate, type Scope } from "./expression/evaluate";
import { parseTemplate } from "./expression/parser";
import {
  entriesOf,
  isCounted,
  isList,
  isObject,
  nameOfKey,
  plain,
  type Runtime,
  Thing,
  unknown,
} from "./expression/runtime";
import { bodiesIn, isRecord, type JsonRecord, labelled } from "./json-blocks";

/** A value of JSON as it stands, with no expressions in its texts. */
export function literalValue(json: unknown, where: string): Runtime {
  return deeper(where, () => {
    if (typeof json === "string") return plain(json);
    if (Array.isArray(json)) return json.map((item: unknown) => literalValue(item, where));
    if (isRecord(json)) {
      return Object.fromEntries(Object.entries(json).map(([key, value]) => [plain(key), literalValue(value, where)]));
    }
    return typeof json === "number" || typeof json === "boolean" ? json : null;
  });
}

/**
 * A value of Terraform JSON, its expressions evaluated. Comments are left out, and `dynamic` blocks become the blocks
 * that they stand for.
 *
 * @throws UserError where an expression cannot be read, or its references go round in circles.
 */
export function evaluatedValue(json: unknown, scope: Scope): Runtime {
  return deeper(scope.where, () => {
    if (typeof json === "string") return evaluatedText(json, scope);
    if (Array.isArray(json)) return json.map((item: unknown) => evaluatedValue(item, scope));
    if (isRecord(json)) return evaluatedObject(json, scope);
    return typeof json === "number" || typeof json === "boolean" ? json : null;
  });
}

function evaluatedText(text: string, scope: Scope): Runtime {
  const clean = plain(text);
  return /[$%]\{/.test(clean) ? evaluate(parseTemplate(clean, scope.where), scope) : clean;
}

function evaluatedObject(json: JsonRecord, scope: Scope): Runtime {
  const parts = Object.entries(json)
    .filter(([key, value]) => key !== "//" && !(key === "dynamic" && isDynamic(value)))
    .map(([key, value]): [string, Runtime] => [keyText(key, scope), evaluatedValue(value, scope)]);
  if (!isDynamic(json.dynamic)) return Object.fromEntries(parts);
  const blocks = new Map(parts);
  for (const [name, more] of dynamicBlocks(json.dynamic, scope)) {
    blocks.set(name, [...listed(blocks.get(name)), ...more]);
  }
  return Object.fromEntries(blocks);
}

const listed = (value: Runtime | undefined) =>
  value === undefined || value === null ? [] : isList(value) ? value : [value];

function keyText(key: string, scope: Scope): string {
  const value = evaluatedText(key, scope);
  return typeof value === "object" ? plain(key) : String(value);
}

/** Whether it is what blocks are made from, and not a map that someone called `dynamic`. */
export function isDynamic(value: unknown): boolean {
  const bodies: readonly unknown[] = Array.isArray(value) ? value : [value];
  return (
    bodies.length > 0 &&
    bodies.every(
      (body) =>
        isRecord(body) &&
        Object.values(body).every((of) =>
          (Array.isArray(of) ? of : [of]).every(
            (one: unknown) => isRecord(one) && "for_each" in one && "content" in one,
          ),
        ),
    )
  );
}

/**
 * The blocks that `dynamic` makes, by name; a symbol for those of a `for_each` that is not known.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
 */
export function dynamicBlocks(dynamic: unknown, scope: Scope): ReadonlyMap<string, readonly Runtime[]> {
  const blocks = new Map<string, Runtime[]>();
  for (const [name, bodies] of labelled(dynamic, scope.where)) {
    for (const body of bodiesIn(bodies, scope.where)) {
      blocks.set(name, [...(blocks.get(name) ?? []), ...blocksOfOne(name, body, scope)]);
    }
  }
  return blocks;
}

function blocksOfOne(name: string, body: JsonRecord, scope: Scope): readonly Runtime[] {
  const iterator = typeof body.iterator === "string" ? body.iterator : name;
  const given = evaluatedValue(body.for_each, scope);
  const each = given instanceof Thing ? given.expanded() : given;
  if ((!isList(each) && !isObject(each)) || (isList(each) && !isCounted(each))) {
    return [unknown(scope.nameOf(`dynamic ${name}`))];
  }
  return entriesOf(each).map(([key, value]) =>
    evaluatedValue(body.content, iterationScope(scope, iterator, key, value)),
  );
}

function iterationScope(scope: Scope, iterator: string, key: Runtime, value: Runtime): Scope {
  const own: Runtime = { key, value };
  return {
    where: scope.where,
    named: (name) => (name === iterator ? own : scope.named(name)),
    nameOf: (text) => scope.nameOf(`${text} (${iterator}.key ${nameOfKey(key)})`),
  };
}
