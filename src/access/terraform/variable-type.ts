import { evaluate, type Scope } from "./expression/evaluate";
import { type Expression } from "./expression/expression";
import { parseExpression } from "./expression/parser";
import { asSet, ofOneType } from "./expression/collections";
import { numberOf, truthOf } from "./expression/operators";
import {
  Impossible,
  isList,
  isObject,
  markedAs,
  type Runtime,
  type RuntimeObject,
  templateText,
  unknown,
} from "./expression/runtime";

/**
 * A value as a variable of a type holds it: a set without repetitions, an object with the defaults of what is optional.
 * What Terraform would refuse stays as it is.
 *
 * @param type What stands beside `type`, such as `map(object({ path = string }))`.
 * @param where The variable's address.
 * @throws UserError where the type can't be read.
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function ofType(value: Runtime, type: unknown, where: string): Runtime {
  if (typeof type !== "string") return value;
  return converted(value, parseExpression(type.replace(/^\$\{(.*)\}$/s, "$1"), `${where}.type`));
}

function converted(value: Runtime, type: Expression | undefined): Runtime {
  if (value === null || type === undefined) return value;
  if (type.kind === "name") return primitive(value, type.name);
  if (type.kind !== "call") return value;
  const [of] = type.args;
  switch (type.name) {
    case "list":
      return isList(value) ? markedAs("list", [...ofOneType(value.map((item) => converted(item, of)))]) : value;
    case "set":
      return isList(value) ? asSet(value.map((item) => converted(item, of))) : value;
    case "tuple":
      return isList(value) && of?.kind === "tuple"
        ? value.map((item, index) => converted(item, of.items[index]))
        : value;
    case "map":
      return isObject(value) ? mapped(value, of) : value;
    case "object":
      return isObject(value) && of?.kind === "object" ? withAttributes(value, of.items) : value;
    case "optional":
      return converted(value, of);
    default:
      return value;
  }
}

function primitive(value: Runtime, type: string): Runtime {
  try {
    if (type === "string") return templateText(value) ?? value;
    if (type === "number") return numberOf(value) ?? value;
    return type === "bool" ? (truthOf(value) ?? value) : value;
  } catch (error) {
    if (error instanceof Impossible) return value;
    throw error;
  }
}

function mapped(value: RuntimeObject, of: Expression | undefined): RuntimeObject {
  const parts = ofOneType(Object.values(value).map((part) => converted(part, of)));
  return markedAs("map", Object.fromEntries(Object.keys(value).map((key, index) => [key, parts[index] ?? null])));
}

function withAttributes(
  value: RuntimeObject,
  attributes: readonly (readonly [Expression, Expression])[],
): RuntimeObject {
  return Object.fromEntries(
    attributes.flatMap(([name, type]): [string, Runtime][] => {
      const key = name.kind === "literal" ? String(name.value) : "";
      const given = Object.hasOwn(value, key) ? (value[key] ?? null) : undefined;
      const isOptional = type.kind === "call" && type.name === "optional";
      if (given === undefined && !isOptional) return [];
      return [[key, given === null || given === undefined ? otherwiseOf(type) : converted(given, type)]];
    }),
  );
}

/** What an attribute is that is left out, or null. */
function otherwiseOf(type: Expression): Runtime {
  if (type.kind !== "call" || type.name !== "optional") return null;
  const [of, otherwise] = type.args;
  return otherwise === undefined ? null : converted(evaluate(otherwise, constants), of);
}

/** Defaults in types can refer to nothing. */
const constants: Scope = { where: "type", named: unknown, nameOf: (text) => text };
