import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { dependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { type ApiStage, methodArn, type MethodAndPath, stageArn } from "../../execute-api";
import { AwsStack } from "../aws-stack";
import { type Caller } from "../iam/caller";
import { type PolicyStatement } from "../iam/policy-document";
import { type TypescriptFunction } from "../lambda/typescript-function";
import { resolved } from "../tokens";
import { type IamAuth } from "./auth";
import { checkCors, type Cors } from "./cors";
import { restApiDocument } from "./rest-api-document";
import { RestApiStage, type StageSettings } from "./rest-api-stage";
import { parseRouteKey, type RouteKey } from "./route";
import { routeFaults, siblingParameter } from "./route-checks";

/** Props of {@link RestApi}. */
export interface RestApiProps {
  /** The API's name: 1 to 128 letters, digits, hyphens and underscores, part of its log groups' names. */
  readonly name: string;
  /** How calls are authorized. */
  readonly auth: IamAuth;
  /** Which browsers may call the API. @default - none: no OPTIONS method, no CORS headers */
  readonly cors?: Cors;
  /** The one stage. */
  readonly stage: StageSettings;
}

/** What a route does, and for whom. */
export interface RouteProps {
  /** The function that serves it, within API Gateway's 29 seconds. */
  readonly handler: TypescriptFunction;
  /** Who may call it: at least one caller, each of the API's identity pool. */
  readonly allow: readonly [Caller, ...Caller[]];
}

interface Route extends MethodAndPath, RouteProps {}

/**
 * A regional REST API made from one OpenAPI document, with its deployment and its one stage.
 *
 * The document is known when planning, so that a plan shows the routes that it adds; the deployment is made anew
 * whenever anything that decides a call changes. Each route is granted to exactly the callers it names, and each
 * function may be invoked by exactly the routes it serves.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export class RestApi extends Construct {
  /** The API's id. */
  readonly id: string;
  /** Where the stage is called: `https://<id>.execute-api.<region>.amazonaws.com/<stage>`. */
  readonly url: string;

  private readonly props: RestApiProps;
  private readonly routes: Route[] = [];
  private readonly invoked = new Set<TypescriptFunction>();
  private readonly deployment: ApiGatewayDeployment;

  /** @throws UserError for a name or an origin that is none, and for stage settings that API Gateway refuses. */
  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    if (props.cors) checkCors(this, props.cors);
    checkApiName(this, props.name);
    this.props = props;
    const api = new ApiGatewayRestApi(this, "resource", {
      name: props.name,
      body: Lazy.stringValue({ produce: () => this.document() }),
      putRestApiMode: "overwrite",
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    this.id = api.id;
    this.deployment = this.deploy(api);
    const stage = new RestApiStage(this, "stage", {
      ...props.stage,
      apiId: api.id,
      apiName: props.name,
      deploymentId: this.deployment.id,
    });
    this.url = stage.url;
    this.node.addValidation({ validate: () => routeFaults(this, this.routes) });
  }

  /**
   * Adds a route.
   *
   * @throws UserError for a key that API Gateway refuses or that is taken, a second name for one parameter, a caller of
   * another identity pool, and a handler slower than API Gateway waits.
   */
  route(key: RouteKey, props: RouteProps): void {
    const route: Route = { ...parseRouteKey(this, key), ...props };
    this.checkRoute(key, route);
    this.routes.push(route);
    for (const caller of props.allow) caller.grant(this.invoke(route));
    this.letInvoke(props.handler);
  }

  private get stage(): ApiStage {
    const { partition, region, accountId } = AwsStack.of(this);
    return { partition, region, accountId, apiId: this.id, stage: this.props.stage.stageName };
  }

  private document(): string {
    const { partition, region } = AwsStack.of(this);
    return restApiDocument({
      title: this.props.name,
      cors: this.props.cors,
      routes: this.routes.map(({ method, path, handler }) => ({
        method,
        path,
        integrationUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${handler.arn}/invocations`,
      })),
    });
  }

  private deploy(api: ApiGatewayRestApi): ApiGatewayDeployment {
    return new ApiGatewayDeployment(this, "deployment", {
      restApiId: api.id,
      triggers: { document: Lazy.stringValue({ produce: () => sha256(resolved(this, this.document())) }) },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [],
    });
  }

  private invoke(route: MethodAndPath): PolicyStatement {
    return { sid: "InvokeApi", actions: ["execute-api:Invoke"], resources: [methodArn(this.stage, route)] };
  }

  /** One permission for the API and the function: one for each route would outgrow the function's policy of 20 KB. */
  private letInvoke(handler: TypescriptFunction): void {
    if (this.invoked.has(handler)) return;
    this.invoked.add(handler);
    const sourceArn = Lazy.stringValue({ produce: () => this.sourceArn(handler) });
    const permission = handler.letInvoke(this, {
      service: "apigateway.amazonaws.com",
      sourceArn,
    });
    // Nothing is deployed that would answer 500 because its function may not be invoked yet.
    this.deployment.dependsOn?.push(dependable(permission));
  }

  private sourceArn(handler: TypescriptFunction): string {
    const [only, ...others] = this.routes.filter((route) => route.handler === handler);
    return only && others.length === 0 ? methodArn(this.stage, only) : stageArn(this.stage);
  }

  private checkRoute(key: string, { method, path, handler, allow }: Route): void {
    const fault = (what: string, allowed: string, fix: string) =>
      new UserError({ where: this.node.path, what: `route ${key}: ${what}`, allowed, fix });
    if (this.routes.some((other) => other.method === method && other.path === path)) {
      throw fault("the API has this route already", "one route for each method and path", "remove one of the two");
    }
    const sibling = siblingParameter(
      path,
      this.routes.map((other) => other.path),
    );
    if (sibling !== undefined) {
      throw fault(`the API has ${sibling} already, another parameter in the same place`, sibling, "use one name");
    }
    const stranger = allow.find((caller) => caller.identityPool !== this.props.auth.identityPool);
    if (stranger) {
      const pool = this.props.auth.identityPool.node.path;
      throw fault(
        `allow names ${stranger.callerName} of another identity pool, whose credentials this API does not know`,
        `callers of ${pool}`,
        "name a group of that pool, or give the API the other pool",
      );
    }
    if (handler.timeoutSeconds > 29) {
      throw fault(
        `its function may run for ${handler.timeoutSeconds} seconds, but the caller gets 504 before`,
        "29 seconds, API Gateway's default limit (adjustable by a quota increase, which this project does not assume)",
        "shorten the function's timeoutSeconds",
      );
    }
  }
}

function checkApiName(api: Construct, name: string): void {
  if (/^[\w-]{1,128}$/.test(name)) return;
  throw new UserError({
    where: api.node.path,
    what: "this name can't be an API's and part of its log groups' names",
    got: name,
    allowed: "1 to 128 letters, digits, hyphens and underscores",
    fix: "rename the API",
  });
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
