import { accessOf } from "../../src/access/access";
import { readTerraform } from "../../src/access/terraform/read";

/** What becomes of each call, one line each, by the APIs' addresses: states and plans have no constructs to name them. */
export function decisionsIn(json: unknown): readonly string[] {
  const access = accessOf(readTerraform([{ name: "terraform.json", json }]));
  const decided = access.routes.flatMap((route) =>
    access.principals.flatMap((principal) =>
      access.origins.map((origin) => {
        const { outcome, status, reason, credentials, assumptions } = access.decision({ route, principal, origin });
        const call = `${route.api.address} ${route.label} by ${principal.label} from ${origin.label}`;
        return [`${call}:`, outcome, status, reason, credentials, ...assumptions].join(" ");
      }),
    ),
  );
  return decided.toSorted();
}
