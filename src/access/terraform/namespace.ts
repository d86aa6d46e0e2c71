import { type Runtime, Thing } from "./expression/runtime";

/** What a reference passes through before it comes to a value: `var`, `local`, `data`, a resource's type. */
export class Namespace extends Thing {
  constructor(
    name: string,
    private readonly read: (key: string) => Runtime,
  ) {
    super(name);
  }

  get(key: string | number): Runtime {
    return this.read(String(key));
  }
}

/** What gives another value each time, or another in each resource. */
const ofOneResource = /\b(?:each|count|self)\.|\b(?:uuid|bcrypt|timestamp)\(/;

/** A name for the value of an expression, the same only where the value is the same. */
export function nameWithin(text: string, address: string | undefined): string {
  return address !== undefined && ofOneResource.test(text) ? `${text} of ${address}` : text;
}
