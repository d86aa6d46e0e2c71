import { isKnown, onlySymbol, piecesOf } from "../symbols";
import { type Value } from "../terraform/configuration";
import { type Matched, type PolicyKind, type PrincipalPattern, type Statement } from "./policy";
import { readConditions } from "./read-conditions";
import { asObject, asTexts, checkElements, malformed, type Place, UnknownPart } from "./reading";

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** @throws UserError where IAM would refuse it; UnknownPart where a symbol decides what it is. */
export function readStatement(value: Value, place: Place, index: number, kind?: PolicyKind): Statement {
  const statement = asObject(value, place);
  checkElements(statement, elements, place);
  return {
    name: nameOf(statement.Sid, index, place),
    effect: effectOf(statement.Effect, place),
    ...principalsOf(statement, place, kind),
    actions: actionsOf(statement, place),
    resources: resourcesOf(statement, place, kind),
    conditions: readConditions(statement.Condition, within(place, "Condition")),
  };
}

const within = (place: Place, element: string): Place => ({ ...place, path: `${place.path}, ${element}` });

function nameOf(sid: Value | undefined, index: number, place: Place): string {
  if (sid === undefined || sid === "") return `statement ${index + 1}`;
  if (typeof sid !== "string") throw malformed(within(place, "Sid"), "is not a text", sid, "a text");
  return sid;
}

function effectOf(effect: Value | undefined, place: Place): "Allow" | "Deny" {
  if (effect === "Allow" || effect === "Deny") return effect;
  if (typeof effect === "string" && !isKnown(effect)) throw new UnknownPart(effect);
  if (effect === undefined) throw malformed(place, "has no Effect", undefined, "Allow or Deny");
  throw malformed(within(place, "Effect"), "is neither Allow nor Deny", effect, "Allow or Deny");
}

/** What an element or its opposite says; undefined where there is neither. */
function either<T>(
  statement: Readonly<Record<string, Value>>,
  element: string,
  place: Place,
  read: (value: Value, place: Place) => readonly T[],
): Matched<T> | undefined {
  const [value, opposite] = [statement[element], statement[`Not${element}`]];
  if (value !== undefined && opposite !== undefined)
    throw malformed(place, `has both ${element} and Not${element}`, undefined, "one of them");
  if (value !== undefined) return { negated: false, patterns: read(value, within(place, element)) };
  if (opposite === undefined) return undefined;
  return { negated: true, patterns: read(opposite, within(place, `Not${element}`)) };
}

function actionsOf(statement: Readonly<Record<string, Value>>, place: Place): Matched<string> {
  const actions = either(statement, "Action", place, asTexts);
  if (actions === undefined) throw malformed(place, "has no Action", undefined, "Action or NotAction");
  for (const action of actions.patterns)
    if (isKnown(action) && !/^(\*+|[\w*?-]+:[\w*?-]+)$/.test(action))
      throw malformed(within(place, "Action"), "is none", action, "*, or service:Action such as execute-api:Invoke");
  return actions;
}

/** A trust policy is about its own role. */
function resourcesOf(statement: Readonly<Record<string, Value>>, place: Place, kind?: PolicyKind): Matched<string> {
  const resources = either(statement, "Resource", place, asTexts);
  if (resources === undefined) {
    const trust = kind === "trust" || (kind === undefined && "Principal" in statement);
    if (trust) return { negated: false, patterns: ["*"] };
    throw malformed(place, "has no Resource", undefined, "Resource or NotResource");
  }
  if (kind === "trust")
    throw malformed(place, "has a Resource, which a trust policy can't", undefined, "no Resource: it is the role");
  for (const resource of resources.patterns)
    if (typeof piecesOf(resource)[0] !== "object" && !/^(\*+$|arn:|execute-api:\/)/.test(resource))
      throw malformed(within(place, "Resource"), "is no ARN", resource, "an ARN or *");
  return resources;
}

function principalsOf(
  statement: Readonly<Record<string, Value>>,
  place: Place,
  kind?: PolicyKind,
): { readonly principals?: Matched<PrincipalPattern> } {
  const principals = either(statement, "Principal", place, readPrincipals);
  if (principals === undefined) {
    if (kind === undefined || kind === "identity") return {};
    throw malformed(place, "has no Principal, so that it is about nobody", undefined, "Principal or NotPrincipal");
  }
  if (kind === "identity")
    throw malformed(place, "has a Principal, which a role's policy can't", undefined, "no Principal: it is the role");
  return { principals };
}

const types = ["AWS", "Federated", "Service", "CanonicalUser"] as const;

function readPrincipals(value: Value, place: Place): readonly PrincipalPattern[] {
  if (value === "*") return [{ type: "*", value: "*" }];
  if (typeof value === "string" && isKnown(value))
    throw malformed(place, "is neither * nor an object", value, '*, or an object such as {"AWS": "<ARN>"}');
  const object = asObject(value, place);
  checkElements(object, types, place);
  if (Object.keys(object).length === 0) throw malformed(place, "names nobody", value, types.join(", "));
  return types.flatMap((type) => {
    const listed = object[type];
    if (listed === undefined) return [];
    return asTexts(listed, within(place, type)).map((one) => {
      if (type === "AWS" && one !== "*" && /[*?]/.test(one) && onlySymbol(one) === undefined)
        throw malformed(
          within(place, type),
          "has a wildcard",
          one,
          "a whole ARN or *; else Condition aws:PrincipalArn",
        );
      return { type, value: one };
    });
  });
}
