import { read, resourceAt, shown } from "../../support/terraform-json";

/** The policy that a document writes; undefined where it is not known which statements it has. */
function policy(document: unknown, others: object = {}): unknown {
  const configuration = read({ variable: { v: {} }, data: { aws_iam_policy_document: { d: document, ...others } } });
  const json = resourceAt(configuration, "data.aws_iam_policy_document.d").attribute("json");
  const text = typeof json === "string" ? json : "";
  return text.startsWith("{") ? shown(JSON.parse(text) as never) : undefined;
}

const statements = (...written: unknown[]) => ({ Version: "2012-10-17", Statement: written });

test("a statement has IAM's names, and lists of one are written alone", () => {
  expect(
    policy({
      policy_id: "p",
      statement: [
        {
          sid: "A",
          actions: ["a:B", "a:C"],
          resources: ["*"],
          principals: [
            { type: "Service", identifiers: ["x.amazonaws.com"] },
            { type: "AWS", identifiers: ["1", "2"] },
            { type: "AWS", identifiers: ["3"] },
          ],
          condition: [
            { test: "StringEquals", variable: "aws:x", values: ["1"] },
            { test: "StringEquals", variable: "aws:y", values: ["1", "2"] },
            { test: "StringEquals", variable: "aws:x", values: ["2"] },
            { test: "Null", variable: "aws:z", values: [true] },
          ],
        },
        {
          sid: "",
          effect: "Deny",
          not_actions: ["a:B"],
          not_resources: ["r"],
          not_principals: { type: "AWS", identifiers: ["4"] },
        },
      ],
    }),
  ).toEqual({
    Version: "2012-10-17",
    Id: "p",
    Statement: [
      {
        Sid: "A",
        Effect: "Allow",
        Action: ["a:B", "a:C"],
        Resource: "*",
        Principal: { Service: "x.amazonaws.com", AWS: ["1", "2", "3"] },
        Condition: { StringEquals: { "aws:x": ["1", "2"], "aws:y": ["1", "2"] }, Null: { "aws:z": "true" } },
      },
      { Effect: "Deny", NotAction: "a:B", NotResource: "r", NotPrincipal: { AWS: "4" } },
    ],
  });
});

test.each<[unknown, unknown]>([
  [{ type: "*", identifiers: ["*"] }, "*"],
  [{ type: "AWS", identifiers: ["*"] }, { AWS: "*" }],
  [
    [
      { type: "*", identifiers: ["*"] },
      { type: "AWS", identifiers: ["1"] },
    ],
    { "*": "*", AWS: "1" },
  ],
])("the principals %j are %j", (principals, expected) => {
  expect(policy({ statement: { principals } })).toEqual(statements({ Effect: "Allow", Principal: expected }));
});

test("IAM's variables are written with & in resources, principals and conditions", () => {
  expect(
    policy({
      statement: {
        actions: ["&{a}"],
        resources: ["x/&{aws:username}", "$${b}"],
        principals: { type: "AWS", identifiers: ["&{c}"] },
        condition: { test: "StringLike", variable: "s3:prefix", values: ["&{d}/*"] },
      },
    }),
  ).toEqual(
    statements({
      Effect: "Allow",
      Action: "&{a}",
      Resource: ["x/${aws:username}", "${b}"],
      Principal: { AWS: "${c}" },
      Condition: { StringLike: { "s3:prefix": "${d}/*" } },
    }),
  );
});

test("a document without statements has none, and one of an older version is of that", () => {
  expect(policy({})).toEqual(statements());
  expect(policy({ version: "2008-10-17", statement: { sid: "a" } })).toEqual({
    Version: "2008-10-17",
    Statement: [{ Sid: "a", Effect: "Allow" }],
  });
});

describe("policies before and after", () => {
  const of = (...sids: string[]) => ({ statement: sids.map((sid) => ({ sid, actions: ["old"] })) });
  const others = { first: of("a", "b"), second: of("c"), after: { statement: { sid: "b", actions: ["new"] } } };
  const json = (name: string) => `\${data.aws_iam_policy_document.${name}.json}`;
  const sids = (document: object) =>
    (policy(document, others) as { Statement: { Sid: string; Action: string }[] }).Statement.map(
      ({ Sid, Action }) => `${Sid} ${Action}`,
    );

  test("statements are joined, and the later of one sid takes the place of the earlier", () => {
    expect(
      sids({
        source_policy_documents: [json("first"), json("second")],
        override_policy_documents: [json("after")],
        statement: { sid: "c", actions: ["own"] },
      }),
    ).toEqual(["a old", "b new", "c own"]);
    expect(sids({ source_json: json("first"), override_json: json("after") })).toEqual(["a old", "b new"]);
  });

  test("one that is not known makes the whole unknown", () => {
    expect(policy({ source_policy_documents: ["${var.v}"] })).toBeUndefined();
    expect(policy({ source_policy_documents: "${var.v}" })).toBeUndefined();
    expect(policy({ source_policy_documents: ['{"Statement": ${var.v}}'] })).toBeUndefined();
    expect(
      policy({ source_policy_documents: [json("first")], statement: { sid: "${var.v}" } }, others),
    ).toBeUndefined();
  });

  test("fails for one that is no policy, naming the document", () => {
    expect(() => policy({ source_policy_documents: ["no json"], statement: {} })).toThrow(
      /^data\.aws_iam_policy_document\.d: a policy that it begins or ends with is not a JSON object/,
    );
  });
});

test("parts that are not known are symbols, and blocks that are not known make the whole unknown", () => {
  expect(
    policy({
      statement: {
        effect: "${var.v}",
        actions: "${var.v}",
        resources: ["a", "${var.v}/*"],
        principals: { type: "AWS", identifiers: "${var.v}" },
        condition: { test: "StringEquals", variable: "k", values: "${var.v}" },
      },
    }),
  ).toEqual(
    statements({
      Effect: "${var.v}",
      Action: "${var.v}",
      Resource: ["a", "${var.v}/*"],
      Principal: { AWS: "${var.v}" },
      Condition: { StringEquals: { k: "${var.v}" } },
    }),
  );
  const open = { for_each: "${var.v}", content: {} };
  expect(policy({ dynamic: { statement: open } })).toBeUndefined();
  expect(policy({ statement: { dynamic: { condition: open } } })).toBeUndefined();
  expect(policy({ statement: { dynamic: { principals: open } } })).toBeUndefined();
  expect(policy({ statement: { principals: { type: "${var.v}", identifiers: [] } } })).toBeUndefined();
  expect(policy({ statement: { condition: { test: "${var.v}", variable: "a", values: [] } } })).toBeUndefined();
});
