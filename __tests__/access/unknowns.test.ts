import { type Access, accessOf, type AccessRoute } from "../../src/access/access";
import { readTerraform } from "../../src/access/terraform/read";
import { type Decision } from "../../src/access/decision";
import { type Principal } from "../../src/access/principal";
import { readable } from "../../src/access/symbols";
import { blurred, type Path, placesIn } from "../support/places";
import { type Resources } from "../support/terraform";
import { groupsAndGuests, httpApis, privateApis, rulesAndClassic } from "./unknown-systems";

function accessIn(resource: unknown): Access {
  const provider = { aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"] } };
  return accessOf(readTerraform([{ name: "main.tf.json", json: { provider, resource } }]));
}

const systems: readonly (readonly [string, Resources])[] = [
  ["groups and guests", groupsAndGuests()],
  ["private APIs", privateApis()],
  ["HTTP APIs", httpApis()],
  ["rules and the classic flow", rulesAndClassic()],
];

const isUnknown = (text: string) => /unknown|\$\{path of/.test(text);

/** What stands for something that was there before: itself, itself under a longer name, or what is not known. */
function standIns<T extends { readonly label: string }>(label: string, among: readonly T[]): readonly T[] {
  const same = among.filter((one) => one.label === label);
  if (same.length > 0) return same;
  const longer = among.filter((one) => one.label.startsWith(`${label} `));
  return longer.length > 0 ? longer : among.filter((one) => isUnknown(one.label));
}

function routesFor(route: AccessRoute, { routes }: Access): readonly AccessRoute[] {
  const ofApi = routes.filter(({ api }) => api.address === route.api.address);
  const same = ofApi.filter(({ label }) => label === route.label);
  return same.length > 0 ? same : ofApi.filter(({ label }) => isUnknown(label));
}

/** Not to be let in is one answer, whatever stands in the way. */
const answer = ({ outcome }: Decision) => (outcome === "unreachable" ? "denied" : outcome);
const holds = (was: Decision, now: Decision) => now.outcome === "conditional" || answer(now) === answer(was);

/** What an unknown value made certainly other than it was, or let vanish. */
function faults(before: Access, after: Access, address: string): readonly string[] {
  const isNamed = (...names: readonly string[]) =>
    after.notCovered.some((text) => [address, ...names].some((name) => readable(text).includes(name)));
  const found = new Set<string>();
  for (const route of before.routes) {
    const routes = routesFor(route, after);
    if (routes.length === 0 && !isNamed(route.api.address)) found.add(`${route.api.label} ${route.label} is gone`);
    for (const principal of before.principals) {
      const people: readonly Principal[] = standIns(principal.label, after.principals);
      if (people.length === 0 && !isNamed()) found.add(`${principal.label} is gone`);
      for (const origin of before.origins) {
        const was = before.decision({ route, principal, origin });
        const cells = routes.flatMap((one) =>
          people.flatMap((who) =>
            standIns(origin.label, after.origins).map((from) =>
              after.decision({ route: one, principal: who, origin: from }),
            ),
          ),
        );
        const wrong = cells.find((now) => !holds(was, now));
        if (wrong !== undefined && (cells.length === 1 || !cells.some((now) => holds(was, now))))
          found.add(
            `${route.api.label} ${route.label} ${principal.label} from ${origin.label}: ${was.outcome} became ${wrong.outcome} (${wrong.reason ?? ""})`,
          );
      }
    }
  }
  return [...found];
}

test.each(systems)("of %s, no answer turns into another because something is not known", (_, resources) => {
  const before = accessIn(resources);
  const found = placesIn(resources).flatMap((place: Path) => {
    const after = accessIn(blurred(resources, place));
    return faults(before, after, place.slice(0, 2).join(".")).map((fault) => `${place.join(" ")}: ${fault}`);
  });
  expect(found).toEqual([]);
});
