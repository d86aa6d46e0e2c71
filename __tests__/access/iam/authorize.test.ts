import { authorize } from "../../../src/access/iam/authorize";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { type IamRequest } from "../../../src/access/iam/request";
import { type Role } from "../../../src/access/iam/role";

const resource = "arn:aws:execute-api:eu-west-1:111111111111:api1/dev/GET/pets";
const request: IamRequest = {
  action: "execute-api:Invoke",
  resource,
  caller: {
    kind: "session",
    roleArn: "arn:aws:iam::111111111111:role/reader",
    sessionArn: "arn:aws:sts::111111111111:assumed-role/reader/CognitoIdentityCredentials",
    accountId: "111111111111",
  },
  keys: new Map(),
};

type Says = "Allow" | "Deny" | "Neither";

const statement = (says: Says, more: object) => ({
  Effect: says === "Deny" ? "Deny" : "Allow",
  Action: "execute-api:Invoke",
  Resource: says === "Neither" ? "arn:aws:execute-api:eu-west-1:111111111111:other/*" : resource,
  ...more,
});

const identity = (says: Says) =>
  readPolicy({ Version: "2012-10-17", Statement: statement(says, {}) }, "role", "identity");

const ofResource = (says: Says, principal: object | string = "*") =>
  readPolicy({ Version: "2012-10-17", Statement: statement(says, { Principal: principal }) }, "api", "resource");

const roleWith = (says: Says): Role => ({
  address: "aws_iam_role.reader",
  name: "reader",
  arn: "arn:aws:iam::111111111111:role/reader",
  accountId: "111111111111",
  trust: readPolicy({ Statement: [] }, "trust", "trust"),
  policies: [identity(says)],
});

// docs/access-model.md 3.3, table A.
test.each<[Says, Says, boolean]>([
  ["Allow", "Allow", true],
  ["Allow", "Neither", true],
  ["Allow", "Deny", false],
  ["Neither", "Allow", true],
  ["Neither", "Neither", false],
  ["Neither", "Deny", false],
  ["Deny", "Allow", false],
  ["Deny", "Neither", false],
  ["Deny", "Deny", false],
])("in one account, a role that says %s beside a resource policy that says %s: %s", (own, other, when) => {
  const input = { role: roleWith(own), resourcePolicy: ofResource(other), request, sameAccount: true };
  const authorization = authorize(input);
  expect(authorization.when).toBe(when);
  expect(authorization.denied).toBe(own === "Deny" || other === "Deny");
});

// docs/access-model.md 3.3, table B.
test.each<[Says, Says, boolean]>([
  ["Allow", "Allow", true],
  ["Allow", "Neither", false],
  ["Allow", "Deny", false],
  ["Neither", "Allow", false],
  ["Neither", "Neither", false],
  ["Neither", "Deny", false],
  ["Deny", "Allow", false],
  ["Deny", "Neither", false],
  ["Deny", "Deny", false],
])("across accounts, a role that says %s beside a resource policy that says %s: %s", (own, other, when) => {
  const input = { role: roleWith(own), resourcePolicy: ofResource(other), request, sameAccount: false };
  const authorization = authorize(input);
  expect(authorization.when).toBe(when);
  expect(authorization.denied).toBe(own === "Deny" || other === "Deny");
});
