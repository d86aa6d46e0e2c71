import { textOf } from "../../formula";
import { conditionsHold } from "../../iam/conditions";
import { type Policy, type Statement } from "../../iam/policy";
import { type Caller, type ContextValue } from "../../iam/request";
import { type Role } from "../../iam/role";
import { type Origin } from "../../origin";
import { type RoleCredentials } from "../../principal";
import { readable, symbolic } from "../../symbols";
import { type Api } from "../facts/api";
import { partsOf } from "../facts/arn";
import { withOthers } from "../../iam/in-force";
import { type Hurdle } from "./hurdle";
import { namedKeys, variablesIn } from "../../iam/named-keys";
import { userIn } from "./refusals";
import { numbering, remembered } from "../../remembered";

/**
 * Who calls from where, as far as the policies that have a say can tell. Callers and origins that none of them tells
 * apart are in the very same situation, so that each answer is found once.
 */
export interface Situation {
  readonly caller: Caller;
  readonly keys: Keys;
  /** The caller in a refusal. */
  readonly user: string;
  /** What people call the credentials; absent where there are none. */
  readonly label?: string;
  /** What the request is signed with; absent where it is not. */
  readonly signedWith?: RoleCredentials;
  readonly endpointPolicy?: Policy;
  /** The same for callers of an account whom the API's resource policy does not tell apart; absent where it names some. */
  readonly alike?: string;
  /** What stands between the origin and the API. */
  readonly reach: readonly Hurdle[];
}

type Keys = ReadonlyMap<string, ContextValue>;

/** The situations of an API's callers. */
export interface Situations {
  readonly unsigned: (origin: Origin) => Situation;
  readonly signed: (origin: Origin, credentials: RoleCredentials) => Situation;
}

/** The situations of an API's callers, each made once. @param reachOf What stands between an origin and the API. */
export function situationsOf(api: Api, reachOf: (origin: Origin) => readonly Hurdle[]): Situations {
  const known = new Map<string, Situation>();
  const once = (situation: Situation, policies: readonly Policy[], ...others: readonly string[]) =>
    remembered(known, [signatureOf(situation, policies), ...others].join("\n"), () => situation);
  const byOrigin = new WeakMap<Origin, Situation>();
  const policiesFor = (origin: Origin) =>
    [api.resourcePolicy, origin.endpointPolicy].flatMap((one) => (one === undefined ? [] : withOthers(one)));
  return {
    unsigned: (origin) =>
      remembered(byOrigin, origin, () => {
        const policies = policiesFor(origin);
        return once(unsigned(origin, policies, reachOf(origin)), policies);
      }),
    signed: (origin, credentials) => {
      const { role, sessionPolicies = [], sessionName = "", when, assumptions } = credentials;
      const boundary = role.boundary ? [role.boundary] : [];
      const policies = [...policiesFor(origin), ...role.policies, ...boundary, ...sessionPolicies];
      const situation = signed(api, origin, credentials, reachOf(origin));
      return once(situation, policies, textOf(when), assumptions.join(), sessionName);
    },
  };
}

const numberOf = numbering();

/** The same for situations that no condition and no variable of the policies tells apart. */
function signatureOf({ keys, signedWith, endpointPolicy, reach }: Situation, policies: readonly Policy[]): string {
  const { role, sessionPolicies } = signedWith ?? {};
  const way = reach.map(({ when }) => textOf(when));
  return [
    ...[endpointPolicy, role, sessionPolicies].map((one) => (one ? numberOf(one) : 0)),
    ...way,
    ...toldApartBy(policies, keys),
  ].join("\n");
}

/** What policies make of the keys of a request: the same for keys that they don't tell apart. */
function toldApartBy(policies: readonly Policy[], keys: Keys): readonly string[] {
  const conditions = policies.flatMap(({ version, statements }) =>
    statements.flatMap((statement) =>
      statement.conditions.map((test) => textOf(conditionsHold([test], keys, version))),
    ),
  );
  const variables = policies.flatMap((policy) => [...variablesIn(policy)].map((key) => keys.get(key)?.join() ?? "?"));
  return [...conditions, ...variables];
}

/** See {@link Situation.alike}. */
function alikeTo({ resourcePolicy }: Api, { accountId }: Role, keys: Keys): string | undefined {
  const policies = resourcePolicy ? withOthers(resourcePolicy) : [];
  const names = ({ principals }: Statement) =>
    principals?.negated || principals?.patterns.some(({ value }) => value !== "*");
  if (policies.some(({ statements }) => statements.some(names))) return undefined;
  return [accountId, ...toldApartBy(policies, keys)].join("\n");
}

const nobody: Caller = { kind: "anonymous" };

/** Without a signature there is no identity, and nothing that only an identity has. */
function unsigned(origin: Origin, policies: readonly Policy[], reach: readonly Hurdle[]): Situation {
  const lacking = policies
    .flatMap((policy) => [...namedKeys(policy)])
    .filter((key) => key.startsWith("aws:principaltag/") || key.startsWith("cognito-identity"));
  const keys = new Map<string, ContextValue>([
    ...origin.keys,
    ...[...identityKeys, ...lacking].map((key) => [key, []] as const),
    ["aws:principaltype", ["Anonymous"]],
  ]);
  return { caller: nobody, user: userIn(nobody), keys, endpointPolicy: origin.endpointPolicy, reach };
}

const identityKeys = [
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:federatedprovider",
  "aws:userid",
  "aws:username",
  "aws:tokenissuetime",
  "aws:multifactorauthpresent",
  "aws:multifactorauthage",
];

function signed(api: Api, origin: Origin, credentials: RoleCredentials, reach: readonly Hurdle[]): Situation {
  const { role, sessionName = symbolic({ kind: "segment", name: "{session}" }) } = credentials;
  const caller: Caller = {
    kind: "session",
    roleArn: role.arn,
    sessionArn: `arn:${partsOf(role.arn)[1] ?? "aws"}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    accountId: role.accountId,
  };
  const keys = new Map<string, ContextValue>([
    ["aws:principalarn", [role.arn]],
    ["aws:principalaccount", [role.accountId]],
    ["aws:principaltype", ["AssumedRole"]],
    ["aws:username", []],
    ...credentials.keys,
    ...origin.keys,
  ]);
  return {
    caller,
    user: userIn(caller),
    label: `role ${readable(role.name)}`,
    keys,
    signedWith: credentials,
    endpointPolicy: origin.endpointPolicy,
    alike: alikeTo(api, role, keys),
    reach,
  };
}
