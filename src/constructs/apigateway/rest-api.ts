import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { type ApiStage, methodArn, stageArn } from "../../execute-api";
import { AwsStack } from "../aws-stack";
import { customScopes, nameOfScope } from "../cognito/scope";
import { type PolicyStatement } from "../iam/policy-document";
import { type EncryptionKey } from "../kms/encryption-key";
import { TypescriptFunction } from "../lambda/typescript-function";
import { checkApiName, checkUntaken, faultOfRoute } from "./api-checks";
import { type RestApiAuth } from "./auth";
import { checkCors, type Cors } from "./cors";
import { associatedEndpoints, checkEndpoint, type RestApiEndpoint } from "./endpoint";
import { compacted } from "./grant-compaction";
import { InvocationPermissions } from "./invocation-permissions";
import { checkOpenAuth } from "./open-auth";
import { resourcePolicy } from "./resource-policy";
import { RestApiDeployment } from "./rest-api-deployment";
import { restApiDocument } from "./rest-api-document";
import { checkRoute, grantedRoute, integrationOfRoute, type Route, type RouteProps } from "./rest-api-route";
import { RestApiStage, type StageSettings } from "./rest-api-stage";
import { parseRouteKey, type RouteKey } from "./route";
import { routeFaults, siblingParameter } from "./route-checks";

/** Props of {@link RestApi}. */
export interface RestApiProps<Auth extends RestApiAuth = RestApiAuth> {
  /** The API's name: 1 to 128 letters, digits, hyphens and underscores, part of its log groups' names. */
  readonly name: string;
  /** How calls are authorized, where a route doesn't say otherwise. */
  readonly auth: Auth;
  /** Where the API is called from. */
  readonly endpoint: RestApiEndpoint;
  /** Which browsers may call the API. @default - none: no OPTIONS method, no CORS headers */
  readonly cors?: Cors;
  /** The one stage. */
  readonly stage: StageSettings;
  /** The key that encrypts its logs. @default - CloudWatch's own */
  readonly encryptionKey?: EncryptionKey;
}

