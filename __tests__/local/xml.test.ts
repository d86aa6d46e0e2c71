import { elementsOf, escapeXml, innerAt, itemsAt, textAt, textsOf } from "../../src/local/xml";

const xml = `<?xml version="1.0"?>
<A xmlns="http://a/"><Enabled>true</Enabled><B><Enabled>false</Enabled><A>x</A></B><Empty/><C></C>
<T>&lt;a&gt; &amp; &#x41;&#66;</T><L><Quantity>2</Quantity><Items><I>1</I><I>2</I></Items></L></A>`;

test("elements are found at their own depth, also within one of the same name", () => {
  const inside = elementsOf(xml)[0]?.inner ?? "";
  expect(elementsOf(inside).map(({ name }) => name)).toEqual(["Enabled", "B", "Empty", "C", "T", "L"]);
  expect(innerAt(inside, "B", "A")).toBe("x");
  expect(textAt(inside, "Enabled")).toBe("true");
  expect(itemsAt(inside, "L").map(({ inner }) => inner)).toEqual(["1", "2"]);
});

test("texts of a name are found at every depth, save those that hold elements", () => {
  expect(textsOf(xml, "Enabled")).toEqual(["true", "false"]);
  expect(textsOf(xml, "A")).toEqual(["x"]);
  expect(textsOf(xml, "T")).toEqual(["<a> & AB"]);
});

test("text is unescaped, and what is not there is empty", () => {
  expect(textAt(xml, "A", "T")).toBe("<a> & AB");
  expect(textAt(xml, "A", "None", "T")).toBe("");
  expect(innerAt(xml, "A", "Empty")).toBe("");
  expect(innerAt(xml, "A", "None")).toBeUndefined();
  expect(escapeXml("<a> & b")).toBe("&lt;a&gt; &amp; b");
});
