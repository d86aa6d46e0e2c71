import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { dependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { describe } from "../../errors";
import { type ApiStage } from "../../execute-api";
import { AwsStack } from "../aws-stack";
import { customScopes, nameOfScope } from "../cognito/scope";
import { type EncryptionKey } from "../kms/encryption-key";
import { type TypescriptFunction } from "../lambda/typescript-function";
import { checkLength } from "../ranges";
import { literal } from "../tokens";
import { checkApiName } from "./api-checks";
import { type DocumentedHttpRoute, httpApiDocument } from "./http-api-document";
import { defaultStage, HttpApiStage, type HttpStageSettings } from "./http-api-stage";
import { checkHttpCors, corsSettings, type HttpCors } from "./http-cors";
import { checkHttpRoute, type HttpAuth, type HttpRoute, type HttpRouteProps } from "./http-route";
import { invocationUri } from "./integration";
import { InvocationPermissions } from "./invocation-permissions";
import { issuerOf } from "./jwt-auth";
import { checkOpenAuth } from "./open-auth";
import { namedMethods, parseRouteKey, type RouteKey } from "./route";

/** Props of {@link HttpApi}. */
export interface HttpApiProps<Auth extends HttpAuth> {
  /** The API's name: 1 to 128 letters, digits, hyphens and underscores, part of its log group's name. */
  readonly name: string;
  /** What the API is for, at most 1024 characters. @default - none */
  readonly description?: string;
  /** How calls are authorized, save of those routes that are opened one by one. */
  readonly auth: Auth;
  /** Which browsers may call the API. @default - none: no preflight is answered */
  readonly cors?: HttpCors;
  /** The one stage, `$default`. */
  readonly stage: HttpStageSettings;
  /** The KMS key of its logs. @default - CloudWatch's own */
  readonly encryptionKey?: EncryptionKey;
}

// Of the document; nothing tells two of them apart but their routes.
const version = "1.0";

/** Most routes of an HTTP API. */
const routeLimit = 300;

/**
 * A regional HTTP API made from one OpenAPI document, with its one stage, which serves every change at once.
 *
 * The document is known when planning, once the user pool and its clients are there, so that a plan shows the routes
 * that it adds. A function may be invoked by the one route it serves, or by the stage where it serves several. HTTP APIs
 * have no resource policy, no web ACL, no private endpoint and no traces.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export class HttpApi<Auth extends HttpAuth = HttpAuth> extends Construct {
  /** The API's id. */
  readonly id: string;
  /** The API's name. */
  readonly name: string;
  /** The one stage. */
  readonly stage: HttpApiStage;
  /** Where it is called: `https://<id>.execute-api.<region>.amazonaws.com`, without a slash behind. */
  readonly url: string;

  private readonly props: HttpApiProps<Auth>;
  private readonly routes: HttpRoute[] = [];
  private readonly permissions = new InvocationPermissions(this, this.routes, () => this.apiStage);
  private readonly resource: Apigatewayv2Api;

  /**
   * @throws UserError for a name, a description, origins or a throttling that API Gateway refuses, and for an open API
   * without a reason.
   */
  constructor(scope: Construct, id: string, props: HttpApiProps<Auth>) {
    super(scope, id);
    checkApiName(this, props.name);
    checkLength(this, "description", props.description ?? "", 0, 1024);
    if (props.auth.type === "NONE") checkOpenAuth(this, props.auth);
    if (props.cors) checkHttpCors(this, props.cors);
    this.props = props;
    this.name = props.name;
    this.resource = this.createApi();
    this.id = this.resource.id;
    this.url = this.resource.apiEndpoint;
    this.stage = new HttpApiStage(this, "stage", {
      ...props.stage,
      apiId: this.id,
      apiName: props.name,
      encryptionKey: props.encryptionKey,
    });
    this.node.addValidation({ validate: () => this.faults() });
  }

  /**
   * Adds a route.
   *
   * @throws UserError for a key that API Gateway refuses or that is taken, a handler slower than API Gateway waits, an
   * opened route without a reason, and scopes that API Gateway refuses or that no token can carry.
   */
  route(key: RouteKey, props: HttpRouteProps<Auth>): void {
    const { handler, auth = this.props.auth, scopes = [] } = props;
    const route: HttpRoute = { ...parseRouteKey(this, key), handler, auth, scopes };
    checkHttpRoute(this, key, route, this.routes);
    this.routes.push(route);
    this.letInvoke(handler);
    for (const { resource } of customScopes(scopes)) this.stage.after(resource);
  }

  private createApi(): Apigatewayv2Api {
    const { name, description, cors } = this.props;
    return new Apigatewayv2Api(this, "resource", {
      name,
      protocolType: "HTTP",
      version,
      ...(description !== undefined && { description: literal(description) }),
      body: Lazy.stringValue({ produce: () => this.document() }),
      // Else AWS would leave out an authorizer that it does not like, and all routes with it, and say nothing.
      failOnWarnings: true,
      // Not in the document: the provider takes away what only the document says of CORS.
      ...(cors && {
        corsConfiguration: {
          ...corsSettings(cors),
          allowMethods: Lazy.listValue({
            produce: () => [...new Set(this.documentedRoutes().map(({ method }) => method))].toSorted(),
          }),
        },
      }),
      dependsOn: [],
    });
  }

  private document(): string {
    const { name, description, auth } = this.props;
    return httpApiDocument({
      title: name,
      version,
      description: description === undefined ? undefined : literal(description),
      jwt: auth.type === "JWT" ? { issuer: issuerOf(auth), audience: auth.clients.map(({ id }) => id) } : undefined,
      routes: this.documentedRoutes(),
    });
  }

  private documentedRoutes(): DocumentedHttpRoute[] {
    const place = AwsStack.of(this);
    return this.routes.flatMap((route) =>
      this.methodsOf(route).map((method) => ({
        method,
        path: route.path,
        access:
          route.auth.type === "JWT"
            ? { scopes: route.scopes.map(nameOfScope) }
            : { openBecause: literal(route.auth.allowedBecause) },
        integrationUri: invocationUri(place, route.handler.arn),
      })),
    );
  }

  /** A route for ANY would take the browsers' OPTIONS too, and want a token that a preflight never has. */
  private methodsOf({ method, path }: HttpRoute): readonly string[] {
    if (method !== "ANY" || !this.props.cors) return [method];
    const taken = new Set(this.routes.filter((other) => other.path === path).map((other) => other.method));
    return namedMethods.filter((candidate) => !taken.has(candidate));
  }

  /**
   * Nothing is served before its function may be invoked. A function that a later change adds can answer 500 for some
   * seconds, because the stage serves a change of the document at once.
   */
  private letInvoke(handler: TypescriptFunction): void {
    const permission = this.permissions.add(handler);
    if (!permission) return;
    this.resource.dependsOn?.push(dependable(handler.resource));
    this.stage.after(permission);
  }

  private get apiStage(): ApiStage {
    const { partition, region, accountId } = AwsStack.of(this);
    return { partition, region, accountId, apiId: this.id, stage: defaultStage };
  }

  private faults(): string[] {
    const where = this.node.path;
    const number = this.documentedRoutes().length;
    if (number === 0) return [describe({ where, what: "the API has no route", fix: "add a route" })];
    if (number <= routeLimit) return [];
    const what = `the API has ${number} routes${this.props.cors ? " (with CORS, ANY counts once for each method)" : ""}`;
    const allowed = `${routeLimit} routes an API (API Gateway's default quota; adjustable, then change the number here)`;
    return [describe({ where, what, allowed, fix: "split the API" })];
  }
}
