import { type Runtime } from "./expression/runtime";
import { Instance } from "./instance";
import { type JsonRecord, recordIn } from "./json-blocks";
import { providerOf, unknownAccount, unknownRegion } from "./json-providers";
import { ResourcePaths } from "./paths";
import { commonPlace, ownPlace, type Place, placesOf } from "./places";
import { PlanModules } from "./plan-modules";
import { unwritten, withReferences } from "./plan-unknowns";
import { type Shown, shortNameOf, shownResources } from "./shown";
import { type Provider, type Source } from "./source";
import { isGiven, isTelling } from "./state";
import { Trail } from "./trail";

/**
 * What a plan would make, as `terraform show -json` prints it: its values, and for what is unknown until it is applied
 * the references of its configuration.
 *
 * @param file The name that errors call the file by.
 * @throws UserError where it is no such plan.
 */
export function instancesOfPlan(json: JsonRecord, file: string): readonly Instance[] {
  const planned = shownResources(recordIn(json.planned_values).root_module ?? {}, file);
  const prior = shownResources(recordIn(recordIn(json.prior_state).values).root_module ?? {}, file);
  const changes = listed(json.resource_changes).map(recordIn);
  const gone = new Set(changes.filter(isLeaving).map(({ address }) => address));
  const made = planned.filter(({ address }) => !gone.has(address));
  const passed = new Set<unknown>([
    ...made.map(({ address }) => address),
    ...changes.flatMap(({ address, previous_address: before }) => [address, before]),
  ]);
  // A plan may be of some resources only: the others stay as they are, and so does what it has read already.
  const staying = prior.filter(({ address }) => !passed.has(address));
  return new Plan(json, made, staying, prior).instances;
}

/** Whether a resource is destroyed, or left to itself. What is deposed is what an earlier replacement left. */
function isLeaving({ deposed, change }: JsonRecord): boolean {
  const { actions } = recordIn(change);
  return deposed === undefined && ["delete", "forget"].includes(listed(actions).map(String).join());
}

class Plan {
  readonly instances: readonly Instance[];
  private readonly staying: ReadonlySet<Shown>;
  private readonly trail = new Trail();
  private readonly modules: PlanModules;
  private readonly unknowns: ReadonlyMap<string, JsonRecord>;
  private readonly providers = new Map<string, Provider>();
  private readonly placeOf: (shown: Shown) => Place;
  private readonly places: ReadonlyMap<string, Place>;

  constructor(
    private readonly json: JsonRecord,
    planned: readonly Shown[],
    staying: readonly Shown[],
    prior: readonly Shown[],
  ) {
    this.staying = new Set(staying);
    const shown = [...planned, ...staying];
    this.modules = new PlanModules(json, this.trail);
    this.unknowns = unknownsIn(json.resource_changes);
    const world = new ResourcePaths(() => this.instances);
    this.placeOf = placesOf([...planned, ...prior]);
    this.places = this.placesByProvider([...planned, ...prior]);
    this.instances = shown.map((one) => new Instance(this.source(one), this.trail, world));
    shown.forEach((one, index) => {
      const instance = this.instances[index];
      if (instance !== undefined) this.modules.add(one, instance);
    });
  }

  /** Where the resources of each provider are, as far as their ARNs tell. */
  private placesByProvider(shown: readonly Shown[]): ReadonlyMap<string, Place> {
    const byProvider = new Map<string, Place[]>([["", []]]);
    for (const one of shown) {
      if (!isTelling(one)) continue;
      const place = this.placeOf(one);
      byProvider.get("")?.push(place);
      const key = this.providerKey(one);
      const others = byProvider.get(key);
      if (others === undefined) byProvider.set(key, [place]);
      else others.push(place);
    }
    return new Map([...byProvider].map(([key, places]) => [key, commonPlace(places)]));
  }

  private source(shown: Shown): Source {
    const { address, mode, type, values } = shown;
    const scope = this.modules.scopeOf(shown);
    // What the plan leaves as it is is known, all of it.
    const expressions = this.staying.has(shown) ? {} : recordIn(this.modules.declaration(shown)?.expressions);
    const unknowns = this.unknowns.get(address) ?? {};
    const known = Object.keys(values).filter((name) => isGiven(values[name]));
    const open = Object.keys(unknowns).filter((name) => unknowns[name] === true && unwritten(name, address) !== null);
    const names = [...new Set([...known, ...open, ...Object.keys(expressions)])];
    const read = new Map<string, Runtime | undefined>();
    return {
      address,
      mode,
      type,
      shortName: shortNameOf(shown),
      acknowledgements: [],
      names: () => names,
      argument: (name) => {
        if (read.has(name)) return read.get(name);
        const value = this.trail.follow(`${address}.${name}`, () => {
          const given = Object.hasOwn(values, name);
          if (given && !isGiven(values[name])) return undefined;
          const mask = Object.hasOwn(unknowns, name) ? unknowns[name] : !given;
          const configured = Object.hasOwn(expressions, name) ? expressions[name] : undefined;
          if (!given && configured === undefined) {
            return (unknowns[name] === true ? unwritten(name, address) : null) ?? undefined;
          }
          // Where not even the number of blocks is known, those that are listed may not be all.
          const expression = unknowns[name] === true && Array.isArray(configured) ? undefined : configured;
          return withReferences({ value: values[name], mask, expression, name, address, scope });
        });
        read.set(name, value);
        return value;
      },
      provider: this.provider(shown),
    };
  }

  private providerKey(shown: Shown): string {
    const key = this.modules.declaration(shown)?.provider_config_key;
    return typeof key === "string" ? key : (shown.type.split("_", 1)[0] ?? "aws");
  }

  /** A resource's own ARN tells most; then its provider, what it belongs to, and last what the others' have in common. */
  private provider(shown: Shown): Provider {
    const key = this.providerKey(shown);
    let provider = this.providers.get(key);
    if (provider === undefined) {
      provider = this.readProvider(key);
      this.providers.set(key, provider);
    }
    const own = ownPlace(shown);
    const others = { ...this.places.get(""), ...this.places.get(key), ...this.placeOf(shown) };
    const configured = provider.region === unknownRegion ? others.region : provider.region;
    const allowed = provider.accountId === unknownAccount ? others.accountId : provider.accountId;
    return {
      region: own.region ?? configured ?? unknownRegion,
      accountId: own.accountId ?? allowed ?? unknownAccount,
    };
  }

  private readProvider(key: string): Provider {
    const configs = recordIn(recordIn(this.json.configuration).provider_config);
    const config = recordIn(configs[key] ?? configs[key.split(":").at(-1) ?? key]);
    const expressions = recordIn(config.expressions);
    const where = `provider ${key}`;
    const value = (name: string): Runtime => {
      if (!(name in expressions)) return null;
      return withReferences({
        value: undefined,
        mask: true,
        expression: expressions[name],
        name,
        address: where,
        scope: this.modules.root,
      });
    };
    return providerOf(value, where);
  }
}

/** Which values of a resource are unknown until it is applied, by address. */
function unknownsIn(changes: unknown): ReadonlyMap<string, JsonRecord> {
  const unknowns = new Map<string, JsonRecord>();
  for (const change of listed(changes)) {
    const { address, change: details, deposed } = recordIn(change);
    // What is left of an earlier replacement has its successor's address.
    if (typeof address === "string" && deposed === undefined)
      unknowns.set(address, recordIn(recordIn(details).after_unknown));
  }
  return unknowns;
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
