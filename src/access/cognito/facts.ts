import { type Role } from "../iam/role";
import { type Configuration } from "../terraform/configuration";
import { appClientsOf } from "./app-clients";
import { type Cognito } from "./cognito";
import { groupsOf } from "./groups";
import { identityPoolsOf } from "./identity-pools";
import { clientsElsewhere, rolesElsewhere, userPoolsElsewhere } from "./elsewhere";
import { userPoolsOf } from "./user-pools";

/**
 * Reads what a configuration says of Cognito. What is only referred to is there too: user pools, app clients and
 * identity pools without an address, and roles of which nothing more is known.
 *
 * @param roles The roles of the configuration.
 *
 * @throws UserError Where an argument has a value that AWS would refuse.
 */
export function cognitoOf(configuration: Configuration, roles: readonly Role[]): Cognito {
  const poolsHere = userPoolsOf(configuration);
  const groups = groupsOf(configuration);
  const clientsHere = appClientsOf(configuration, poolsHere);
  const identityPools = identityPoolsOf(configuration, poolsHere, clientsHere);
  const userPools = [...poolsHere, ...userPoolsElsewhere({ poolsHere, clientsHere, groups, identityPools })];
  const clients = [...clientsHere, ...clientsElsewhere({ userPools, clientsHere, identityPools })];
  const others = rolesElsewhere({ roles, groups, identityPools });
  return { userPools, clients, groups, identityPools, rolesElsewhere: others };
}
