import { all, any, onlyWhen, type Formula } from "../formula";
import { isKnown, joinPieces, onlySymbol, readable, symbolic } from "../symbols";
import {
  blocksOf,
  textIn,
  textsIn,
  unknownIn,
  type Configuration,
  type Resource,
  type Value,
} from "../terraform/configuration";
import { arnParts } from "./arn";
import { inForceWhen } from "./in-force";
import { managedPolicy } from "./managed-policies";
import { type Policy } from "./policy";
import { readPolicy } from "./read-policy";
import { type Role } from "./role";
import { splitPieces } from "./segments";
import { equals } from "./wildcards";

/** The roles of a configuration, with all policies that it gives them. */
export function rolesOf(configuration: Configuration): readonly Role[] {
  const policies = policiesOf(configuration);
  const given = byRole(attachmentsOf(configuration, policies));
  const byArn = new Map<string, Role>();
  for (const resource of configuration.ofType("aws_iam_role")) {
    const role = readRole(resource, given, policies, configuration.unreadModules);
    const earlier = byArn.get(role.arn);
    const isCertain = role.when === undefined && earlier?.when === undefined;
    if (isCertain && earlier !== undefined) byArn.set(`${role.arn} ${role.address}`, role);
    else byArn.set(role.arn, eitherRole(earlier, role));
  }
  return [...byArn.values()];
}

/** One of two roles of one name: of what the one that there is may do nothing is known, unless the latter decides. */
function eitherRole(earlier: Role | undefined, later: Role): Role {
  if (earlier === undefined || later.when === undefined) return later;
  const { when = true } = earlier;
  const which = `the one of ${earlier.address} and ${later.address} that there is`;
  return { ...unknownRole(later.arn, later.address, which), ...onlyWhen(any([when, later.when])) };
}

/** A role that the configuration only names: whom it trusts and what it may do is not known. */
export function unknownRole(arn: string, address: string, called = readable(arn)): Role {
  const [, , , , accountId, resource] = arnParts(arn);
  const unknown = (what: string) => notKnown(`${what} of ${called}`, address);
  return {
    address,
    name: resource === undefined ? readable(arn) : lastSegment(resource),
    arn,
    accountId: accountId ?? symbolic({ kind: "unknown", name: `the account of ${readable(arn)}` }),
    trust: unknown("the trust policy"),
    policies: [unknown("a policy")],
    boundary: unknown("the permissions boundary"),
  };
}

/** What stands behind the last slash; one within a symbol's name parts nothing. */
const lastSegment = (text: string) => joinPieces(splitPieces(text, "/").at(-1) ?? []);

function notKnown(what: string, address: string): Policy {
  return { address, version: "2012-10-17", statements: [], unknown: what };
}

function readRole(
  role: Resource,
  given: (role: Resource) => readonly Given[],
  policies: Policies,
  modules: Configuration["unreadModules"],
): Role {
  const name = textOfAttribute(role, "name");
  const boundary = givenIn(role.values.permissions_boundary);
  return {
    address: role.address,
    name,
    arn: textOfAttribute(role, "arn"),
    accountId: role.accountId,
    trust: readPolicy(role.values.assume_role_policy, `${role.address}, assume_role_policy`, "trust"),
    policies: [
      ...inlinePolicies(role),
      ...textsIn(role.values.managed_policy_arns).map((arn) => policies(arn, `${role.address}, managed_policy_arns`)),
      ...given(role).flatMap((one) => givenTo(one, role)),
      ...modules.filter(({ takes }) => takes(role.address)).map(({ address }) => notKnown(address, role.address)),
    ],
    ...(boundary === undefined ? {} : { boundary: policies(boundary, `${role.address}, permissions_boundary`) }),
    ...onlyWhen(role.exists),
  };
}

/** A text; undefined where it is empty, which the provider takes for absent. */
function givenIn(value: Value | undefined): string | undefined {
  const text = textIn(value);
  return text === "" ? undefined : text;
}

