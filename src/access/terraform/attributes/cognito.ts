import { type Runtime, isList, isObject } from "../expression/runtime";
import { type Facts, type Table } from "./facts";

/** Full names of the scopes that a resource server has; undefined where they are not known. */
function scopes(of: Facts): Runtime | undefined {
  const blocks = of.optional("scope") ?? [];
  const list = isList(blocks) ? blocks : [blocks];
  const names = list.flatMap((block) =>
    isObject(block) && typeof block.scope_name === "string" ? block.scope_name : [],
  );
  return names.length === list.length ? names.map((name) => `${of.text("identifier")}/${name}`) : undefined;
}

const poolId = (of: Facts) => of.argument("user_pool_id") ?? of.identity();

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const cognitoAttributes: Table = {
  aws_cognito_user_pool: {
    id: poolId,
    arn: (of) => of.arn("cognito-idp", `userpool/${of.text("id")}`),
    endpoint: (of) => `cognito-idp.${of.region}.amazonaws.com/${of.text("id")}`,
  },
  aws_cognito_user_pool_client: { id: (of) => of.argument("client_id") ?? of.identity() },
  aws_cognito_user_group: { id: (of) => `${of.text("user_pool_id")}/${of.text("name")}` },
  aws_cognito_user_pool_domain: { id: (of) => of.text("domain") },
  aws_cognito_resource_server: {
    id: (of) => `${of.text("user_pool_id")}|${of.text("identifier")}`,
    scope_identifiers: scopes,
  },
  aws_cognito_identity_pool: { arn: (of) => of.arn("cognito-identity", `identitypool/${of.text("id")}`) },
  aws_cognito_identity_pool_roles_attachment: { id: (of) => of.text("identity_pool_id") },
};
