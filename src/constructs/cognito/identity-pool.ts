import { CognitoIdentityPool } from "@cdktf/provider-aws/lib/cognito-identity-pool";
import {
  CognitoIdentityPoolRolesAttachment,
  type CognitoIdentityPoolRolesAttachmentConfig,
} from "@cdktf/provider-aws/lib/cognito-identity-pool-roles-attachment";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { isReason, reasonForm } from "../../reason";
import { type Caller } from "../iam/caller";
import { CognitoRole } from "../iam/cognito-role";
import { type PolicyStatement } from "../iam/policy-document";
import { literal } from "../tokens";
import { type AppClient } from "./app-client";
import { checkName } from "./names";
import { acknowledgeWriters, checkRules, type RoleRule } from "./role-rules";

/** Signed-in users hold the role of their group, which the ID token names. */
export interface RoleFromToken {
  readonly mode: "token";
  /**
   * What a user gets whose token names several roles and prefers none. A user without any group, whose token names no
   * role at all, is taken to be treated alike: with Deny such a user gets no credentials (AWS does not say so; an
   * assumption). @default - "Deny"
   */
  readonly whenAmbiguous?: "Deny" | "AuthenticatedRole";
}

/** All signed-in users hold the pool's authenticated role; groups have no role. */
export interface AuthenticatedRoleOnly {
  readonly mode: "authenticated";
}

/**
 * Signed-in users hold the role of the first rule that matches a claim of their ID token; groups have no role.
 *
 * The order is no fence: Cognito lets a caller name a role (`CustomRoleArn`) "to override the order", so whoever matches
 * a rule must be taken to be able to hold its role, whatever an earlier rule says.
 */
export interface RoleByRules<Name extends string = string> {
  readonly mode: "rules";
  /** The rules in the order in which they are tried, 1 to 25. */
  readonly rules: readonly [RoleRule<Name>, ...RoleRule<Name>[]];
  /** What a user gets whom no rule matches: no credentials, or the authenticated role. */
  readonly whenNoMatch: "Deny" | "AuthenticatedRole";
}

/** How a signed-in user's role is chosen. */
export type RoleSelection = RoleFromToken | AuthenticatedRoleOnly | RoleByRules;

/** The names of a selection's rules; none where roles aren't chosen by rules. */
export type RuleName<Selection extends RoleSelection> = Selection extends RoleByRules<infer Name> ? Name : never;

/** Whether people who are not signed in get credentials; if so, why, for whoever reviews the change. */
export type Guests = "refused" | { readonly allowedBecause: string };

/** Props of {@link IdentityPool}. */
export interface IdentityPoolProps<Selection extends RoleSelection> {
  /** The last part of its Terraform address; a change gives every user a new identity. */
  readonly address: string;
  /** The pool's name, and the first part of its roles' names: letters, digits and + = , . @ - _, up to about 30. */
  readonly name: string;
  /** The client through which users sign in; their pool is the pool's only identity provider. */
  readonly client: AppClient;
  /** How a signed-in user's role is chosen. */
  readonly roleSelection: Selection;
  /** Whether people who are not signed in get credentials. */
  readonly guests: Guests;
}

/**
 * An identity pool with its roles and their one attachment: trades a user pool's ID token for AWS credentials.
 *
 * Server-side token check is on, so that signed-out users get no credentials; the classic flow is off, so that nobody
 * picks a role by hand. The guests' role exists only where guests are allowed.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 * @throws UserError for guests without a reason, for rules that can't be meant, or a name that IAM or Cognito refuses.
 */
export class IdentityPool<const Selection extends RoleSelection = RoleSelection> extends Construct {
  /** The pool's id, such as `ap-northeast-1:00000000-0000-0000-0000-000000000000`. */
  readonly id: string;
  /** The pool's name. */
  readonly name: string;
  /** The client through which users sign in. */
  readonly client: AppClient;
  /** How a signed-in user's role is chosen. */
  readonly roleSelection: Selection;
  /** The role of who is signed in and gets no other. */
  readonly authenticatedRole: CognitoRole;
  /** Everyone who is signed in and gets a role: a grant reaches the authenticated role, every group's and every rule's. */
  readonly authenticated: Caller;
  /** Everyone who is not signed in, where guests are allowed. */
  readonly guests: Caller | undefined;

  private readonly signedInRoles: CognitoRole[] = [];
  private readonly signedInPermissions: PolicyStatement[] = [];
  private readonly ruleRoles: ReadonlyMap<string, CognitoRole>;

  constructor(scope: Construct, id: string, props: IdentityPoolProps<Selection>) {
    super(scope, id);
    checkName(this, props.name);
    this.name = props.name;
    this.client = props.client;
    this.roleSelection = props.roleSelection;
    this.id = this.createPool(props);
    this.authenticatedRole = this.createRole("authenticated");
    const guestRole = allowsGuests(this, props.guests) ? this.createRole("unauthenticated") : undefined;
    this.ruleRoles = this.createRuleRoles(props.roleSelection);
    this.attachRoles(this.authenticatedRole, guestRole);
    for (const role of [this.authenticatedRole, ...this.ruleRoles.values()]) this.addSignedInRole(role);
    this.authenticated = this.everyoneSignedIn();
    this.guests = guestRole && this.everyGuest(guestRole);
  }