/**
 * A REST API made from one OpenAPI document, with its deployment and its one stage.
 *
 * The document names nothing that can be known when planning by a reference, so that a plan shows the routes that it
 * adds; the deployment is made anew whenever anything that decides a call changes. Each route is granted to exactly the
 * callers it names; a function may be invoked by the one route it serves, or by the stage where it serves several. A
 * private API's resource policy follows from how its routes are authorized.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export class RestApi<Auth extends RestApiAuth = RestApiAuth> extends Construct {
  /** The API's id. */
  readonly id: string;
  /** The API's name. */
  readonly name: string;
  /** The one stage. */
  readonly stage: RestApiStage;
  /** Where the stage is called: `https://<host>/<stage>`. */
  readonly url: string;

  private readonly props: RestApiProps<Auth>;
  private readonly routes: Route[] = [];
  private readonly permissions = new InvocationPermissions(this, this.routes, () => this.apiStage);
  private readonly deployment: RestApiDeployment;

  /** @throws UserError for a name or an origin that is none, and for stage settings that API Gateway refuses. */
  constructor(scope: Construct, id: string, props: RestApiProps<Auth>) {
    super(scope, id);
    if (props.cors) checkCors(this, props.cors);
    if (props.auth.type === "NONE") checkOpenAuth(this, props.auth);
    checkEndpoint(this, props.endpoint);
    checkApiName(this, props.name);
    this.props = props;
    this.name = props.name;
    this.id = this.createApi();
    this.deployment = new RestApiDeployment(this, "deployment", {
      apiId: this.id,
      decides: () => [this.document(), this.policy() ?? ""],
    });
    this.stage = new RestApiStage(this, "stage", {
      ...props.stage,
      apiId: this.id,
      apiName: props.name,
      deploymentId: this.deployment.id,
      encryptionKey: props.encryptionKey,
    });
    this.url = this.urlOfStage();
    const { stageName } = props.stage;
    const cors = props.cors !== undefined;
    this.node.addValidation({
      validate: () => routeFaults(this, { stageName, cors, routes: this.routes, policy: this.policy() }),
    });
  }

  /**
   * Adds a route.
   *
   * @throws UserError for a key that API Gateway refuses or that is taken, a second name for one parameter, a caller or a
   * scope of another pool, a route that is open without a reason, and a handler slower than API Gateway waits.
   */
  route(key: RouteKey, props: RouteProps<Auth>): void {
    const route: Route = {
      ...parseRouteKey(this, key),
      key,
      handler: props.handler,
      request: props.request,
      auth: props.auth ?? this.props.auth,
      allow: props.allow ?? [],
      ownParameter: props.ownParameter,
      scopes: props.scopes ?? [],
    };
    this.checkPlace(route);
    checkRoute(this, route);
    this.routes.push(route);
    for (const caller of route.allow) caller.grant(this.invoke(route));
    for (const { resource } of customScopes(route.scopes)) this.deployment.dependOn(resource);
    this.letServe(route);
  }

  private createApi(): string {
    const { name, endpoint } = this.props;
    const vpcEndpointIds = associatedEndpoints(endpoint).map((associated) => associated.id);
    // An API that turns from private to regional would keep its policy, and refuse everybody: it gets another address.
    const api = new ApiGatewayRestApi(this, endpoint.type === "PRIVATE" ? "private" : "resource", {
      name,
      body: Lazy.stringValue({ produce: () => this.document() }),
      // Beside the body, not within it: there, the provider would put the policy before last in force again.
      ...(endpoint.type === "PRIVATE" && { policy: Lazy.stringValue({ produce: () => this.policy() }) }),
      putRestApiMode: "overwrite",
      endpointConfiguration: { types: [endpoint.type], ...(vpcEndpointIds.length > 0 && { vpcEndpointIds }) },
    });
    return api.id;
  }

  private get apiStage(): ApiStage {
    const { partition, region, accountId } = AwsStack.of(this);
    return { partition, region, accountId, apiId: this.id, stage: this.props.stage.stageName };
  }

  private document(): string {
    const { partition, region } = AwsStack.of(this);
    return restApiDocument({
      partition,
      region,
      title: this.props.name,
      cors: this.props.cors,
      vpcEndpointIds: associatedEndpoints(this.props.endpoint).map(({ id }) => id),
      routes: this.routes.map((route) => ({
        ...route,
        scopes: route.scopes.map(nameOfScope),
        integration: integrationOfRoute(route),
      })),
    });
  }

  private policy(): string | undefined {
    const { endpoint, cors } = this.props;
    if (endpoint.type === "REGIONAL") return undefined;
    return resourcePolicy({ stage: this.apiStage, endpoint, routes: this.routes, cors: cors !== undefined });
  }

  private urlOfStage(): string {
    const [associated] = associatedEndpoints(this.props.endpoint);
    if (!associated) return this.stage.url;
    const { region, stage } = this.apiStage;
    return `https://${this.id}-${associated.id}.execute-api.${region}.amazonaws.com/${stage}`;
  }

  private invoke(route: Route): PolicyStatement {
    const resources: [string] = [methodArn(this.apiStage, grantedRoute(route))];
    const statement = { sid: "InvokeApi", actions: ["execute-api:Invoke"] as const, resources };
    // No wildcard may stand for what is granted to each identity by itself.
    return route.ownParameter === undefined ? { ...statement, shorten: this.shorten } : statement;
  }

  /** The same routes in fewer characters, for a role that was granted more than a policy can list. */
  private readonly shorten = (resources: readonly string[]): readonly string[] => {
    const routes = this.routes.filter(({ auth }) => auth.type === "AWS_IAM");
    const granted = new Set(resources);
    const isGranted = (route: Route) =>
      route.ownParameter === undefined && granted.has(methodArn(this.apiStage, route));
    const patterns = compacted(
      routes.filter(isGranted),
      routes.filter((route) => !isGranted(route)),
    );
    return patterns.map((pattern) => stageArn(this.apiStage, pattern));
  };

  /** Nothing is deployed that would answer 500 because what serves it may not be called yet. */
  private letServe({ handler }: Route): void {
    if (!(handler instanceof TypescriptFunction)) this.deployment.dependOn(handler.role.policy.resource);
    else {
      const permission = this.permissions.add(handler);
      if (permission) this.deployment.dependOn(permission);
    }
  }

  private checkPlace(route: Route): void {
    const fault = faultOfRoute(this, route.key);
    checkUntaken(fault, route, this.routes);
    const sibling = siblingParameter(
      route.path,
      this.routes.map((other) => other.path),
    );
    if (sibling === undefined) return;
    throw fault(`the API has ${sibling} already, another parameter in the same place`, sibling, "use one name");
  }
}
