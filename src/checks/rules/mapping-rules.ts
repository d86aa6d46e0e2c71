import { type AppClient, type Cognito, type RoleMapping, type Rule as ClaimRule } from "../../access/cognito/cognito";
import { isKnown, readable } from "../../access/symbols";
import { blocksOf, textsIn } from "../../access/terraform/configuration";
import { decidingBefore, type Matching, type MatchType } from "../../rule-matching";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { roleName } from "./role-name";

/** What the rules of a role mapping can't have meant. */
export const mappingRulesRule: Rule = (facts) =>
  facts.cognito.identityPools.flatMap(({ attachments }) =>
    attachments.flatMap(({ address, mappings }) =>
      mappings.flatMap((mapping) => [
        ...userWritable(facts, address, mapping),
        ...neverDeciding(facts, address, mapping),
      ]),
    ),
  );

function userWritable(facts: Facts, address: string, { key, rules }: RoleMapping): readonly Finding[] {
  const clients = clientsOf(facts.cognito, key);
  const verified = verifiedBeforeUpdate(facts, key);
  return rules.flatMap((rule) => {
    // A part of an address, such as a domain, may stand in one that somebody else owns.
    if (rule.matchType === "Equals" && verified.includes(rule.claim)) return [];
    const writer = clients.find(({ writableAttributes }) => writableAttributes.includes(rule.claim));
    if (writer === undefined) return [];
    return [
      {
        id: "rule-on-user-writable-claim",
        severity: "error",
        address,
        what: `a rule gives ${roleName(facts, rule.roleArn)} where ${written(rule)}, and users of ${writer.address ?? readable(writer.label)} may write that attribute themselves`,
        reason: "whoever writes the right value gets the role",
        fix: "choose the role by a group, or take the attribute from write_attributes of the user pool's clients",
      } as const,
    ];
  });
}

/** The clients of the user pool that a mapping's key names: any of them may write its users' attributes. */
function clientsOf(cognito: Cognito, key: string): readonly AppClient[] {
  const pool = poolOf(cognito, key);
  return pool === undefined ? [] : cognito.clients.filter(({ userPoolId }) => userPoolId === pool.id);
}

const poolOf = ({ userPools }: Cognito, key: string) =>
  userPools.find(({ providerName }) => key === providerName || key.startsWith(`${providerName}:`));

/** The attributes that only change once users have shown that the new value is theirs. */
function verifiedBeforeUpdate({ cognito, configuration }: Facts, key: string): readonly string[] {
  const address = poolOf(cognito, key)?.address;
  const pool = configuration.resources.find((resource) => resource.address === address);
  // Who signs up by themselves may give an address that is not theirs, and confirm by another.
  const byAdmin = blocksOf(pool?.values.admin_create_user_config).some(
    ({ allow_admin_create_user_only: only }) => only === true,
  );
  if (!byAdmin) return [];
  return blocksOf(pool?.values.user_attribute_update_settings).flatMap((settings) =>
    textsIn(settings.attributes_require_verification_before_update),
  );
}

function neverDeciding(facts: Facts, address: string, { rules }: RoleMapping): readonly Finding[] {
  return rules.flatMap((rule, index) => {
    const earlier = rules.slice(0, index);
    const deciding = decidingInAnyCase(rule, earlier);
    if (deciding.length === 0) return [];
    return [
      {
        id: "rule-never-decides",
        severity: "error",
        address,
        what: `the rule where ${written(rule)} never decides, since ${deciding.map(written).join(" or ")} comes before it`,
        reason: `nobody gets ${roleName(facts, rule.roleArn)} by it: the first rule that matches decides`,
        fix: "move the narrower rule to the front, or remove it",
      } as const,
    ];
  });
}

/** How rules compare lists, and upper and lower case, is not documented: certain is what holds either way. */
function decidingInAnyCase(rule: ClaimRule, earlier: readonly ClaimRule[]): readonly ClaimRule[] {
  const same = earlier.find((one) => written(one) === written(rule));
  if (same !== undefined && isKnown(rule.claim + rule.matchType + rule.value)) return [same];
  const later = comparable(rule);
  if (later === undefined) return [];
  const others = earlier.flatMap((one) => comparable(one) ?? []);
  const deciding = decidingBefore(later, others);
  const inLowerCase = decidingBefore(lower(later), others.map(lower));
  return inLowerCase.length === 0 ? [] : deciding.map(({ rule: one }) => one);
}

interface Comparable extends Matching {
  readonly rule: ClaimRule;
}

function comparable(rule: ClaimRule): Comparable | undefined {
  const match = (["Equals", "NotEqual", "StartsWith", "Contains"] satisfies MatchType[]).find(
    (type) => type === rule.matchType,
  );
  const list = ["cognito:groups", "cognito:roles"].includes(rule.claim);
  if (match === undefined || list || !isKnown(rule.value) || !isKnown(rule.claim)) return undefined;
  return { claim: rule.claim, match, value: rule.value, rule };
}

const lower = (one: Comparable): Comparable => ({ ...one, value: one.value.toLowerCase() });

const written = ({ claim, matchType, value }: ClaimRule) => readable(`${claim} ${matchType} ${value}`);
