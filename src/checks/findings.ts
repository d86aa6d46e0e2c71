import { apisOf } from "../access/api-gateway/reading/apis";
import { cognitoOf } from "../access/cognito/facts";
import { rolesOf } from "../access/iam/roles";
import { type Configuration } from "../access/terraform/configuration";
import { acknowledged } from "./acknowledgements";
import { type Facts } from "./facts";
import { type Finding, severities } from "./finding";
import { rules } from "./rules";

/**
 * What can never have been meant in a configuration, the gravest first, then by address. Those that were acknowledged at
 * their resource say so; an acknowledgement without a finding is one itself.
 *
 * @throws UserError where a resource can't be read.
 */
export function findingsOf(configuration: Configuration): readonly Finding[] {
  const facts = factsOf(configuration);
  const found = rules.flatMap((rule) => rule(facts));
  return acknowledged(configuration, [...new Map(found.map((one) => [JSON.stringify(one), one])).values()]).toSorted(
    (a, b) => orderOf(a).localeCompare(orderOf(b), "en"),
  );
}

function factsOf(configuration: Configuration): Facts {
  const roles = rolesOf(configuration);
  return { configuration, roles, cognito: cognitoOf(configuration, roles), apis: apisOf(configuration, roles) };
}

const orderOf = ({ severity, address, id, what }: Finding) =>
  `${severities.indexOf(severity)} ${address} ${id} ${what}`;
