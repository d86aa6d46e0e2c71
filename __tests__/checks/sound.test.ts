import fc from "fast-check";
import { fails, type Finding } from "../../src/checks";
import { UserError } from "../../src/errors";
import { blurred, missing, ofAnyNumber, placesIn } from "../support/places";
import {
  adding,
  addMethods,
  type Change,
  type Resources,
  findingsIn,
  jwtApi,
  foundAfter,
  mayCall,
  policy,
  sound,
  summaries,
  trust,
} from "../support/terraform";

test("nothing is found in a system that is as it should be", () => {
  expect(summaries(foundAfter())).toEqual([]);
});

/** Guests, a private API with a resource policy, and a body: more that may not be known. */
const more: Change = (resources) => {
  adding({
    aws_cognito_identity_pool: { members: { allow_unauthenticated_identities: true, allow_classic_flow: false } },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        roles: { authenticated: "${aws_iam_role.signed-in.arn}", unauthenticated: "${aws_iam_role.guest.arn}" },
      },
    },
    aws_iam_role: { guest: { name: "guest", assume_role_policy: trust("unauthenticated") } },
    aws_api_gateway_rest_api: {
      shop: {
        endpoint_configuration: [{ types: ["PRIVATE"], vpc_endpoint_ids: ["${aws_vpc_endpoint.api.id}"] }],
        policy: policy({
          Effect: "Deny",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.api.id}" } },
        }),
      },
    },
    aws_api_gateway_deployment: { v1: { triggers: { policy: "${sha1(aws_api_gateway_rest_api.shop.policy)}" } } },
    aws_api_gateway_gateway_response: {
      refusals: {
        rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
        response_type: "DEFAULT_4XX",
        response_parameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
      },
    },
    ...jwtApi(),
    aws_vpc_endpoint: {
      api: { vpc_id: "vpc-1", service_name: "com.amazonaws.eu-west-1.execute-api", vpc_endpoint_type: "Interface" },
    },
  })(resources);
  addMethods(resources, { "OPTIONS orders": { authorization: "NONE" } });
};

function system() {
  const resources = sound();
  more(resources);
  return resources;
}

const places = placesIn(system());

/** Places in three resources: more is tried with each system that is read. */
const threePlaces = fc.uniqueArray(fc.constantFrom(...places), {
  minLength: 3,
  maxLength: 3,
  selector: ([type, name]) => `${type}.${name}`,
});
const runs = { numRuns: 40 };

test("a resource of which it is not known how many there are is never a finding", () => {
  const resources = system();
  const found = Object.entries(resources).flatMap(([type, byName]) =>
    Object.keys(byName).flatMap((name) => summaries(findingsIn(ofAnyNumber(resources, type, name) as Resources))),
  );
  expect(found).toEqual([]);
});

/** Guests have a role here in either case: where they are refused, it is found unless it is not known. */
const withoutGuests = adding({ aws_cognito_identity_pool: { members: { allow_unauthenticated_identities: false } } });

test("what is not known is never a finding, wherever it stands", () => {
  fc.assert(
    fc.property(threePlaces, (some) => {
      // One variable for two roles' names would say that they have the same.
      const unclear = some.reduce<unknown>((all, path, index) => blurred(all, path, `unknown_${index}`), system());
      expect(summaries(findingsIn(unclear as Resources))).toEqual([]);
    }),
    runs,
  );
});

test.each([["roles"], ["roles", "unauthenticated"]])(
  "a guest role is not found that a variable may hold: %s %s",
  (...below) => {
    const resources = system();
    withoutGuests(resources);
    const path = ["aws_cognito_identity_pool_roles_attachment", "members", ...below];
    expect(summaries(findingsIn(resources))).toEqual([`guest-role-without-guests at ${path.slice(0, 2).join(".")}`]);
    expect(summaries(findingsIn(blurred(resources, path) as Resources))).toEqual([]);
  },
);

test("whatever is left out, there are findings or an error that names the place", () => {
  fc.assert(
    fc.property(threePlaces, (some) => {
      try {
        findingsIn(some.reduce(missing, system() as unknown) as Resources);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).message).toMatch(/aws_|main\.tf\.json/);
      }
    }),
    runs,
  );
});

/** Changes that make findings, of one resource or several. */
const spoiling: readonly Change[] = [
  adding({ aws_iam_role: { admin: { assume_role_policy: trust("*authenticated") } } }),
  adding({ aws_iam_role: { staff: { assume_role_policy: policy({ ...federated(), Condition: {} }) } } }),
  adding({ aws_cognito_user_group: { admin: { precedence: 2 } } }),
  adding({ aws_cognito_identity_pool: { members: { allow_classic_flow: true } } }),
  adding({ aws_cognito_identity_pool_roles_attachment: { members: { role_mapping: [] } } }),
  adding({ aws_api_gateway_rest_api: { shop: { endpoint_configuration: [{ types: ["REGIONAL"] }] } } }),
  adding({ aws_api_gateway_deployment: { v1: { triggers: {} } } }),
  adding({ aws_lambda_permission: { orders: { principal: "events.amazonaws.com" } } }),
  adding({ aws_iam_role_policy: { staff: { policy: mayCall("GET/orders/{id}", "GET/nothing") } } }),
];

function federated() {
  const Principal = { Federated: "cognito-identity.amazonaws.com" };
  return { Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity" };
}

/** Acknowledges each finding at its resource. */
function acknowledgeAll(resources: Resources, findings: readonly Finding[], reason: string): void {
  for (const { id, address } of findings) {
    const [type = "", name = ""] = address.split(".");
    const before = (resources[type]?.[name]?.["//"] ?? {}) as { readonly acknowledgements?: readonly object[] };
    const acknowledgements = [...(before.acknowledgements ?? []), { id, reason }];
    adding({ [type]: { [name]: { "//": { acknowledgements } } } })(resources);
  }
}

test("what is acknowledged where it is found fails no more, and nothing else comes of it", () => {
  const reason = "it is one of the changes that this test makes";
  for (const changes of [...spoiling.map((change) => [change]), spoiling]) {
    const resources = system();
    for (const change of changes) change(resources);
    const found = findingsIn(resources);
    expect(fails(found)).toBe(true);
    acknowledgeAll(resources, found, reason);
    expect(findingsIn(resources)).toEqual(found.map((finding) => ({ ...finding, acknowledged: reason })));
  }
});
