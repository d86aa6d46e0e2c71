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
