import fc from "fast-check";
import { type Access, accessOf, type AccessRoute } from "../../../src/access/access";
import { type Decision } from "../../../src/access/decision";
import { readable } from "../../../src/access/symbols";
import { readTerraform } from "../../../src/access/terraform/read";
import { UserError } from "../../../src/errors";
import { jsonIn } from "../../../src/json";
import { blurred, missing, type Path, placesIn } from "../../support/places";
import { type Resources } from "../../support/terraform";
import { groupsAndGuests, rulesAndClassic } from "./groups-and-rules";
import { httpApis } from "./http-apis";
import { privateApis } from "./private-apis";

function accessIn(resource: unknown): Access {
  const provider = { aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"] } };
  return accessOf(readTerraform([{ name: "main.tf.json", json: { provider, resource } }]));
}

/** Something that may not be known: where it stands in which system. */
interface Place {
  readonly resources: Resources;
  readonly before: Access;
  readonly path: Path;
}

const systems = [groupsAndGuests(), privateApis(), httpApis(), rulesAndClassic()].map((resources) => ({
  resources,
  before: accessIn(resources),
}));

const places: readonly Place[] = systems.flatMap((system) =>
  placesIn(system.resources).map((path) => ({ ...system, path })),
);

const isUnknown = (text: string) => /unknown|\$\{path of/.test(text);

/** What stands for something that was there before: itself, itself under a longer name, or what is not known. */
function standIns<T extends { readonly label: string }>(label: string, among: readonly T[]): readonly T[] {
  const same = among.filter((one) => one.label === label);
  if (same.length > 0) return same;
  const longer = among.filter((one) => one.label.startsWith(`${label} `));
  return longer.length > 0 ? longer : among.filter((one) => isUnknown(one.label));
}

const routesFor = ({ api, label }: AccessRoute, { routes }: Access) =>
  standIns(
    label,
    routes.filter((route) => route.api.address === api.address),
  );

/** Not to be served is one answer, whatever stands in the way. */
const answer = ({ outcome }: Decision) => (outcome === "allowed" || outcome === "conditional" ? outcome : "refused");
const holds = (was: Decision, now: Decision) => now.outcome === "conditional" || answer(now) === answer(was);

/** What is certainly other than it was because something is not known, or is gone without being named. */
function faults(before: Access, after: Access, [type, name]: Path): readonly string[] {
  const named = after.notCovered.map(readable).join();
  const isNamed = (...addresses: readonly string[]) => addresses.some((address) => named.includes(address));
  const found: string[] = [];
  for (const route of before.routes) {
    const routes = routesFor(route, after);
    if (routes.length === 0 && !isNamed(`${type}.${name}`, route.api.address)) found.push(`${route.label} is gone`);
    for (const principal of before.principals) {
      const people = standIns(principal.label, after.principals);
      if (people.length === 0 && !isNamed(`${type}.${name}`)) found.push(`${principal.label} is gone`);
      for (const origin of before.origins) {
        const was = before.decision({ route, principal, origin });
        const calls = routes.flatMap((to) =>
          people.flatMap((who) =>
            standIns(origin.label, after.origins).map((from) => ({ route: to, principal: who, origin: from })),
          ),
        );
        const [now, ...others] = calls.map((call) => after.decision(call));
        if (now === undefined || [now, ...others].some((one) => holds(was, one))) continue;
        found.push(`${route.label}, ${principal.label} from ${origin.label}: ${was.outcome} became ${now.outcome}`);
      }
    }
  }
  return found;
}

/** What is found in some of many places, others each time: all of them are as they should be. */
function inSome(all: readonly Place[], count: number, found: (place: Place) => readonly string[]): readonly string[] {
  return fc.sample(fc.nat({ max: all.length - 1 }), count).flatMap((index) => {
    const place = all[index];
    return place ? found(place).map((fault) => `${place.path.join(" ")}: ${fault}`) : [];
  });
}

test("no answer turns into another because something is not known, and nothing is gone without being named", () => {
  const found = inSome(places, 40, ({ resources, before, path }) =>
    faults(before, accessIn(blurred(resources, path)), path),
  );
  expect(found).toEqual([]);
});

test("what is decided although an argument is not known is the same without the argument", () => {
  const mayBeAbsent = places.filter(({ resources, path }) => isArgument(resources, path));
  const found = inSome(mayBeAbsent, 20, ({ resources, path }) => {
    const before = accessWithout(resources, path);
    return before ? faults(before, accessIn(blurred(resources, path)), path) : [];
  });
  expect(found).toEqual([]);
});

/** Whether a place is an argument of a resource or a block that Terraform does not ask for: no part of a list or document. */
function isArgument(resources: Resources, path: Path): boolean {
  const required = ["aws_api_gateway_stage stage_name", "aws_apigatewayv2_route route_key"];
  if (required.includes(`${path[0]} ${path[2]}`)) return false;
  return typeof path.at(-1) === "string" && !isWithinJson(resources, path);
}

function isWithinJson(value: unknown, [name, ...rest]: Path): boolean {
  if (name === undefined) return false;
  if (typeof value === "string") return jsonIn(value) !== undefined;
  return isWithinJson((value as Readonly<Record<string | number, unknown>>)[name], rest);
}

/** Undefined where the argument may not be absent. */
function accessWithout(resources: Resources, path: Path): Access | undefined {
  try {
    return accessIn(missing(resources, path));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
