import { type Principal } from "../principal";
import { gainedOf } from "./credentials";
import { type World } from "./logins";
import { type PrincipalLabels } from "./principal-labels";
import { selectRole } from "./select-role";

/** Whoever asks an identity pool for credentials without a login, where it may allow that. */
export function guestsOf(world: World, labels: PrincipalLabels): readonly Principal[] {
  return world.cognito.identityPools
    .filter(({ allowsGuests }) => allowsGuests !== false)
    .map((pool) => {
      const selections = selectRole(pool, { kind: "guest" });
      const assumer = { flow: "enhanced", authenticated: false } as const;
      const { credentials, steps } = gainedOf(pool, selections, assumer, world.roles);
      const header = {
        text: `identity pool ${pool.label} is asked for credentials without a login`,
        ...(pool.address === undefined ? {} : { address: pool.address }),
        section: "1.1",
      };
      return {
        label: labels.ofIdentityPool(pool, "guest"),
        kind: "guest",
        credentials,
        steps: [header, ...steps],
      };
    });
}
