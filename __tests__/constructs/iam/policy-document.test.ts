import fc from "fast-check";
import { policyDocument, type PolicyStatement, statementFaults } from "../../../src/constructs/iam/policy-document";

interface Document {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
}

test("one statement for each name, sorted, actions and resources always lists", () => {
  expect(
    JSON.parse(
      policyDocument([
        { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] },
        { sid: "List", actions: ["s3:ListBucketVersions", "s3:ListBucket"], resources: ["arn:aws:s3:::b"] },
        { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
      ]),
    ),
  ).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "List",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:ListBucketVersions"],
        Resource: ["arn:aws:s3:::b"],
      },
      { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
    ],
  });
});

describe("any statements whose names mean the same actions", () => {
  const actionsBySid: Record<string, PolicyStatement["actions"]> = { A: ["x:One"], B: ["x:Two", "x:Three"] };
  const resource = fc.constantFrom("arn:1", "arn:2", "arn:3");
  const statement = fc
    .tuple(fc.constantFrom("A", "B"), resource, fc.array(resource))
    .map(([sid, first, others]): PolicyStatement => {
      return { sid, actions: actionsBySid[sid] ?? ["x:None"], resources: [first, ...others] };
    });

  test("the order of grants changes nothing", () => {
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(policyDocument(statements.toReversed())).toBe(policyDocument(statements));
      }),
    );
  });

  test("the document allows what they allow, and not a bit more", () => {
    const pairs = (actions: readonly string[], resources: readonly string[]) =>
      actions.flatMap((action) => resources.map((on) => `${action} ${on}`));
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const { Statement } = JSON.parse(policyDocument(statements)) as Document;
        expect(statementFaults(statements)).toEqual([]);
        expect(new Set(Statement.flatMap(({ Action, Resource }) => pairs(Action, Resource)))).toEqual(
          new Set(statements.flatMap(({ actions, resources }) => pairs(actions, resources))),
        );
      }),
    );
  });
});

test("one name for the same actions in another order is no fault", () => {
  expect(
    statementFaults([
      { sid: "A", actions: ["x:One", "x:Two"], resources: ["*"] },
      { sid: "A", actions: ["x:Two", "x:One"], resources: ["*"] },
    ]),
  ).toEqual([]);
});

test("fails for one name with different actions, which would be allowed on each other's resources", () => {
  expect(
    statementFaults([
      { sid: "Files", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::public/*"] },
      { sid: "Files", actions: ["s3:DeleteObject"], resources: ["arn:aws:s3:::trash/*"] },
    ]),
  ).toEqual(["two statements are named Files and allow different actions"]);
});

test("conditions stand in their statement", () => {
  const conditions = { StringLike: { "s3:prefix": ["public/*"] } };
  const list = { sid: "List", actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::b"], conditions } as const;
  expect(statementFaults([list, { ...list, resources: ["arn:aws:s3:::a"] }])).toEqual([]);
  expect(JSON.parse(policyDocument([list])).Statement).toEqual([
    {
      Sid: "List",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::b"],
      Condition: { StringLike: { "s3:prefix": ["public/*"] } },
    },
  ]);
});

test.each([undefined, { StringLike: { "s3:prefix": ["private/*"] } }])(
  "fails for one name with the conditions %j beside others, of which one would be lost",
  (conditions) => {
    const list = { sid: "List", actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::b"] } as const;
    expect(
      statementFaults([
        { ...list, conditions: { StringLike: { "s3:prefix": ["public/*"] } } },
        { ...list, conditions },
      ]),
    ).toEqual(["two statements are named List and have different conditions"]);
  },
);

test.each(["", "read-files", "read files", "Übersicht"])("fails for the name %j", (sid) => {
  expect(statementFaults([{ sid, actions: ["s3:GetObject"], resources: ["*"] }])).toEqual([
    `the statement name "${sid}" is not letters and digits`,
  ]);
});
