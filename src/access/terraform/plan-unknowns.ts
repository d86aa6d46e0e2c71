import { deeper } from "./expression/evaluate";
import { isList, isUnknown, type Runtime, Thing, unknown } from "./expression/runtime";
import { Instance } from "./instance";
import { isRecord, type JsonRecord } from "./json-blocks";
import { literalValue } from "./json-values";
import { writtenBlocks } from "./plan-blocks";
import { isOpen } from "./plan-masks";
import { type ModuleScope, PlannedInstances } from "./plan-modules";
import {
  composed,
  isArgumentItself,
  isConditionValue,
  looksLikeTemplate,
  maximalReferences,
  templateIn,
} from "./plan-references";
import { filledIn } from "./plan-templates";

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
    const template = isOpen(mask) && isAttribute(expression) ? templateIn(expression) : undefined;
    if (template !== undefined) return filledIn(value, mask, planned.scope.evaluate(template, where), where);
    if (Array.isArray(mask) && mask.some(isOpen)) return list(planned, mask, Array.isArray(value) ? value : []);
    if (isRecord(mask) && Object.values(mask).some(isOpen)) {
      return object(planned, mask, isRecord(value) ? value : {});
    }
    return literalValue(value, where);
  });
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
  const template = templateIn(expression);
  if (template !== undefined) return scope.evaluate(template, `${address}.${name}`);
  if ("constant_value" in expression) {
    const { constant_value: constant } = expression;
    return looksLikeTemplate(constant) ? whole : literalValue(constant, `${address}.${name}`);
  }
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
      isRecord(of) && "constant_value" in of && templateIn(of) === undefined ? [[name, of.constant_value]] : [],
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
  const open = new Map(indices.filter((index) => mask[index] === true).map((index, at) => [index, at]));
  const found = isAttribute(expression) ? referenced(expression, name, scope) : undefined;
  const fits = found !== undefined && found.length === open.size && found.every((one) => isTaken(name, one, siblings));
  const written = Array.isArray(expression) && expression.length === length ? (expression as readonly unknown[]) : [];
  const blocks = writtenBlocks({ name, values, mask, written, scope, address });
  return indices.map((index) => {
    const where = `${address}.${name}[${index}]`;
    if (mask[index] === true && !written[index])
      return (fits ? found[open.get(index) ?? 0] : undefined) ?? unknown(where);
    return withReferences({
      value: values[index],
      mask: mask[index] ?? false,
      expression: blocks[index],
      name: `${name}[${index}]`,
      address,
      scope,
    });
  });
}

function object({ address, name, scope, expression: given }: Planned, mask: JsonRecord, value: JsonRecord): Runtime {
  const written = isRecord(given);
  const expression = written ? given : {};
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
      if (mask[key] === true && written && !Object.hasOwn(expression, key)) return [key, unwritten(key, inner.address)];
      // Where not even the number of blocks is known, those that are written may not be all.
      const own = mask[key] === true && Array.isArray(expression[key]) ? undefined : expression[key];
      return [key, withReferences({ ...inner, expression: own, siblings: value })];
    }),
  );
}

/** Blocks whose number only `dynamic` leaves open, of which a plan's configuration says nothing. */
const dynamicBlocks = new Set([
  "cognito_identity_providers",
  "condition",
  "jwt_configuration",
  "mapping_rule",
  "not_principals",
  "principals",
  "role_mapping",
  "scope",
  "statement",
]);

/** What is not written and not known: blocks that depend on what is not known, otherwise what AWS chooses by itself. */
export function unwritten(name: string, address: string): Runtime {
  return dynamicBlocks.has(name) ? [unknown(`${address}.${name}`)] : null;
}

/** An identity pool's `roles` are ARNs by the kind of caller. */
const isMapValue = (name: string, value: string) => name === "roles" && /^arn:aws:iam:[^*]+:role\//.test(value);
