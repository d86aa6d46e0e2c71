import { isKnown, readable } from "../symbols";
import { type Value } from "../terraform/configuration";
import { operatorNames, operatorOf } from "./operators";
import { type ConditionTest } from "./policy";
import { asObject, malformed, type Place, UnknownPart } from "./reading";

/** @throws UserError where IAM would refuse it; UnknownPart where a symbol decides what it is. */
export function readConditions(value: Value | undefined, place: Place): readonly ConditionTest[] {
  if (value === undefined) return [];
  return Object.entries(asObject(value, place)).flatMap(([written, tests]) => {
    const operator = readOperator(written, place);
    const within = { ...place, path: `${place.path}, ${written}` };
    return Object.entries(asObject(tests, within)).map(([key, values]) => {
      if (!isKnown(key)) throw new UnknownPart(key);
      return {
        ...operator,
        key,
        values: valuesOf(values, operator.operator, { ...within, path: `${within.path}, ${key}` }),
      };
    });
  });
}

const form = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/is;

function readOperator(written: string, place: Place): Pick<ConditionTest, "operator" | "qualifier" | "ifExists"> {
  if (!isKnown(written)) throw new UnknownPart(written);
  const [, set, name = "", suffix] = form.exec(written) ?? [];
  const operator = operatorOf(name);
  const ifExists = suffix !== undefined;
  if (operator === undefined || (operator.name === "Null" && ifExists))
    throw malformed(place, `has the unknown operator ${written}`, written, operatorNames.join(", "));
  if (set === undefined) return { operator: operator.name, ifExists };
  const qualifier = set.toLowerCase() === "foranyvalue" ? "ForAnyValue" : "ForAllValues";
  return { operator: operator.name, qualifier, ifExists };
}

function valuesOf(value: Value, name: string, place: Place): readonly string[] {
  const comparison = operatorOf(name)?.comparison;
  const list: readonly Value[] = Array.isArray(value) ? value : [value];
  return list.map((one: Value) => {
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean")
      throw malformed(place, "is neither a text nor a list of texts", one, "a text, a number, true or false");
    const text = String(one);
    if (comparison !== undefined && isKnown(text) && !comparison.accepts(text))
      throw malformed(place, `is not ${comparison.form}`, readable(text), comparison.form);
    return text;
  });
}
