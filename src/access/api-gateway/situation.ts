import { textOf } from "../formula";
import { type Policy } from "../iam/policy";
import { type Caller, type ContextValue } from "../iam/request";
import { type Origin } from "../origin";
import { type Principal, type RoleCredentials } from "../principal";
import { readable, symbolic } from "../symbols";
import { type Api } from "./api";
import { partsOf } from "./arn";
import { type Hurdle } from "./hurdle";
import { namedKeys } from "./named-keys";
import { remembered } from "./remembered";

/**
 * Who calls from where, as far as the policies that have a say can tell. Callers and origins that none of them tells
 * apart are in the very same situation, so that each answer is found once.
 */
export interface Situation {
  readonly caller: Caller;
  readonly keys: ReadonlyMap<string, ContextValue>;
  /** What the request is signed with; absent where it is not. */
  readonly signedWith?: RoleCredentials;
  readonly endpointPolicy?: Policy;
  /** What stands between the origin and the API. */
  readonly reach: readonly Hurdle[];
}

/** The situations of an API's callers. */
export interface Situations {
  readonly unsigned: (origin: Origin) => Situation;
  readonly signed: (origin: Origin, credentials: RoleCredentials, principal: Principal) => Situation;
}

/** The situations of an API's callers, each made once. @param reachOf What stands between an origin and the API. */
export function situationsOf(api: Api, reachOf: (origin: Origin) => readonly Hurdle[]): Situations {
  const known = new Map<string, Situation>();
  const once = (signature: string, make: () => Situation) => {
    const situation = known.get(signature) ?? make();
    known.set(signature, situation);
    return situation;
  };
  const byOrigin = new WeakMap<Origin, Situation>();
  const byCredentials = new WeakMap<Origin, WeakMap<RoleCredentials, Map<boolean, Situation>>>();
  const policiesFor = (origin: Origin) =>
    [api.resourcePolicy, origin.endpointPolicy].filter((one) => one !== undefined);
  return {
    unsigned: (origin) =>
      remembered(byOrigin, origin, () => {
        const looked = keysOf(policiesFor(origin));
        const reach = reachOf(origin);
        const signature = [signatureOf([origin.endpointPolicy], origin.keys, looked), inWords(reach)];
        return once(signature.join("\n"), () => unsigned(origin, looked, reach));
      }),
    signed: (origin, credentials, principal) => {
      const chosen = principal.kind === "classic";
      const ofOrigin = remembered(byCredentials, origin, () => new WeakMap());
      const ofCredentials = remembered(ofOrigin, credentials, () => new Map<boolean, Situation>());
      return remembered(ofCredentials, chosen, () => {
        const { role, sessionPolicies = [], keys, when, assumptions } = credentials;
        const boundary = role.boundary ? [role.boundary] : [];
        const looked = keysOf([...policiesFor(origin), ...role.policies, ...boundary, ...sessionPolicies]);
        const reach = reachOf(origin);
        const parts = [origin.endpointPolicy, role, credentials.sessionPolicies];
        const signature = [
          signatureOf(parts, new Map([...keys, ...origin.keys]), looked),
          textOf(when),
          assumptions.join(),
          chosen,
          inWords(reach),
        ];
        return once(signature.join("\n"), () => signed(origin, credentials, { chosen, reach }));
      });
    },
  };
}

function keysOf(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.flatMap((policy) => [...namedKeys(policy)]));
}

const inWords = (hurdles: readonly Hurdle[]) => hurdles.map(({ when }) => textOf(when)).join("\n");

const numbers = new WeakMap<object, number>();
let last = 0;
const numberOf = (one: object | undefined) => (one ? remembered(numbers, one, () => ++last) : 0);

function signatureOf(
  parts: readonly (object | undefined)[],
  keys: ReadonlyMap<string, ContextValue>,
  looked: ReadonlySet<string>,
): string {
  const values = [...looked].toSorted().map((key) => `${key}=${keys.get(key)?.join() ?? "?"}`);
  return [...parts.map(numberOf), ...values].join("\n");
}

const nobody: Caller = { kind: "anonymous" };

/** Without a signature there is no identity, and nothing that only an identity has. */
function unsigned(origin: Origin, looked: ReadonlySet<string>, reach: readonly Hurdle[]): Situation {
  const lacking = [...looked].filter(
    (key) => key.startsWith("aws:principaltag/") || key.startsWith("cognito-identity"),
  );
  const keys = new Map<string, ContextValue>([
    ...origin.keys,
    ...[...identityKeys, ...lacking].map((key) => [key, []] as const),
    ["aws:principaltype", ["Anonymous"]],
  ]);
  return { caller: nobody, keys, endpointPolicy: origin.endpointPolicy, reach };
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

function signed(
  origin: Origin,
  credentials: RoleCredentials,
  { chosen, reach }: { readonly chosen: boolean; readonly reach: readonly Hurdle[] },
): Situation {
  const { role, keys } = credentials;
  // Cognito names its sessions; whoever assumes a role by themselves chooses the name.
  const session = chosen ? symbolic({ kind: "segment", name: "{session}" }) : "CognitoIdentityCredentials";
  const caller: Caller = {
    kind: "session",
    roleArn: role.arn,
    sessionArn: `arn:${partsOf(role.arn)[1] ?? "aws"}:sts::${role.accountId}:assumed-role/${role.name}/${session}`,
    accountId: role.accountId,
  };
  return {
    caller,
    keys: new Map<string, ContextValue>([
      ["aws:principalarn", [role.arn]],
      ["aws:principalaccount", [role.accountId]],
      ["aws:principaltype", ["AssumedRole"]],
      ["aws:username", []],
      ...keys,
      ...origin.keys,
    ]),
    signedWith: credentials,
    endpointPolicy: origin.endpointPolicy,
    reach,
  };
}

/** What people call the credentials. */
export function labelOf({ signedWith }: Situation): string | undefined {
  return signedWith && `role ${readable(signedWith.role.name)}`;
}
