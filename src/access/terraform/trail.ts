import { UserError } from "../../errors";
import { deeper } from "./expression/evaluate";

/** The references that are being followed, one from within another. */
export class Trail {
  private readonly under = new Set<string>();

  /**
   * Follows a reference.
   *
   * @throws UserError where it leads back to itself, or too deep.
   */
  follow<T>(address: string, body: () => T): T {
    if (this.under.has(address)) throw this.circle(address);
    this.under.add(address);
    try {
      return deeper(address, body);
    } finally {
      this.under.delete(address);
    }
  }

  private circle(address: string): UserError {
    const all = [...this.under];
    const round = [...all.slice(all.indexOf(address)), address];
    const shown = round.length > 12 ? [...round.slice(0, 10), "…", address] : round;
    return new UserError({
      where: address,
      what: "it refers to itself",
      got: shown.join(" -> "),
      fix: "take one of these references out; Terraform refuses such a circle too",
    });
  }
}
