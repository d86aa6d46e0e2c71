import { type Api, type Route } from "../../access/api-gateway/facts/api";
import { fallThroughs } from "../../access/api-gateway/routing/fall-throughs";
import { type Rule } from "../facts";
import { type Finding } from "../finding";
import { apisByAddress } from "./policy-routes";

/** What routes can't have meant, taken together. */
export const routeRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([api]) => [...aroundGuards(api), ...guardedPreflights(api)]);

/** What certainly asks for something. */
const guards = new Set<Route["auth"]["kind"]>(["iam", "user-pool", "jwt", "lambda-authorizer"]);

/** One finding for each open route, whatever it serves in the place of guarded ones. */
function aroundGuards(api: Api): readonly Finding[] {
  const found = fallThroughs(api)
    .filter(({ guarded }) => guards.has(guarded.auth.kind))
    .map((one) => ({ ...one, methods: one.methods.filter((method) => method !== "OPTIONS" && method !== "HEAD") }));
  const open = [...new Set(found.filter(({ methods }) => methods.length > 0).map((one) => one.open))];
  return open.map((route) => {
    const served = found.filter((one) => one.open === route && one.methods.length > 0);
    const [first] = served;
    return {
      id: "proxy-around-guarded-method",
      severity: "error",
      address: route.address,
      what: `${route.label} is open, and also serves ${served.map(({ guarded, methods }) => `${methods.join(", ")} of ${guarded.path}`).join("; ")}`,
      reason: `only ${first?.guarded.label ?? ""} itself is guarded there: other methods of the path fall through to the open route`,
      fix: `guard ${route.label}, or add ANY ${first?.guarded.path ?? ""} with the same authorization`,
    } as const;
  });
}

function guardedPreflights({ kind, routes }: Api): readonly Finding[] {
  // An HTTP API with CORS answers by itself, whatever its routes are.
  if (kind === "HTTP" && routes.some(({ preflight }) => preflight)) return [];
  const guarded = routes.filter(({ method, auth }) => method === "OPTIONS" && guards.has(auth.kind));
  return [...new Set(guarded.map(({ address }) => address))].map((address) => ({
    id: "preflight-with-authorizer",
    severity: "error",
    address,
    what: `${guarded
      .filter((one) => one.address === address)
      .map(({ label }) => label)
      .join(", ")} asks for authorization`,
    reason:
      "browsers send neither a token nor a signature with OPTIONS, so that each preflight is refused and no page can call the API",
    fix: "leave OPTIONS without authorization: it only says what may be asked",
  }));
}
