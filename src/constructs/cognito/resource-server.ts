import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { AwsStack } from "../aws-stack";
import { literal } from "../tokens";
import { type CustomScope } from "./scope";
import { type UserPool } from "./user-pool";

/** Props of {@link ResourceServer}. */
export interface ResourceServerProps<ScopeName extends string> {
  /** The pool whose tokens can carry the scopes. */
  readonly userPool: UserPool;
  /**
   * The first part of each scope's name, such as `hello` or `https://hello.example.com`: 1 to 256 characters, unique in
   * the pool. A change replaces the server.
   */
  readonly identifier: string;
  /** The server's name: 1 to 256 letters, digits, spaces and + = , . @ - _. */
  readonly name: string;
  /** What each scope, by its name, lets an application do: 1 to 100 scopes, in 1 to 256 characters each. */
  readonly scopes: Readonly<Record<ScopeName, string>>;
}

/**
 * An API as a user pool knows it: the scopes that applications can ask for on the pool's sign-in pages. Tokens of a
 * sign-in through Cognito's API never carry them.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 * @throws UserError for an identifier, a name or scopes that Cognito refuses, and for an identifier that is taken.
 */
export class ResourceServer<ScopeName extends string = string> extends Construct {
  /** The first part of each scope's name. */
  readonly identifier: string;
  /** The pool whose tokens can carry the scopes. */
  readonly userPool: UserPool;

  private readonly scopeNames: readonly ScopeName[];
  private readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ResourceServerProps<ScopeName>) {
    super(scope, id);
    this.identifier = props.identifier;
    this.userPool = props.userPool;
    this.scopeNames = (Object.keys(props.scopes) as ScopeName[]).toSorted();
    checkServer(this, props);
    checkScopes(this, props.scopes);
    this.checkUnique();
    this.resource = new CognitoResourceServer(this, "resource", {
      userPoolId: props.userPool.id,
      identifier: props.identifier,
      name: props.name,
      scope: this.scopeNames.map((name) => ({ scopeName: name, scopeDescription: literal(props.scopes[name]) })),
    });
  }

  /**
   * A scope of the server, for clients that may ask for it and routes that want it.
   *
   * @throws UserError for one that the server has not.
   */
  scope(name: ScopeName): CustomScope {
    if (this.scopeNames.includes(name)) {
      return { name: `${this.identifier}/${name}`, userPool: this.userPool, resource: this.resource };
    }
    throw new UserError({
      where: this.node.path,
      what: "the resource server has no such scope",
      got: name,
      allowed: this.scopeNames.join(", "),
      fix: "name one of these, or add the scope to the server",
    });
  }

  private checkUnique(): void {
    const servers = AwsStack.of(this)
      .node.findAll()
      .filter((other) => other instanceof ResourceServer);
    const namesake = servers.find(
      (other) => other !== this && other.userPool === this.userPool && other.identifier === this.identifier,
    );
    if (!namesake) return;
    throw new UserError({
      where: this.node.path,
      what: `the resource server ${namesake.node.path} of the same user pool has this identifier already`,
      got: this.identifier,
      allowed: "an identifier that no other resource server of the pool has",
      fix: "choose another, or add the scopes to that server",
    });
  }
}

function checkServer(server: Construct, { identifier, name }: { identifier: string; name: string }): void {
  // ${ and %{ would be Terraform's.
  if (!/^(?!.*[$%]\{)[\x21\x23-\x5B\x5D-\x7E]{1,256}$/.test(identifier)) {
    throw new UserError({
      where: server.node.path,
      what: "this can't be a resource server's identifier",
      got: identifier,
      allowed: '1 to 256 ASCII characters, no spaces, no ", no \\, no ${ and no %{',
      fix: "choose a name or a URL that stands for the API",
    });
  }
  if (!/^[\w\s+=,.@-]{1,256}$/.test(name)) {
    throw new UserError({
      where: server.node.path,
      what: "Cognito refuses this name of a resource server",
      got: name,
      allowed: "1 to 256 letters, digits, spaces and + = , . @ - _",
      fix: "rename it",
    });
  }
}

function checkScopes(server: Construct, scopes: Readonly<Record<string, string>>): void {
  const names = Object.keys(scopes);
  if (names.length < 1 || names.length > 100) {
    throw new UserError({
      where: server.node.path,
      what: "a resource server has 1 to 100 scopes",
      got: names.length,
      allowed: "1 to 100 scopes (Cognito's limit, not adjustable)",
      fix: names.length === 0 ? "add a scope" : "make a second resource server",
    });
  }
  const wrong = names.find((name) => !/^(?!.*[$%]\{)[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/.test(name));
  if (wrong !== undefined) {
    throw new UserError({
      where: server.node.path,
      what: "this can't be a scope's name",
      got: wrong,
      allowed: '1 to 256 ASCII characters, no spaces, no /, no ", no \\, no ${ and no %{',
      fix: "rename the scope",
    });
  }
  const undescribed = names.find((name) => !/^.{1,256}$/su.test(scopes[name] ?? ""));
  if (undescribed === undefined) return;
  throw new UserError({
    where: server.node.path,
    what: `the description of scope ${undescribed} is empty or too long`,
    got: scopes[undescribed],
    allowed: "1 to 256 characters",
    fix: "say what the scope lets an application do",
  });
}
