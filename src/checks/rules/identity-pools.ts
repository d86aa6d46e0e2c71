import { type IdentityPool } from "../../access/cognito/cognito";
import { onlySymbol, readable } from "../../access/symbols";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { holdsUnknownBlocks, mayBelongToAny, mayHaveMore } from "./certainty";

/** What an identity pool's default roles and flows can't have meant. */
export const identityPoolRule: Rule = (facts) =>
  facts.cognito.identityPools.flatMap((pool) =>
    [withoutRoles, guestsWithoutRole, guestRoleWithoutGuests, classicFlow].flatMap((rule) => rule(pool, facts)),
  );

const attachmentType = "aws_cognito_identity_pool_roles_attachment";

const withoutRoles = ({ address, attachments }: IdentityPool, facts: Facts): readonly Finding[] =>
  address === undefined ||
  attachments.length > 0 ||
  mayHaveMore(facts, address) ||
  mayBelongToAny(facts, attachmentType, "identity_pool_id")
    ? []
    : [
        {
          id: "identity-pool-without-roles",
          severity: "error",
          address,
          what: "no aws_cognito_identity_pool_roles_attachment gives the identity pool roles",
          reason:
            'nobody gets credentials: "Invalid identity pool configuration. Check assigned IAM roles for this pool."',
          fix: "attach an authenticated role, and where guests are allowed an unauthenticated one",
        },
      ];

const guestsWithoutRole = ({ address, allowsGuests, attachments }: IdentityPool, facts: Facts): readonly Finding[] =>
  address === undefined ||
  allowsGuests !== true ||
  attachments.length === 0 ||
  attachments.some((one) => hasGuestRole(one) || holdsUnknownBlocks(facts, one.address, "roles"))
    ? []
    : [
        {
          id: "guests-without-role",
          severity: "error",
          address,
          what: "allow_unauthenticated_identities is true, and the pool's roles have no unauthenticated one",
          reason: "guests are let in and get an error instead of credentials",
          fix: `add unauthenticated to roles of ${attachments.map((one) => one.address).join(" and ")}, or allow no guests`,
        },
      ];

const guestRoleWithoutGuests = ({ allowsGuests, attachments }: IdentityPool): readonly Finding[] =>
  allowsGuests !== false
    ? []
    : attachments.filter(certainlyHasGuestRole).map(({ address, unauthenticated = "" }) => ({
        id: "guest-role-without-guests",
        severity: "warning",
        address,
        what: `roles have an unauthenticated role, ${readable(unauthenticated)}, and the identity pool allows no guests`,
        reason: "nobody gets the role, until one flag of the pool lets everybody have it",
        fix: "remove the role, or set allow_unauthenticated_identities",
      }));

const classicFlow = ({ address, allowsGuests, allowsClassicFlow }: IdentityPool): readonly Finding[] =>
  address === undefined || allowsGuests !== true || allowsClassicFlow !== true
    ? []
    : [
        {
          id: "classic-flow-with-guests",
          severity: "error",
          address,
          what: "allow_classic_flow and allow_unauthenticated_identities are both true",
          reason:
            "guests choose any role that trusts them, and the session policies that limit guests do not apply to the classic flow",
          fix: "set allow_classic_flow to false",
        },
      ];

const hasGuestRole = ({ unauthenticated }: IdentityPool["attachments"][number]) => unauthenticated !== undefined;

/** A variable may also hold no role. */
const certainlyHasGuestRole = ({ unauthenticated }: IdentityPool["attachments"][number]) =>
  unauthenticated !== undefined && onlySymbol(unauthenticated)?.kind !== "unknown";
