import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { projectRoot } from "../../../src/project-root";

interface Request {
  readonly method: string;
  readonly uri: string;
  readonly querystring: object;
}

const edge = createContext({});
runInContext(readFileSync(join(projectRoot(), "src/functions/edge/single-page-routing.js"), "utf8"), edge);
const { handler } = edge as { handler: (event: { request: Request }) => Request };
const sent = (uri: string) => handler({ request: { method: "GET", uri, querystring: { tab: { value: "a.b" } } } }).uri;

test.each(["/", "/members", "/members/", "/members/42/edit", "/v1.2/members", "//", "/index"])(
  "%s is a route of the front end",
  (uri) => expect(sent(uri)).toBe("/index.html"),
);

test.each(["/index.html", "/assets/app-3f2a.js", "/favicon.ico", "/deep/down/photo.PNG", "/.htaccess", "/a.tar.gz"])(
  "%s is a file, and stays",
  (uri) => expect(sent(uri)).toBe(uri),
);

test("nothing but the path is changed", () => {
  const request = { method: "HEAD", uri: "/members", querystring: { page: { value: "2" } } };
  expect(handler({ request: { ...request } })).toEqual({ ...request, uri: "/index.html" });
});

test("whatever is asked for, the bucket's root is not", () => {
  const part = fc.stringMatching(/^[\w.%~-]{0,8}$/);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const uri = sent(`/${parts.join("/")}`);
      expect(uri === "/index.html" || parts.at(-1)?.includes(".")).toBe(true);
      expect(uri.endsWith("/")).toBe(false);
    }),
  );
});
