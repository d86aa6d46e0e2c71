import { UserError } from "../../../errors";
import { isKnown } from "../../symbols";
import { identity, type Runtime, templateText, unknown } from "../expression/runtime";
import { type Source } from "../source";

/** What a resource can learn of others. */
export interface World {
  /** The path of the resource of a REST API with this id: empty for the root; undefined where it is not known. */
  readonly pathOf: (resourceId: string) => string | undefined;
}

/** What is known of a resource, for attributes that follow from it. */
export class Facts {
  constructor(
    private readonly source: Source,
    /** Any attribute of it. */
    readonly get: (name: string) => Runtime,
    readonly world: World,
  ) {}

  get address(): string {
    return this.source.address;
  }

  get isData(): boolean {
    return this.source.mode === "data";
  }

  /** Its own `region`, which provider 6 allows, otherwise its provider's. */
  get region(): string {
    const own = this.argument("region");
    const region = own === undefined || own === "" ? this.source.provider.region : own;
    checkPartition(region, this.address);
    return region;
  }

  get accountId(): string {
    return this.source.provider.accountId;
  }

  /** An argument as text; undefined where it is left out. */
  argument(name: string): string | undefined {
    const value = this.source.argument(name);
    const text = value === undefined || value === null ? undefined : templateText(value);
    return text === "" ? undefined : text;
  }

  /** An argument of any type; undefined where it is left out. */
  optional(name: string): Runtime | undefined {
    return this.source.argument(name) ?? undefined;
  }

  /** An attribute as text: a symbol where it is none. */
  text(name: string): string {
    return templateText(this.get(name)) ?? unknown(`${this.address}.${name}`);
  }

  /** An argument, or the name that is made up where it is left out. */
  named(argument: string): string {
    return this.argument(argument) ?? this.identity();
  }

  /** What only AWS gives. For a data source, it may be anything. */
  identity(attribute = "id"): string {
    return (this.isData ? unknown : identity)(`${this.address}.${attribute}`);
  }

  /** An ARN of its region and account. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`;
  }
}

/** @throws UserError for a region of China, GovCloud or another partition than `aws`. */
export function checkPartition(region: string, where: string): void {
  if (!isKnown(region) || !/^(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/.test(region)) return;
  throw new UserError({
    where,
    what: "its region is of another partition of AWS",
    got: region,
    allowed: "regions of the partition aws",
    fix: "read access elsewhere: only the partition aws is supported",
  });
}

/** What follows from what is known of a resource; undefined where nothing does. */
export type Computed = (of: Facts) => Runtime | undefined;

/** By type, by attribute. */
export type Table = Readonly<Record<string, Readonly<Record<string, Computed>>>>;
