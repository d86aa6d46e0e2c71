import { type IdentityPool, type RoleMapping } from "../../access/cognito/cognito";
import { isKnown, piecesOf, readable, type Symbolic } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { certainlyDiffer, holdsUnknownBlocks } from "./certainty";

/** What a role mapping can't have meant. */
export const roleMappingRule: Rule = (facts) =>
  facts.cognito.identityPools.flatMap((pool) =>
    pool.attachments.flatMap(({ address, mappings }) => [
      ...tooMany(address, mappings),
      ...mappings.flatMap((mapping) =>
        [malformedKey, unknownClient, tooManyRules, deniesWithoutGroup].flatMap((rule) =>
          rule({ facts, address, pool, mapping }),
        ),
      ),
    ]),
  );

interface Mapped {
  readonly facts: Facts;
  /** The attachment's address. */
  readonly address: string;
  readonly pool: IdentityPool;
  readonly mapping: RoleMapping;
}

const tooMany = (address: string, mappings: readonly RoleMapping[]): readonly Finding[] =>
  mappings.length <= 10
    ? []
    : [
        {
          id: "too-many-role-mappings",
          severity: "error",
          address,
          what: `${mappings.length} providers have a role mapping`,
          reason: "Cognito takes 10, and the limit is not adjustable: the apply fails",
          fix: "take away mappings, or make another identity pool",
        },
      ];

const tooManyRules = ({ address, mapping: { key, rules } }: Mapped): readonly Finding[] =>
  rules.length <= 25
    ? []
    : [
        {
          id: "too-many-rules",
          severity: "error",
          address,
          what: `the mapping of ${readable(key)} has ${rules.length} rules`,
          reason: "Cognito takes 25 for a provider, and the limit is not adjustable: the apply fails",
          fix: "merge rules, or choose roles by token",
        },
      ];

/** Whether a key is that of a user pool, as far as it can be told from what is known of it. */
const isUserPools = (key: string) =>
  /^(?!arn:).*cognito-idp\./s.test(key) || /aws_cognito_user_pool\b/.test(readable(key));

/** Whether a client may stand behind the user pool: something not known may hold one. */
const mayHaveClient = (key: string) =>
  piecesOf(withoutScheme(key)).some((piece) => (typeof piece === "string" ? piece.includes(":") : isOpenEnd(piece)));

const isOpenEnd = ({ kind, name }: Symbolic) => kind !== "identity" && !name.startsWith("aws_cognito_user_pool.");

function faultOf(key: string): string | undefined {
  if (/^https?:\/\//.test(key)) return "with a scheme";
  if (isUserPools(key) && !mayHaveClient(key)) return "without an app client";
  return isBareId(key) ? "without cognito-idp.<region>.amazonaws.com/ before the user pool's id" : undefined;
}

/** Whether a key begins with the id of a user pool, and not with the name of a provider. */
function isBareId(key: string): boolean {
  const [pool] = piecesOf(key);
  if (typeof pool === "object") return /^aws_cognito_user_pool\.[^.]+\.id$/.test(pool.name);
  return pool !== undefined && /^[a-z]{2,}(-[a-z]+)+-\d_[A-Za-z0-9]+(:|$)/.test(pool);
}

const malformedKey = ({ address, mapping: { key } }: Mapped): readonly Finding[] => {
  const fault = faultOf(key);
  if (fault === undefined) return [];
  return [
    {
      id: "role-mapping-key-malformed",
      severity: "error",
      address,
      what: `identity_provider is ${readable(key)}, ${fault}`,
      reason: 'Cognito refuses the key: "... is not a valid RoleMapping ProviderName or is not a configured provider"',
      fix: "write cognito-idp.<region>.amazonaws.com/<user pool id>:<app client id>",
    },
  ];
};

const withoutScheme = (key: string) => key.replace(/^https?:\/\//, "");

const unknownClient = ({ facts, address, pool, mapping: { key } }: Mapped): readonly Finding[] => {
  const at = key.lastIndexOf(":");
  if (pool.address === undefined || !isUserPools(key) || /^https?:/.test(key) || at < 0) return [];
  const [provider, client] = [key.slice(0, at), key.slice(at + 1)];
  if (holdsUnknownBlocks(facts, pool.address, "cognito_identity_providers")) return [];
  const accepted = pool.clients.map(({ providerName, clientId }) => `${providerName}:${clientId}`);
  const other = pool.clients.every(
    ({ providerName, clientId }) => certainlyDiffer(providerName, provider) || certainlyDiffer(clientId, client),
  );
  if (!other) return [];
  return [
    {
      id: "role-mapping-of-unknown-client",
      severity: "error",
      address,
      what: `identity_provider is ${readable(key)}, which is no provider of ${pool.address}`,
      reason: `Cognito refuses the key, and logins of the pool's providers (${accepted.map(readable).join(", ") || "none"}) would get the default role`,
      fix: "map a client of the pool's cognito_identity_providers, or add this one there",
    },
  ];
};

const deniesWithoutGroup = ({ address, mapping: { key, type, resolution } }: Mapped): readonly Finding[] =>
  type !== "Token" || resolution !== "Deny" || !isKnown(type)
    ? []
    : [
        {
          id: "role-mapping-denies-users-without-group",
          severity: "info",
          address,
          what: `the mapping of ${readable(key)} takes roles from the token and denies what is ambiguous`,
          reason: "users of no group, and users whose best groups have different roles, get no credentials",
          fix: "put every user into a group, or resolve to AuthenticatedRole",
        },
      ];
