import { type Matched, type Policy } from "./policy";

/** The API that a resource policy belongs to. */
export interface PolicyOwner {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
}

const shorthand = "execute-api:/";

/**
 * A `Resource` as API Gateway saves it: `execute-api:/stage/METHOD/path` is short for the API's own ARN
 * (docs/access-model.md 3.2).
 */
export function expandShorthand(resource: string, { partition, region, accountId, apiId }: PolicyOwner): string {
  if (!resource.startsWith(shorthand)) return resource;
  return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${resource.slice(shorthand.length)}`;
}

/** A resource policy as API Gateway saves it. */
export function expandPolicy(policy: Policy, owner: PolicyOwner): Policy {
  const expanded = ({ negated, patterns }: Matched<string>) => ({
    negated,
    patterns: patterns.map((pattern) => expandShorthand(pattern, owner)),
  });
  return {
    ...policy,
    statements: policy.statements.map((statement) => ({ ...statement, resources: expanded(statement.resources) })),
  };
}
