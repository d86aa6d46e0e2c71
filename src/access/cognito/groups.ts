import { UserError } from "../../errors";
import { onlyWhen } from "../formula";
import { isKnown } from "../symbols";
import { type Configuration, type Resource, textIn } from "../terraform/configuration";
import { optionalIn, requiredIn } from "./arguments";
import { type Group } from "./cognito";

/** The groups of a configuration's user pools. */
export function groupsOf(configuration: Configuration): readonly Group[] {
  return configuration.ofType("aws_cognito_user_group").map((resource) => {
    const roleArn = optionalIn(resource.values, "role_arn");
    return {
      address: resource.address,
      name: requiredIn(resource, resource.values, "name"),
      precedence: precedenceOf(resource),
      ...(roleArn === undefined ? {} : { roleArn }),
      userPoolId: requiredIn(resource, resource.values, "user_pool_id"),
      ...onlyWhen(resource.exists),
    };
  });
}

function precedenceOf(resource: Resource): number | null | undefined {
  const text = textIn(resource.values["precedence"]);
  if (text === undefined) return null;
  if (!isKnown(text)) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError({
    where: resource.address,
    what: "precedence is not a whole number from 0 on",
    got: resource.values["precedence"],
    allowed: "0, 1, 2 and so on; the lowest is the best",
    fix: "set precedence to such a number, or leave it out",
  });
}
