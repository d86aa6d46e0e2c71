import { type PolicyOwner } from "../../iam/shorthand";
import { type Resource } from "../../terraform/configuration";
import { partitionOf } from "../facts/arn";
import { attributeText } from "./attributes";

/** What the ARN of an API is made of. */
export function ownerOf(api: Resource): PolicyOwner {
  const { region, accountId, address } = api;
  return { partition: partitionOf(region), region, accountId, apiId: attributeText(api, "id") ?? address };
}

/** What the ARNs of an API's methods begin with: `arn:aws:execute-api:<region>:<account>:<id>`. */
export function executionArnOf({ partition, region, accountId, apiId }: PolicyOwner): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}`;
}
