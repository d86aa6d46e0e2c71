import { symbolOf, unknown } from "./expression/runtime";
import { isRecord, type JsonRecord } from "./json-blocks";
import { literalValue } from "./json-values";
import { Instance } from "./instance";
import { unknownAccount, unknownRegion } from "./json-providers";
import { ResourcePaths } from "./paths";
import { distinctPlaces, placesOf } from "./places";
import { type Shown, shortNameOf, shownResources } from "./shown";
import { type Source } from "./source";
import { Trail } from "./trail";

/**
 * What has been applied, as `terraform show -json` prints a state.
 *
 * @param file The name that errors call the file by.
 * @throws UserError where it is no such state.
 */
export function instancesOfState(json: JsonRecord, file: string): readonly Instance[] {
  const shown = shownResources(isRecord(json.values) ? (json.values.root_module ?? {}) : {}, file);
  const placeOf = placesOf(shown);
  const places = distinctPlaces(shown.filter(isTelling).map(placeOf));
  const trail = new Trail();
  const world = new ResourcePaths(() => instances);
  const instances: readonly Instance[] = shown.map((one) => {
    const { region, accountId } = placeOf(one);
    const provider = {
      region: region ?? ofAll(places.regions, unknownRegion, one),
      accountId: accountId ?? ofAll(places.accountIds, unknownAccount, one),
    };
    return new Instance(sourceOf(one, provider), trail, world);
  });
  return instances;
}

/** Where there are several regions or accounts, two of which nothing is known need not be in the same. */
function ofAll(all: ReadonlySet<string>, none: string, { address }: Shown): string {
  const [first] = all;
  if (first === undefined) return none;
  return all.size === 1 ? first : unknown(`${symbolOf(none)?.name} of ${address}`);
}

/** A data source may tell of what is elsewhere, save the one that tells who asks. */
export function isTelling({ mode, type }: Shown): boolean {
  return mode === "managed" || type === "aws_caller_identity";
}

function sourceOf(shown: Shown, provider: Source["provider"]): Source {
  const { address, mode, type, values } = shown;
  const names = Object.keys(values).filter((name) => isGiven(values[name]));
  return {
    address,
    mode,
    type,
    shortName: shortNameOf(shown),
    acknowledgements: [],
    names: () => names,
    argument: (name) =>
      Object.hasOwn(values, name) && isGiven(values[name])
        ? literalValue(values[name], `${address}.${name}`)
        : undefined,
    provider,
  };
}

/** A state writes what was left out as null, or as an empty text. */
export const isGiven = (value: unknown) => value !== null && value !== undefined && value !== "";
