import { type ITerraformDependable, Lazy } from "cdktf";
import { type Construct } from "constructs";
import { type ApiStage, methodArn, type MethodAndPath, stageArn } from "../../execute-api";
import { type TypescriptFunction } from "../lambda/typescript-function";

/** A route, as far as it matters who serves it. */
interface ServedRoute extends MethodAndPath {
  readonly handler: object;
}

/**
 * Lets API Gateway invoke the functions that serve an API: one permission for each function, of its route where it serves
 * one, of the stage where it serves several. One for each route would outgrow the function's policy of 20 KB.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
 */
export class InvocationPermissions {
  private readonly invoked = new Set<TypescriptFunction>();

  /**
   * @param api Whose children the permissions become.
   * @param routes The API's routes, which may still grow.
   * @param stage Its one stage.
   */
  constructor(
    private readonly api: Construct,
    private readonly routes: readonly ServedRoute[],
    private readonly stage: () => ApiStage,
  ) {}

  /** The permission of a function that had none yet; undefined where it has one. */
  add(handler: TypescriptFunction): ITerraformDependable | undefined {
    if (this.invoked.has(handler)) return undefined;
    this.invoked.add(handler);
    const sourceArn = Lazy.stringValue({ produce: () => this.sourceArn(handler) });
    return handler.letInvoke(this.api, { service: "apigateway.amazonaws.com", sourceArn });
  }

  private sourceArn(handler: TypescriptFunction): string {
    const [only, ...others] = this.routes.filter((route) => route.handler === handler);
    return only && others.length === 0 ? methodArn(this.stage(), only) : stageArn(this.stage());
  }
}
