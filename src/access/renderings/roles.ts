import { type Access } from "../access";
import { type Assumption } from "../assumptions";
import { isOpen, textOf } from "../formula";
import { type Principal } from "../principal";
import { readable } from "../symbols";
import { rightTexts } from "./rights";

/** What a role is used for that API Gateway takes on, and what it may do, in words. */
export interface ServiceRow {
  readonly role: string;
  readonly routes: string;
  /** Statement by statement. */
  readonly rights: readonly string[];
}

/** The roles that API Gateway takes on. @param most So many routes of each API are named, and the others counted. */
export function serviceRows({ serviceRoles }: Access, most: number): readonly ServiceRow[] {
  return serviceRoles.map((one) => {
    const labels = new Map<string, string[]>();
    for (const { api, label } of one.routes) labels.set(api.label, [...(labels.get(api.label) ?? []), label]);
    const routes = [...labels].map(([api, all]) => {
      const left = all.length - most;
      return `${all.slice(0, most).join(", ")}${left > 0 ? ` and ${left} more (--all names them)` : ""} of ${api}`;
    });
    const rights = rightTexts(one);
    return { role: one.label, routes: routes.join("; "), rights: rights.length > 0 ? rights : ["may nothing"] };
  });
}

/** Which roles somebody gets, in words. */
export interface RoleRow {
  readonly who: string;
  readonly roles: string;
}

/** What stands in the place of roles where there are none. */
export const noRole = "none";

/** Who gets which role, and why some get none; nobody, where no one gets any. */
export function roleRows({ principals }: Access): readonly RoleRow[] {
  const people = principals.filter(({ kind }) => !["anonymous", "token", "foreign-token"].includes(kind));
  if (!people.some(({ credentials }) => credentials.some(({ kind }) => kind === "role"))) return [];
  return people.map((one) => ({ who: one.label, roles: rolesText(one) }));
}

function rolesText({ credentials, steps }: Principal): string {
  const roles = credentials.flatMap((one) => {
    if (one.kind !== "role") return [];
    return [`${one.role.name}${isOpen(one.when) ? ` if ${textOf(one.when)}` : ""}${marksOf(one.assumptions)}`];
  });
  if (roles.length > 0) return readable([...new Set(roles)].join(", "));
  // Section 1.3 is that of Cognito's errors; what they quote is long.
  const error = steps.findLast(({ section }) => section === "1.3");
  if (error === undefined) return noRole;
  return `${noRole}: ${readable(error.text.split(":")[0] ?? "")}${marksOf(error.assumptions ?? [])}`;
}

const marksOf = (ids: readonly Assumption[]) => (ids.length > 0 ? ` [${ids.join(", ")}]` : "");
