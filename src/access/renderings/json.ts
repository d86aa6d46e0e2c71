import { type Assumption } from "../assumptions";
import { reasons } from "../decision";
import { conditionOf, type Matrix } from "../matrix";
import { readable } from "../symbols";
import { legendOf } from "./legend";

/**
 * Everything for programs: each distinct decision once, and for each route a list for each origin that names for each
 * principal the decision's place. A role that API Gateway takes on names its routes by their places.
 */
export function accessAsJson(matrix: Matrix, title: string): string {
  const { access, decisions, rows } = matrix;
  const { principals, origins, routes } = access;
  const legend = legendOf(matrix);
  const apis = [...new Set(routes.map(({ api }) => api))];
  const places = new Map(apis.map((api, place) => [api, place]));
  return JSON.stringify({
    version: 1,
    title,
    principals: principals.map(({ label, kind, credentials }) => ({
      label,
      kind,
      credentials: credentials.map((one) => (one.kind === "role" ? `role ${readable(one.role.name)}` : one.label)),
    })),
    origins: origins.map(({ label, kind }) => ({ label, kind })),
    apis: apis.map(({ label, address, description }) => ({ label, address, description })),
    decisions: decisions.map((decision) => {
      const { outcome, status, reason, credentials, assumptions } = decision;
      const why = reason === undefined ? {} : { reason, because: reasons[reason] };
      return {
        outcome,
        condition: conditionOf(decision),
        status,
        ...why,
        credentials: plain(credentials),
        assumptions,
      };
    }),
    routes: routes.map(({ api, method, path, auth }, place) => ({
      api: places.get(api),
      method,
      path,
      auth,
      decisions: origins.map((_, origin) => [
        ...(rows[place] ?? new Uint32Array()).subarray(origin * principals.length, (origin + 1) * principals.length),
      ]),
    })),
    serviceRoles: access.serviceRoles.map((one) => ({
      role: one.label,
      address: readable(one.role.address),
      routes: one.routes.map((route) => routes.indexOf(route)),
      statements: one.reach,
      boundary: one.boundary,
      unknown: one.unknown,
    })),
    assumptions: Object.fromEntries(legend.assumptions) as Partial<Record<Assumption, string>>,
    notCovered: access.notCovered.map(readable),
    guestPolicies: legend.guestPolicies,
  });
}

const plain = (text: string | undefined) => (text === undefined ? undefined : readable(text));
