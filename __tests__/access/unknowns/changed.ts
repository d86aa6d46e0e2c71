import { type Change, type Resources, sound } from "../../support/terraform";

/** The sound system after changes. */
export function changed(...changes: readonly Change[]): Resources {
  const resources = sound();
  for (const change of changes) change(resources);
  return resources;
}

/** A statement that lets callers through. */
export const callers = (Resource: string, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});

/** What lets API Gateway invoke the function for an API. */
export const permission = (api: string) => ({
  action: "lambda:InvokeFunction",
  function_name: "orders",
  principal: "apigateway.amazonaws.com",
  source_arn: `\${${api}.execution_arn}/*/*`,
});
