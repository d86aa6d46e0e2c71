import { remembered } from "../remembered";
import { type AccessServiceRole } from "../access";
import { conditionOf, type Matrix } from "../matrix";
import { type Decision } from "../decision";
import { type Principal } from "../principal";
import { singleRights } from "../renderings/rights";
import { readable } from "../symbols";
import {
  comparePrincipals,
  compareTexts,
  groupedAccess,
  type OriginAccess,
  type Result,
  routeKey,
  type Snapshot,
  type SnapshotPrincipal,
  type SnapshotService,
} from "./snapshot";

/** The snapshot of all decisions. */
export function snapshotOf({ access, decisions, rows }: Matrix): Snapshot {
  const principals = access.principals.map(principalOf).toSorted(comparePrincipals);
  const origins = access.origins.map(({ label }) => label);
  const results = decisions.map(resultOf);
  const principalPlaces = new Map(access.principals.map(({ label }, place) => [label, place]));
  const originPlaces = new Map(origins.map((label, place) => [label, place]));
  // Many routes share their access, which then is the very same.
  const known = new Map<string, readonly OriginAccess[]>();
  const accessOf = (row: Uint32Array) =>
    remembered(known, row.join(), () =>
      groupedAccess({ principals, origins }, (principal, origin) => {
        const at = (originPlaces.get(origin) ?? 0) * principals.length + (principalPlaces.get(principal) ?? 0);
        return results[row[at] ?? 0] ?? { outcome: "denied" };
      }),
    );
  const routes = access.routes.map(({ api, method, path, auth }, place) => {
    return { api: api.label, method, path, auth, access: accessOf(rows[place] ?? new Uint32Array()) };
  });
  return {
    principals,
    origins,
    routes: routes.toSorted((one, other) => compareTexts(routeKey(one), routeKey(other))),
    services: access.serviceRoles.map(serviceOf).toSorted((one, other) => compareTexts(one.role, other.role)),
  };
}

function serviceOf(role: AccessServiceRole): SnapshotService {
  const routes = role.routes.map(({ api, label }) => `${api.label} ${label}`);
  return { role: role.label, routes: routes.toSorted(compareTexts), rights: singleRights(role) };
}

function resultOf(decision: Decision): Result {
  const when = conditionOf(decision);
  const { outcome, reason } = decision;
  return { outcome, ...(when === undefined ? {} : { when }), ...(reason === undefined ? {} : { reason }) };
}

function principalOf({ label, kind, credentials }: Principal): SnapshotPrincipal {
  const texts = credentials.map((one) => (one.kind === "role" ? `role ${one.role.name}` : one.label));
  return { label, kind, credentials: [...new Set(texts.map(readable))] };
}
