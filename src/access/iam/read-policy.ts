import { jsonIn } from "../../json";
import { isKnown, piecesOf, readable } from "../symbols";
import { type Value } from "../terraform/configuration";
import { duplicateKey } from "./duplicate-keys";
import { type Policy, type PolicyKind } from "./policy";
import { readStatement } from "./read-statement";
import { asObject, checkElements, malformed, type Place, UnknownPart } from "./reading";

/** No policy of IAM or API Gateway may be nearly as long. */
const longest = 131_072;

/**
 * Takes an IAM policy apart: JSON text or an object, in which symbols may stand. What is not known of it, such as a
 * statement that a variable holds, is said in `unknown`.
 *
 * @param address Where it stands, for messages and explanations.
 * @throws UserError where IAM would refuse it, and names the place in it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(value: Value | undefined, address: string, kind?: PolicyKind): Policy {
  const place: Place = { address, path: "policy" };
  if (value === undefined || value === null) throw malformed(place, "has no policy", undefined, "an IAM policy");
  const unknown: string[] = [];
  const policy = guarded(unknown, () => readDocument(documentIn(value, place), place, unknown, kind));
  const { version, statements } = policy ?? { version: "2008-10-17", statements: [] };
  const read = { address, version, statements };
  return unknown.length === 0 ? read : { ...read, unknown: [...new Set(unknown)].join(" and ") };
}

function documentIn(value: Value, place: Place): Readonly<Record<string, Value>> {
  if (typeof value !== "string") return asObject(value, place);
  if (value.length > longest)
    throw malformed(place, `is ${value.length} characters long`, undefined, `at most ${longest} characters`);
  const document = jsonIn(value);
  if (document === undefined && !isKnown(value)) throw new UnknownPart(value);
  if (document === undefined) throw malformed(place, "is not JSON", value, "an IAM policy as JSON");
  const twice = duplicateKey(value);
  if (twice !== undefined)
    throw malformed(place, `has ${readable(twice)} twice in one object`, undefined, "each name once");
  return asObject(document as Value, place);
}

function readDocument(
  document: Readonly<Record<string, Value>>,
  place: Place,
  unknown: string[],
  kind?: PolicyKind,
): Pick<Policy, "version" | "statements"> {
  checkElements(document, ["Version", "Id", "Statement"], place);
  const statements = document.Statement;
  if (statements === undefined) throw malformed(place, "has no Statement", Object.keys(document), "Statement");
  const version = guarded(unknown, () => versionOf(document.Version, place)) ?? "2008-10-17";
  const listed: readonly Value[] = Array.isArray(statements) ? statements : [statements];
  const read = listed.flatMap(
    (statement, index) =>
      guarded(unknown, () => readStatement(statement, { ...place, path: `Statement ${index + 1}` }, index, kind)) ?? [],
  );
  return { version, statements: read };
}

/** The answer, unless it hangs on a symbol: then that is noted. */
function guarded<T>(unknown: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnknownPart)) throw error;
    unknown.push(symbolsIn(error.text));
    return undefined;
  }
}

function versionOf(version: Value | undefined, place: Place): Policy["version"] {
  if (version === undefined) return "2008-10-17";
  if (version === "2012-10-17" || version === "2008-10-17") return version;
  if (typeof version === "string" && !isKnown(version)) throw new UnknownPart(version);
  throw malformed({ ...place, path: "Version" }, "is none of IAM's", version, "2012-10-17 or 2008-10-17");
}

/** The symbols of a text, for people. */
function symbolsIn(text: string): string {
  const names = piecesOf(text).flatMap((piece) => (typeof piece === "object" ? `\${${piece.name}}` : []));
  return [...new Set(names)].join(" and ");
}
