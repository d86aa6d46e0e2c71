import { type Configuration } from "../../../src/access/terraform/configuration";
import { constant, plan, template } from "../../support/plan-json";
import { resourceAt, shown } from "../../support/terraform-json";

const values = (configuration: Configuration, address: string) => shown(resourceAt(configuration, address).values);

describe("configuration that is written in JSON", () => {
  test("texts that are not known are what their templates give", () => {
    const configuration = plan(
      [
        { address: "aws_s3_bucket.b", values: { bucket: "files" } },
        { address: "aws_iam_role_policy.p", values: { name: "${literal}" }, unknown: { policy: true, role: true } },
      ],
      {
        resources: {
          "aws_s3_bucket.b": { bucket: constant("files") },
          "aws_iam_role_policy.p": {
            name: constant("$${literal}"),
            role: template("${lower(aws_s3_bucket.b.bucket)}-${aws_s3_bucket.b.id}", "aws_s3_bucket.b.bucket"),
            policy: template(
              '{"Statement":[{"Resource":"${aws_s3_bucket.b.arn}/$${cognito-identity.amazonaws.com:sub}/*"}]}',
              "aws_s3_bucket.b.arn",
            ),
          },
        },
      },
    );
    expect(values(configuration, "aws_iam_role_policy.p")).toEqual({
      name: "${literal}",
      role: "files-files",
      policy: '{"Statement":[{"Resource":"arn:aws:s3:::files/${cognito-identity.amazonaws.com:sub}/*"}]}',
    });
  });

  test("what is known of lists and maps stays, in whatever order a set stands", () => {
    const ids = ["${aws_vpc_endpoint.e.id}", "known", "${aws_vpc_endpoint.f.id}"];
    const configuration = plan(
      [
        { address: "aws_vpc_endpoint.e" },
        { address: "aws_vpc_endpoint.f" },
        {
          address: "aws_x.a",
          values: {
            listed: [null, "known", null],
            set: ["known", null, null],
            map: { known: "k" },
            other: ["x", null],
          },
          unknown: {
            listed: [true, false, true],
            set: [false, true, true],
            map: { open: true },
            other: [false, true],
          },
        },
      ],
      {
        resources: {
          "aws_vpc_endpoint.e": {},
          "aws_vpc_endpoint.f": {},
          "aws_x.a": {
            listed: template(ids, "aws_vpc_endpoint.e.id"),
            set: template(ids, "aws_vpc_endpoint.e.id"),
            map: template({ known: "${local.k}", open: "-${aws_vpc_endpoint.e.id}-" }, "aws_vpc_endpoint.e.id"),
            other: template("${local.ids}", "local.ids"),
          },
        },
      },
    );
    expect(values(configuration, "aws_x.a")).toEqual({
      listed: ids,
      set: ["known", "${aws_vpc_endpoint.e.id}", "${aws_vpc_endpoint.f.id}"],
      map: { known: "k", open: "-${aws_vpc_endpoint.e.id}-" },
      other: ["x", "${aws_x.a.other[1]}"],
    });
  });

  test("a set's blocks are told apart by what is known of them, and which of those alike is which does not matter", () => {
    const provider = (client: string, check: unknown) => ({
      client_id: template(`\${aws_cognito_user_pool_client.${client}.id}`, `aws_cognito_user_pool_client.${client}.id`),
      server_side_token_check: template(check, "var.check"),
    });
    const open = { client_id: true };
    const configuration = plan(
      [
        ...["a", "b", "c"].map((name) => ({ address: `aws_cognito_user_pool_client.${name}` })),
        {
          address: "aws_cognito_identity_pool.p",
          values: {
            cognito_identity_providers: [false, true, true].map((server_side_token_check) => ({
              server_side_token_check,
            })),
          },
          unknown: { cognito_identity_providers: [open, open, open] },
        },
      ],
      {
        resources: {
          "aws_cognito_user_pool_client.a": {},
          "aws_cognito_user_pool_client.b": {},
          "aws_cognito_user_pool_client.c": {},
          "aws_cognito_identity_pool.p": {
            cognito_identity_providers: [
              provider("a", "${var.check}"),
              provider("b", "${!var.check}"),
              provider("c", true),
            ],
          },
        },
      },
      { variables: { check: { value: true } } },
    );
    expect(values(configuration, "aws_cognito_identity_pool.p")).toEqual({
      cognito_identity_providers: [
        { server_side_token_check: false, client_id: "${aws_cognito_user_pool_client.b.id}" },
        { server_side_token_check: true, client_id: "${aws_cognito_user_pool_client.a.id}" },
        { server_side_token_check: true, client_id: "${aws_cognito_user_pool_client.c.id}" },
      ],
    });
  });

  test("templates are evaluated within their modules, each with the key and value of its own instance", () => {
    const member = (key: string, name: string) => ({
      address: `module.m["${key}"].aws_iam_role.r["${name}"]`,
      module: `module.m["${key}"]`,
      index: name,
      unknown: { description: true, path: true },
    });
    const configuration = plan([member("x", "a"), member("y", "b")], {
      calls: {
        m: {
          keyed: constant({ x: "one", y: "two" }),
          inputs: { team: template("${each.key} ${each.value}", "each.key", "each.value") },
          forEach: { "aws_iam_role.r": template({ a: "${var.team}!", b: "${var.team}?" }, "var.team") },
          resources: {
            "aws_iam_role.r": {
              description: template("${each.key}: ${each.value}", "each.key", "each.value"),
              path: template("${local.root}${each.key}${uuid()}", "local.root", "each.key"),
            },
          },
        },
      },
    });
    const own = (key: string, name: string) =>
      `\${module.m["${key}"].uuid() of module.m["${key}"].aws_iam_role.r["${name}"]}`;
    expect(configuration.resources.map(({ values: of }) => shown(of))).toEqual([
      { description: "a: x one!", path: `\${module.m["x"].local.root}a${own("x", "a")}` },
      { description: "b: y two?", path: `\${module.m["y"].local.root}b${own("y", "b")}` },
    ]);
  });

  test("instances are found by keys and as a whole, as in the configuration", () => {
    const configuration = plan(
      [
        ...[10, 2].map((index) => ({ address: `aws_vpc_endpoint.e[${index}]`, index })),
        { address: 'aws_iam_role.r["a"]', index: "a", values: { name: "role-a" } },
        { address: "aws_x.a", unknown: { ids: true, arns: true } },
        { address: 'aws_x.b["a"]', index: "a", unknown: { role_arn: true } },
      ],
      {
        resources: {
          "aws_vpc_endpoint.e": {},
          "aws_iam_role.r": {},
          "aws_x.a": {
            ids: template("${aws_vpc_endpoint.e[*].id}", "aws_vpc_endpoint.e"),
            arns: template("${[for key, role in aws_iam_role.r : role.name]}", "aws_iam_role.r"),
          },
          "aws_x.b": { role_arn: template("${aws_iam_role.r[each.key].arn}", "aws_iam_role.r", "each.key") },
        },
      },
    );
    expect(values(configuration, "aws_x.a")).toEqual({
      ids: ["${aws_vpc_endpoint.e[2].id}", "${aws_vpc_endpoint.e[10].id}"],
      arns: ["role-a"],
    });
    expect(values(configuration, 'aws_x.b["a"]')).toEqual({ role_arn: "arn:aws:iam::${the account}:role/role-a" });
  });

  test("outputs are evaluated too, and what may be a template without references is not known", () => {
    const configuration = plan(
      [
        { address: "module.m.aws_cognito_user_pool.u", module: "module.m" },
        { address: "aws_x.a", unknown: { endpoint: true, made: true } },
      ],
      {
        calls: {
          m: {
            resources: { "aws_cognito_user_pool.u": {} },
            outputs: {
              url: template("https://${aws_cognito_user_pool.u.endpoint}", "aws_cognito_user_pool.u.endpoint"),
            },
          },
        },
        resources: {
          "aws_x.a": { endpoint: template("${module.m.url}/", "module.m.url"), made: constant("${uuid()}") },
        },
      },
    );
    expect(values(configuration, "aws_x.a")).toEqual({
      endpoint: "https://cognito-idp.eu-west-1.amazonaws.com/${module.m.aws_cognito_user_pool.u.id}/",
      made: "${aws_x.a.made}",
    });
  });

  test("fails for templates that go round in circles, naming them", () => {
    const reading = () =>
      plan([{ address: "aws_x.a", unknown: { some: true } }], {
        resources: { "aws_x.a": { some: template("${aws_x.a.some}", "aws_x.a.some") } },
      });
    expect(reading).toThrow(/^aws_x\.a\.some: it refers to itself/);
  });
});
