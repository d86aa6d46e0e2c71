import { type Origin } from "../../origin";
import { type Principal } from "../../principal";
import { type Attempt } from "./attempt";
import { remembered } from "../../remembered";

/** Principals at origins, those together that try a route in the very same ways. */
export interface Crowd {
  readonly principals: readonly Principal[];
  readonly origins: readonly Origin[];
  /** Each different list of attempts once. */
  readonly ways: readonly (readonly Attempt[])[];
  /** Origin by origin, and for each principal by principal: the place in `ways`. */
  readonly cells: Uint32Array;
}

/** Finds who tries a route in the same ways, once for all routes. @param attemptsOf The ways of one of them. */
export function crowdOf(
  principals: readonly Principal[],
  origins: readonly Origin[],
  attemptsOf: (principal: Principal, origin: Origin) => readonly Attempt[],
): Crowd {
  const numbers = new Map<unknown, number>();
  const numberOf = (one: unknown) => remembered(numbers, one, () => numbers.size + 1);
  const places = new Map<string, number>();
  const ways: (readonly Attempt[])[] = [];
  const cells = origins.flatMap((origin) =>
    principals.map((principal) => {
      const attempts = attemptsOf(principal, origin);
      const key = attempts.map((one) => [one.situation, one.token, one.unsignedReason].map(numberOf).join()).join(";");
      return remembered(places, key, () => ways.push(attempts) - 1);
    }),
  );
  return { principals, origins, ways, cells: Uint32Array.from(cells) };
}
