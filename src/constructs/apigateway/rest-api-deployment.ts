import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { dependable, type ITerraformDependable, Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { resolved } from "../tokens";

/** Props of {@link RestApiDeployment}. */
export interface RestApiDeploymentProps {
  /** The API's id. */
  readonly apiId: string;
  /** Everything that decides what a call does: a change of it, or of a value that it refers to, deploys anew. */
  readonly decides: () => readonly string[];
}

/**
 * What callers of a REST API get: a copy of its document and policy, made anew whenever either changes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export class RestApiDeployment extends Construct {
  /** The deployment's id. */
  readonly id: string;

  private readonly deployment: ApiGatewayDeployment;
  private readonly awaited = new Set<ITerraformDependable>();

  constructor(scope: Construct, id: string, props: RestApiDeploymentProps) {
    super(scope, id);
    const text = () => resolved(this, props.decides().join("\n"));
    this.deployment = new ApiGatewayDeployment(this, "resource", {
      restApiId: props.apiId,
      triggers: Token.asStringMap(Lazy.anyValue({ produce: () => triggersOf(text()) })),
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [],
    });
    this.id = this.deployment.id;
  }

  /** Nothing is deployed before that is there. */
  dependOn(resource: ITerraformDependable): void {
    if (this.awaited.has(resource)) return;
    this.awaited.add(resource);
    this.deployment.dependsOn?.push(dependable(resource));
  }
}

/** The text's hash, and the values that it refers to: the text stays as it is where, say, its user pool is replaced. */
function triggersOf(text: string): Record<string, string> {
  const references = [...new Set(text.match(/(?<!\$)\$\{[^}]*\}/g))].toSorted();
  return { document: sha256(text), ...(references.length > 0 && { references: references.join(" ") }) };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
