import { deeper } from "./expression/evaluate";
import { isList, isUnknown, type Runtime, Thing, unknown } from "./expression/runtime";
import { Instance } from "./instance";
import { isRecord, type JsonRecord } from "./json-blocks";
import { literalValue } from "./json-values";
import { type ModuleScope, PlannedInstances } from "./plan-modules";
import { composed, isArgumentItself, isConditionValue, maximalReferences } from "./plan-references";

/** A value of a plan: what is known of it, which of it is not, and how it was configured. */
interface Planned {
  readonly value: unknown;
  /** `true` where it is unknown until it is applied; an object or a list where parts of it are. */
  readonly mask: unknown;
  /** `constant_value` or `references`; for a block, those of its arguments. */
  readonly expression: unknown;
  /** The argument's name. */
  readonly name: string;
  /** Where it stands, for the names of symbols. */
  readonly address: string;
  readonly scope: ModuleScope;
  /** The arguments beside it. */
  readonly siblings?: JsonRecord;
}

/** The value, with what its references lead to where it is not known, and symbols for the rest. */
export function withReferences(planned: Planned): Runtime {
  const { value, mask, expression, address, name } = planned;
  return deeper(address, () => {
    if (mask === true) return unknownValue(planned);
    const where = `${address}.${name}`;
    if (Array.isArray(mask) && mask.some(isOpen)) return list(planned, mask, Array.isArray(value) ? value : []);
    if (isRecord(mask) && Object.values(mask).some(isOpen)) {
      return object(planned, mask, isRecord(value) ? value : {}, isRecord(expression) ? expression : {});
    }
    return literalValue(value, where);
  });
}

/** Whether any of it is unknown. */
function isOpen(mask: unknown): boolean {
  if (Array.isArray(mask)) return mask.some(isOpen);
  return mask === true || (isRecord(mask) && Object.values(mask).some(isOpen));
}

function isAttribute(expression: unknown): expression is JsonRecord {
  return isRecord(expression) && ("references" in expression || "constant_value" in expression);
}

function unknownValue({ expression, name, address, scope, siblings }: Planned): Runtime {
  const whole = unknown(`${address}.${name}`);
  if (Array.isArray(expression)) {
    return (expression as readonly unknown[]).map((block, index) =>
      blockValue(block, `${address}.${name}[${index}]`, scope),
    );
  }
  if (!isAttribute(expression))
    return isRecord(expression) ? blockValue(expression, `${address}.${name}`, scope) : whole;
  if ("constant_value" in expression) return literalValue(expression.constant_value, `${address}.${name}`);
  const values = referenced(expression, name, scope);
  if (values === undefined) return whole;
  const made = composed(name, values);
  if (made !== undefined) return made;
  if (!values.every((value) => isTaken(name, value, siblings))) return whole;
  const [first, ...others] = values;
  if (/(s|audience)$/.test(name) && name !== "credentials")
    return first !== undefined && isList(first) ? first : values;
  return others.length === 0 && first !== undefined ? first : whole;
}

/** A block of which nothing is known but its configuration. */
function blockValue(block: unknown, address: string, scope: ModuleScope): Runtime {
  if (!isRecord(block)) return unknown(address);
  return Object.fromEntries(
    Object.entries(block).map(([name, expression]) => [
      name,
      withReferences({ value: undefined, mask: true, expression, name, address, scope, siblings: constants(block) }),
    ]),
  );
}

const constants = (block: JsonRecord): JsonRecord =>
  Object.fromEntries(
    Object.entries(block).flatMap(([name, of]) =>
      isRecord(of) && "constant_value" in of ? [[name, of.constant_value]] : [],
    ),
  );

const isTaken = (name: string, value: Runtime, siblings?: JsonRecord) =>
  isArgumentItself(name, value) || (name === "values" && isConditionValue(siblings?.variable, value));

/** What the references of an expression lead to; undefined where one leads nowhere. */
function referenced(expression: JsonRecord, name: string, scope: ModuleScope): readonly Runtime[] | undefined {
  const references = maximalReferences(expression.references);
  const others = references.filter((reference) => !/^each\.key$/.test(reference));
  const values = others.map((reference) =>
    attributeOf(scope.follow(reference), name, others.length < references.length, scope),
  );
  return values.length === 0 || values.some((value) => value instanceof Thing || isUnknown(value)) ? undefined : values;
}

