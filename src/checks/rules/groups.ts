import { type Group, type IdentityPool } from "../../access/cognito/cognito";
import { isKnown, readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { certainlyDiffer, holdsUnknownBlocks } from "./certainty";
import { roleName } from "./role-name";

/** What the roles of groups can't have meant. */
export const groupRule: Rule = (facts) =>
  facts.cognito.userPools.flatMap(({ id }) => {
    const groups = facts.cognito.groups.filter(({ userPoolId }) => userPoolId === id);
    return [...groups.flatMap((group) => withoutTokenMapping(facts, group)), ...shared(groups), ...missing(groups)];
  });

function withoutTokenMapping(facts: Facts, group: Group): readonly Finding[] {
  const { cognito } = facts;
  const { address, name, roleArn } = group;
  const provider = cognito.userPools.find(({ id }) => id === group.userPoolId)?.providerName;
  if (roleArn === undefined || provider === undefined) return [];
  const pools = cognito.identityPools.filter(({ clients }) =>
    clients.some(({ providerName, when }) => providerName === provider && when === true),
  );
  if (pools.length === 0 || pools.some((pool) => mayGive(facts, pool, provider, roleArn))) return [];
  return [
    {
      id: "group-role-without-token-mapping",
      severity: "error",
      address,
      what: `group ${readable(name)} has the role ${roleName(facts, roleArn)}, and no role mapping of ${pools.map(({ address: pool, label }) => pool ?? label).join(" or ")} takes roles from the token`,
      reason: "members get the pool's authenticated role, like everybody else",
      fix: `add a role_mapping of type Token for ${readable(provider)}:<app client id> to the pool's roles attachment`,
    },
  ];
}

/** Whether some mapping takes roles from tokens of the provider, names the role in a rule, or is not known. */
function mayGive(facts: Facts, { attachments }: IdentityPool, provider: string, roleArn: string): boolean {
  // Without any attachment, that is the finding.
  if (attachments.length === 0) return true;
  if (attachments.some(({ address }) => holdsUnknownBlocks(facts, address, "role_mapping"))) return true;
  return attachments
    .flatMap(({ mappings }) => mappings)
    .some(({ key, type, rules }) => {
      if (!key.startsWith(`${provider}:`) && (certainlyDiffer(key, provider) || isKnown(key))) return false;
      return type !== "Rules" || rules.some((rule) => !certainlyDiffer(rule.roleArn, roleArn));
    });
}

interface RoledGroup extends Group {
  readonly roleArn: string;
}

const withRole = (groups: readonly Group[]): readonly RoledGroup[] =>
  groups.flatMap(({ roleArn, ...group }) => (roleArn === undefined ? [] : [{ ...group, roleArn }]));

/** Groups of one precedence with different roles: one finding, at the first of them. */
function shared(groups: readonly Group[]): readonly Finding[] {
  const roled = withRole(groups);
  return roled.flatMap((group, index) => {
    const { precedence } = group;
    const alike = ({ precedence: other }: Group) => typeof precedence === "number" && other === precedence;
    const others = roled.slice(index + 1).filter(alike);
    if (roled.slice(0, index).some(alike) || !differ([group, ...others])) return [];
    return [
      {
        id: "precedence-shared",
        severity: "warning",
        address: group.address,
        what: `${namesOf([group, ...others])} have the precedence ${precedence} and different roles`,
        reason:
          "whose best groups they are gets no preferred role, but what the role mapping does with ambiguous roles",
        fix: "give each group a precedence of its own; the lowest wins",
      } as const,
    ];
  });
}

function missing(groups: readonly Group[]): readonly Finding[] {
  const [first, ...others] = withRole(groups).filter(({ precedence }) => precedence === null);
  if (first === undefined || !differ([first, ...others])) return [];
  return [
    {
      id: "precedence-missing",
      severity: "warning",
      address: first.address,
      what: `${namesOf([first, ...others])} have different roles and no precedence`,
      reason: "which of the roles a member of several gets is not documented",
      fix: "give each group with a role a precedence of its own; the lowest wins",
    },
  ];
}

const differ = ([first, ...others]: readonly [RoledGroup, ...RoledGroup[]]) =>
  others.some(({ roleArn }) => certainlyDiffer(first.roleArn, roleArn));

const namesOf = (groups: readonly Group[]) => `the groups ${groups.map(({ name }) => readable(name)).join(" and ")}`;
