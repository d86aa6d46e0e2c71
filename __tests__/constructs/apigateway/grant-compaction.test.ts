import fc from "fast-check";
import { compacted } from "../../../src/constructs/apigateway/grant-compaction";
import { type MethodAndPath, methodPattern, patternReaches } from "../../../src/execute-api";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { group } from "../../support/identity";
import { setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const routes = (...keys: string[]): MethodAndPath[] =>
  keys.map((key) => {
    const [method = "", path = ""] = key.split(" ");
    return { method, path };
  });

test.each<[what: string, granted: string[], others: string[], patterns: string[]]>([
  ["all routes", ["GET /a", "POST /b/{id}", "GET /"], [], ["*/*"]],
  ["all below a path", ["GET /a/b", "POST /a/c"], ["GET /d"], ["*/a/*"]],
  ["a path itself stays beside what is below it", ["GET /a", "GET /a/b", "GET /a/c"], ["GET /d"], ["GET/a/*", "GET/a"]],
  ["one method below a path", ["GET /a/b", "GET /a/c"], ["POST /a/b", "GET /d"], ["GET/a/*"]],
  ["all methods of a path", ["GET /a", "POST /a"], ["GET /b"], ["*/a"]],
  ["nothing that would reach another route", ["GET /a/b", "GET /a/c"], ["GET /a/d"], ["GET/a/b", "GET/a/c"]],
  ["nothing that a parameter would make reach one", ["GET /a/b", "GET /a/c"], ["GET /{any}/d"], ["GET/a/b", "GET/a/c"]],
  [
    "nothing that * across slashes would make reach one",
    ["GET /a/b", "PUT /a/c"],
    ["PUT /x/a/c"],
    ["GET/a/b", "PUT/a/c"],
  ],
  ["one route needs no wildcard", ["GET /a/b"], [], ["GET/a/b"]],
])("%s", (_, granted, others, patterns) => {
  expect(compacted(routes(...granted), routes(...others))).toEqual(patterns);
});

const segment = fc.constantFrom("a", "b", "c", "{id}");
const route = fc.record({
  method: fc.constantFrom("GET", "POST", "ANY"),
  path: fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join("/")}`),
});
const distinct = fc.uniqueArray(route, { selector: ({ method, path }) => `${method} ${path}`, maxLength: 12 });
const fitting = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`);

test("a request of a granted route fits, and wildcards are added only where they reach no other", () => {
  fc.assert(
    fc.property(distinct, fc.infiniteStream(fc.boolean()), (all, choices) => {
      const granted = all.filter(() => choices.next().value);
      const others = all.filter((each) => !granted.includes(each));
      const patterns = compacted(granted, others);
      for (const each of granted) {
        const request = methodPattern({ ...each, method: each.method === "ANY" ? "GET" : each.method });
        expect(patterns.some((pattern) => fitting(pattern).test(request.replaceAll("*", "x")))).toBe(true);
      }
      // What the granted routes' own patterns reach is another check's business.
      const added = patterns.filter((pattern) => !granted.some((each) => methodPattern(each) === pattern));
      const beyond = others.filter((other) => !granted.some((each) => patternReaches(each, other)));
      for (const pattern of added) {
        for (const other of beyond) {
          const request = methodPattern({ ...other, method: other.method === "ANY" ? "GET" : other.method });
          expect(fitting(pattern).test(request.replaceAll("*", "x"))).toBe(false);
        }
      }
      expect(patterns.length).toBeLessThanOrEqual(granted.length);
    }),
  );
});

test("the order of routes changes nothing", () => {
  fc.assert(
    fc.property(distinct, (all) => {
      const [granted, others] = [all.slice(0, 6), all.slice(6)];
      expect(compacted(granted.toReversed(), others.toReversed()).toSorted()).toEqual(
        compacted(granted, others).toSorted(),
      );
    }),
  );
});

describe("an API of many routes and 20 groups", () => {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
  /** 200 paths of 5 methods each: 10 for each group, below a path of its own. */
  const keys = Array.from({ length: 1000 }, (_, i): [RouteKey, number] => {
    const owner = Math.floor(i / 50);
    return [`${methods[i % 5] ?? "GET"} /department-${owner}/members-${Math.floor((i % 50) / 5)}`, owner];
  });

  test("synthesizes with 1,000 of them where each group's routes lie together", () => {
    const { stack, pool, api, handler } = setUp();
    const groups = Array.from({ length: 20 }, (_, i) => group(stack, pool, `group-${i}`, i + 10));
    for (const [key, owner] of keys) {
      const mine = groups[owner] ?? groups[0];
      const everyone = groups[19];
      if (mine && everyone) api.route(key, { handler, allow: mine === everyone ? [mine] : [mine, everyone] });
    }
    const policies = synthesized(stack).policies() as Record<string, { Statement: { Resource: string[] }[] }>;
    expect(policies["group-3_role_permissions"]?.Statement[0]?.Resource).toHaveLength(50);
    expect(policies["group-19_role_permissions"]?.Statement[0]?.Resource).toEqual([
      "arn:aws:execute-api:ap-northeast-1:123456789012:${aws_api_gateway_rest_api.api.id}/api/*/*",
    ]);
  });

  test("fails with 400 where a group's routes are strewn among others', with the limit, its number and what to do", () => {
    const { stack, pool, api, handler } = setUp();
    const groups = Array.from({ length: 20 }, (_, i) => group(stack, pool, `group-${i}`, i + 10));
    for (const [i, [key]] of keys.slice(0, 400).entries()) {
      const [mine, wide] = [groups[i % 19], groups[19]];
      if (mine && wide) api.route(key, { handler, allow: i % 3 === 0 ? [mine, wide] : [mine] });
    }
    expect(() => synthesized(stack)).toThrow(
      /test\/group-19\/role\/permissions: the role's permissions have \d+ characters[^]*allowed: 10240 characters[^]*fix: +grant fewer routes/,
    );
  });
});
