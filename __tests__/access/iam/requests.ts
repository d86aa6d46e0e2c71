import { type Policy } from "../../../src/access/iam/policy";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { type Caller, type ContextValue, type IamRequest } from "../../../src/access/iam/request";
import { type Role } from "../../../src/access/iam/role";
import { type Value } from "../../../src/access/terraform/configuration";

export const account = "111111111111";

export const resource = `arn:aws:execute-api:eu-west-1:${account}:api1/dev/GET/pets`;

export const session: Caller = {
  kind: "session",
  roleArn: `arn:aws:iam::${account}:role/app/reader`,
  sessionArn: `arn:aws:sts::${account}:assumed-role/reader/CognitoIdentityCredentials`,
  accountId: account,
};

/** A session's request for `GET /pets`, of which nothing but that is known. */
export function request(parts: Partial<IamRequest> = {}): IamRequest {
  return { action: "execute-api:Invoke", resource, caller: session, keys: new Map(), ...parts };
}

export function keys(values: Readonly<Record<string, ContextValue>>): ReadonlyMap<string, ContextValue> {
  return new Map(Object.entries(values));
}

type Elements = Readonly<Record<string, Value>>;

/** A policy of statements that allow to invoke everything, unless they say otherwise. */
export function policy(...statements: readonly Elements[]): Policy {
  return readPolicy({ Version: "2012-10-17", Statement: statements.map(statement) }, "policy");
}

/** A statement that allows to invoke everything, unless it says otherwise. */
export function statement(elements: Elements): Value {
  return {
    Effect: "Allow",
    ...("NotAction" in elements ? {} : { Action: "execute-api:Invoke" }),
    ...("NotResource" in elements ? {} : { Resource: "*" }),
    ...elements,
  };
}

export function role(policies: readonly Policy[], boundary?: Policy): Role {
  const trust = readPolicy({ Statement: [] }, "aws_iam_role.reader, assume_role_policy", "trust");
  const arn = `arn:aws:iam::${account}:role/app/reader`;
  const known = { address: "aws_iam_role.reader", name: "reader", arn, accountId: account, trust, policies };
  return boundary === undefined ? known : { ...known, boundary };
}
