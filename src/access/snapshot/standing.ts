import { type Outcome } from "../decision";
import { type Snapshot } from "./snapshot";

/** How far a call gets: the higher, the further. Nothing, where there is no such call. */
export function standing(outcome: Outcome | undefined): number {
  return outcome === undefined ? 0 : standings[outcome];
}

const standings: Readonly<Record<Outcome, number>> = {
  unreachable: 0,
  denied: 0,
  failing: 1,
  conditional: 2,
  allowed: 3,
};

/** Whether somebody is let in, if only sometimes or as far as an error behind the authorization. */
export function isLetIn(outcome: Outcome | undefined): boolean {
  return standing(outcome) > 0;
}

/** The principals that can sign requests with a role of an identity pool. */
export function signedPrincipals({ principals }: Snapshot): readonly string[] {
  return principals
    .filter(({ credentials }) => credentials.some((one) => one.startsWith("role ")))
    .map(({ label }) => label);
}