  /** Adds a role that signed-in users can hold. It gets whatever {@link authenticated} was and will be granted. */
  addSignedInRole(role: CognitoRole): void {
    this.signedInRoles.push(role);
    for (const permission of this.signedInPermissions) role.grant(permission);
  }

  /**
   * Whoever gets the role of a rule.
   *
   * @throws UserError where the pool has no such rule.
   */
  rule(name: RuleName<Selection>): Caller {
    const role = this.ruleRole(name);
    return {
      callerName: `rule ${name}`,
      identityPool: this,
      roles: [role],
      grant: (statement) => role.grant(statement),
    };
  }

  private createPool(props: IdentityPoolProps<Selection>): string {
    const { client } = props;
    const pool = new CognitoIdentityPool(this, "resource", {
      identityPoolName: props.name,
      allowUnauthenticatedIdentities: props.guests !== "refused",
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        { providerName: client.userPool.providerName, clientId: client.id, serverSideTokenCheck: true },
      ],
      lifecycle: { preventDestroy: client.userPool.preventDestroy },
    });
    pool.overrideLogicalId(props.address);
    return pool.id;
  }

  private createRole(identities: "authenticated" | "unauthenticated"): CognitoRole {
    return new CognitoRole(this, `${identities}-role`, {
      name: `${this.name}-cognito-${identities}-role`,
      identityPoolId: this.id,
      identities,
    });
  }

  private createRuleRoles(selection: RoleSelection): ReadonlyMap<string, CognitoRole> {
    if (selection.mode !== "rules") return new Map();
    checkRules(this, selection.rules);
    const roles = selection.rules.map(({ name }) => {
      const role = new CognitoRole(this, `rule-${name}`, {
        name: `${this.name}-cognito-authenticated-${name}-role`,
        identityPoolId: this.id,
        identities: "authenticated",
      });
      return [name, role] as const;
    });
    return new Map(roles);
  }

  private attachRoles(authenticated: CognitoRole, guests: CognitoRole | undefined): void {
    const attachment = new CognitoIdentityPoolRolesAttachment(this, "roles", {
      identityPoolId: this.id,
      roles: { authenticated: authenticated.arn, ...(guests && { unauthenticated: guests.arn }) },
      ...this.roleMapping(this.roleSelection),
    });
    if (this.roleSelection.mode === "rules") acknowledgeWriters(attachment, this.roleSelection.rules);
  }

  private roleMapping(selection: RoleSelection): Pick<CognitoIdentityPoolRolesAttachmentConfig, "roleMapping"> {
    if (selection.mode === "authenticated") return {};
    const identityProvider = this.client.roleMappingKey;
    if (selection.mode === "token") {
      const ambiguousRoleResolution = selection.whenAmbiguous ?? "Deny";
      return { roleMapping: [{ identityProvider, type: "Token", ambiguousRoleResolution }] };
    }
    const mappingRule = selection.rules.map(({ name, claim, match, value }) => {
      return { claim: literal(claim), matchType: match, value: literal(value), roleArn: this.ruleRole(name).arn };
    });
    return {
      roleMapping: [{ identityProvider, type: "Rules", ambiguousRoleResolution: selection.whenNoMatch, mappingRule }],
    };
  }

  private ruleRole(name: string): CognitoRole {
    const role = this.ruleRoles.get(name);
    if (role) return role;
    throw new UserError({
      where: this.node.path,
      what: "the identity pool has no such rule",
      got: name,
      allowed: [...this.ruleRoles.keys()].join(", ") || "none: it does not choose roles by rules",
      fix: "name one of its rules",
    });
  }

  private everyoneSignedIn(): Caller {
    return {
      callerName: "everyone who is signed in",
      identityPool: this,
      roles: this.signedInRoles,
      grant: (statement) => {
        this.signedInPermissions.push(statement);
        for (const role of this.signedInRoles) role.grant(statement);
      },
    };
  }

  private everyGuest(role: CognitoRole): Caller {
    return {
      callerName: "guests",
      identityPool: this,
      roles: [role],
      grant: (statement) => role.grant(statement),
    };
  }
}

function allowsGuests(pool: Construct, guests: Guests): boolean {
  if (guests === "refused") return false;
  if (isReason(guests.allowedBecause)) return true;
  throw new UserError({
    where: pool.node.path,
    what: "guests are allowed without a written reason",
    got: guests.allowedBecause,
    allowed: `${reasonForm} people who are not signed in need AWS credentials`,
    fix: 'write the reason, or guests: "refused"',
  });
}
