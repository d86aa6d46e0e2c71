import { type AccessServiceRole } from "../access";
import { type Reach } from "../api-gateway/facts/service-roles";
import { listed } from "./layout";

/** What a role may do, in sentences without a subject: statement by statement. */
export function rightTexts({ reach, boundary, unknown }: AccessServiceRole): readonly string[] {
  return [
    ...reach.map((one) => sentence(one, verbs[one.effect], actionsOf(one), resourcesOf(one))),
    ...(boundary ?? []).map((one) => sentence(one, limits[one.effect], actionsOf(one), resourcesOf(one))),
    ...(boundary?.length === 0 && unknown.length === 0 ? ["at most nothing: its permissions boundary is empty"] : []),
    ...unknown.map((what) => `may what ${what} says, which is not known`),
  ];
}

/** The same piece by piece, one action on one resource each, so that what is added to a statement shows by itself. */
export function singleRights(role: AccessServiceRole): readonly string[] {
  const single = (one: Reach): readonly Reach[] =>
    pieces(one.actions, one.otherActions).flatMap((actions) =>
      pieces(one.resources, one.otherResources).map((resources) => ({ ...one, actions, resources })),
    );
  const { reach, boundary } = role;
  const texts = rightTexts({
    ...role,
    reach: reach.flatMap(single),
    ...(boundary ? { boundary: boundary.flatMap(single) } : {}),
  });
  return [...new Set(texts)].toSorted();
}

/** What everything but some things is stays together. */
const pieces = (patterns: readonly string[], others: boolean) => (others ? [patterns] : patterns.map((one) => [one]));

const verbs: Readonly<Record<Reach["effect"], string>> = { Allow: "may", Deny: "may not" };
/** What a permissions boundary allows is allowed by nothing else. */
const limits: Readonly<Record<Reach["effect"], string>> = { Allow: "at most", Deny: "may not" };

const actionsOf = ({ actions, otherActions }: Reach) =>
  otherActions ? `everything but ${listed(actions)}` : listed(actions);
const resourcesOf = ({ resources, otherResources }: Reach) =>
  otherResources ? `everything but ${listed(resources)}` : listed(resources);

function sentence({ condition }: Reach, verb: string, actions: string, resources: string): string {
  return `${verb} ${actions} on ${resources}${condition === undefined ? "" : ` if ${condition}`}`;
}