function inlinePolicies(role: Resource): readonly Policy[] {
  const value = role.values.inline_policy;
  const unknown = unknownIn(value);
  const more = unknown === undefined ? [] : [notKnown(readable(unknown), role.address)];
  const known = blocksOf(value).flatMap(({ name, policy }) => {
    // A block without a policy is how Terraform is told to remove them all.
    if (policy === undefined || policy === null || policy === "") return [];
    return readPolicy(policy, `${role.address}, inline_policy ${readable(textIn(name) ?? "")}`.trim(), "identity");
  });
  return [...known, ...more];
}

/** A policy that a resource gives to the roles that it names. */
interface Given {
  readonly by: Resource;
  readonly roles: readonly string[];
  readonly policy: () => readonly Policy[];
}

/** The policy that an ARN stands for. */
type Policies = (arn: string, address: string) => Policy;

function policiesOf(configuration: Configuration): Policies {
  const own = configuration.ofType("aws_iam_policy").map((resource) => ({
    arns: [textOfAttribute(resource, "arn"), textOfAttribute(resource, "id")],
    policy: once(() =>
      inForceWhen(readPolicy(resource.values.policy, `${resource.address}, policy`, "identity"), resource.exists),
    ),
  }));
  return (arn, address) => {
    const found = own.find(({ arns }) => arns.includes(arn));
    return found?.policy() ?? managedPolicy(arn) ?? notKnown(readable(arn), address);
  };
}

function attachmentsOf(configuration: Configuration, policies: Policies): readonly Given[] {
  const inline = configuration.ofType("aws_iam_role_policy").map((by) => ({
    by,
    roles: textsIn(by.values.role),
    policy: once(() => [readPolicy(by.values.policy, `${by.address}, policy`, "identity")]),
  }));
  const attached = (type: string, roles: string, arns: string) =>
    configuration.ofType(type).map((by) => ({
      by,
      roles: textsIn(by.values[roles]),
      policy: once(() => textsIn(by.values[arns]).map((arn) => policies(arn, by.address))),
    }));
  return [
    ...inline,
    ...attached("aws_iam_role_policy_attachment", "role", "policy_arn"),
    ...attached("aws_iam_policy_attachment", "roles", "policy_arn"),
    ...attached("aws_iam_role_policy_attachments_exclusive", "role_name", "policy_arns"),
  ];
}

/** Those that may be given to a role: each names it, or what it names is not known, or the role's name is not. */
function byRole(given: readonly Given[]): (role: Resource) => readonly Given[] {
  const byLink = new Map<string, Set<Given>>();
  const open: Given[] = [];
  for (const one of given) {
    if (!one.roles.every(isKnown)) open.push(one);
    for (const link of one.roles) byLink.set(link, (byLink.get(link) ?? new Set()).add(one));
  }
  const order = new Map(given.map((one, index) => [one, index]));
  return (role) => {
    const name = textOfAttribute(role, "name");
    if (!isKnown(name) && onlySymbol(name)?.kind !== "identity") return given;
    const named = ["name", "id", "arn"].flatMap((attribute) => [
      ...(byLink.get(textOfAttribute(role, attribute)) ?? []),
    ]);
    return [...new Set([...named, ...open])].toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
  };
}

/** Where the Terraform does not say whose the policy is, or whether there is one, it is in force under that condition. */
function givenTo({ by, roles, policy }: Given, role: Resource): readonly Policy[] {
  const links = any(roles.map((link) => isRole(link, role)));
  if (links === false || equals(by.accountId, role.accountId) === false) return [];
  const when = all([by.exists ?? true, links]);
  return when === true ? policy() : policy().map((one) => inForceWhen(one, when));
}

/** Whether a text names the role. No one can write a name that AWS is yet to make up. */
function isRole(link: string, role: Resource): Formula {
  if (["name", "id", "arn"].some((attribute) => textOfAttribute(role, attribute) === link)) return true;
  const name = textOfAttribute(role, "name");
  return isKnown(link) && onlySymbol(name)?.kind === "identity" ? false : equals(name, link);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function textOfAttribute(resource: Resource, name: string): string {
  const value: Value | undefined = resource.attribute(name) ?? resource.values[name];
  return textIn(value) ?? symbolic({ kind: "identity", name: `${resource.address}.${name}` });
}