/**
 * A reference with `[each.key]` or a splat is listed without what comes behind it. Where the argument's name says which
 * attribute that is, and there is one instance that it can be, it is taken.
 */
function attributeOf(value: Runtime, argument: string, keyed: boolean, scope: ModuleScope): Runtime {
  if (!(value instanceof PlannedInstances)) return value;
  const instance = keyed ? (scope.index === undefined ? undefined : value.get(scope.index)) : value.only;
  if (!(instance instanceof Instance)) return value;
  const { type } = instance.source;
  if (/(^|_)arns?$/.test(argument)) return instance.get("arn");
  const kind = argument.replace(/_ids?$/, "");
  const isOfKind = type.endsWith(`_${kind}`) || (kind === "parent" && type === "aws_api_gateway_resource");
  return kind !== argument && isOfKind ? instance.get("id") : value;
}

function list(planned: Planned, mask: readonly unknown[], values: readonly unknown[]): Runtime {
  const { expression, name, address, scope, siblings } = planned;
  const length = Math.max(mask.length, values.length);
  const indices = Array.from({ length }, (_, index) => index);
  const open = indices.filter((index) => mask[index] === true);
  const found = isAttribute(expression) ? referenced(expression, name, scope) : undefined;
  const fits =
    found !== undefined && found.length === open.length && found.every((one) => isTaken(name, one, siblings));
  const blocks = Array.isArray(expression) && expression.length === length ? (expression as readonly unknown[]) : [];
  return indices.map((index) => {
    const where = `${address}.${name}[${index}]`;
    if (mask[index] === true && !blocks[index])
      return (fits ? found[open.indexOf(index)] : undefined) ?? unknown(where);
    const block = blocks.length === 1 ? blocks[0] : blockOf(values[index], mask[index], blocks);
    return withReferences({
      value: values[index],
      mask: mask[index] ?? false,
      expression: block,
      name: `${name}[${index}]`,
      address,
      scope,
    });
  });
}

/** Blocks of a set stand in another order than they were written in: what is constant in one tells which it is. */
function blockOf(value: unknown, mask: unknown, blocks: readonly unknown[]): unknown {
  if (!isRecord(value)) return undefined;
  const open = isRecord(mask) ? mask : {};
  const candidates = blocks.filter(
    (block) =>
      isRecord(block) &&
      Object.entries(block).every(([name, of]) => {
        if (!isRecord(of) || !("constant_value" in of)) return true;
        return !isOpen(open[name]) && JSON.stringify(of.constant_value) === JSON.stringify(value[name]);
      }) &&
      Object.keys(open).every((name) => !isOpen(open[name]) || name in block),
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}

function object(
  { address, name, scope }: Planned,
  mask: JsonRecord,
  value: JsonRecord,
  expression: JsonRecord,
): Runtime {
  const open = Object.keys(mask).filter((key) => mask[key] === true);
  const ofMap = isAttribute(expression);
  const found = ofMap && open.length === 1 ? referenced(expression, name, scope) : undefined;
  const [only, ...others] = found ?? [];
  const isOnly = only !== undefined && others.length === 0 && typeof only === "string" && isMapValue(name, only);
  return Object.fromEntries(
    [...new Set([...Object.keys(value), ...Object.keys(mask).filter((key) => isOpen(mask[key]))])].map((key) => {
      const inner = { value: value[key], mask: mask[key] ?? false, name: key, address: `${address}.${name}`, scope };
      if (ofMap) {
        const known = isOnly && mask[key] === true ? only : undefined;
        return [key, known ?? withReferences({ ...inner, expression: undefined })];
      }
      return [key, withReferences({ ...inner, expression: expression[key], siblings: value })];
    }),
  );
}

/** An identity pool's `roles` are ARNs by the kind of caller. */
const isMapValue = (name: string, value: string) => name === "roles" && /^arn:aws:iam:[^*]+:role\//.test(value);
