/** An element: its name, and what stands between its tags, as text. */
export interface XmlElement {
  readonly name: string;
  readonly inner: string;
}

/** The elements in a text, without those inside them. The text is what SDKs write: attributes on the root at most. */
export function elementsOf(xml: string): XmlElement[] {
  const found: XmlElement[] = [];
  const tags = /<(\/?)([A-Za-z][\w.-]*)[^<>]*?(\/?)>/g;
  let depth = 0;
  let start = 0;
  for (const { 0: tag, 1: closes, 2: name = "", 3: empty, index } of xml.matchAll(tags)) {
    if (closes) {
      depth -= 1;
      if (depth === 0) found.push({ name, inner: xml.slice(start, index) });
    } else if (empty) {
      if (depth === 0) found.push({ name, inner: "" });
    } else {
      if (depth === 0) start = index + tag.length;
      depth += 1;
    }
  }
  return found;
}

/** What stands in the first element at a path; undefined where there is none. */
export function innerAt(xml: string, ...path: readonly string[]): string | undefined {
  let inner: string | undefined = xml;
  for (const name of path) {
    if (inner === undefined) return undefined;
    inner = elementsOf(inner).find((element) => element.name === name)?.inner;
  }
  return inner;
}

/** The text of the first element at a path; empty where there is none. */
export function textAt(xml: string, ...path: readonly string[]): string {
  return unescapeXml(innerAt(xml, ...path) ?? "").trim();
}

/** The texts of all elements of a name that hold no others, however deep they lie. */
export function textsOf(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"));
  return [...found].map(([, text = ""]) => unescapeXml(text).trim());
}

/** The members of a list of AWS: the elements of `Items` at a path. */
export function itemsAt(xml: string, ...path: readonly string[]): XmlElement[] {
  return elementsOf(innerAt(xml, ...path, "Items") ?? "");
}

/** Text as it stands in XML. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole: string, hex, decimal, name: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(String(hex), 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? whole);
  });
}
