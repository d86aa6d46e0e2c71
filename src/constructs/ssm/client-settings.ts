import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { describe, UserError } from "../../errors";
import { resolved } from "../tokens";

/** Most characters of a parameter's value in the standard tier. */
const parameterLimit = 4096;

/** Length that stands for a value known only after apply: an id, or at most a URL or an ARN. */
const lengthOfUnknown = 150;

/** Something that a client has to know. Never a secret: the parameter is not encrypted, and the outputs are shown. */
export interface ClientSetting {
  /** Its value. */
  readonly value: string;
  /** What it is, for whoever reads the outputs. */
  readonly description: string;
}

/** Props of {@link ClientSettings}. */
export interface ClientSettingsProps {
  /** The parameter's name: `/<service>/<environment>/client-settings`. */
  readonly parameterName: string;
  /**
   * The settings by name in camelCase, a capital letter only where a word begins: `userPoolId`, `adminApiUrl`. The
   * output of a setting has the same name in snake_case: `user_pool_id`.
   */
  readonly settings: Readonly<Record<string, ClientSetting>>;
}

/**
 * What clients have to know of an environment: a Terraform output for each setting, and one parameter of Systems
 * Manager that holds them all as a flat JSON object of texts, in the order of their names.
 *
 * Synthesis fails where the object exceeds the 4,096 characters of a standard parameter (not adjustable).
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 * @throws UserError for names that Systems Manager refuses or that have no snake_case.
 */
export class ClientSettings extends Construct {
  private readonly value: string;

  constructor(scope: Construct, id: string, props: ClientSettingsProps) {
    super(scope, id);
    checkNames(this, props);
    const settings = Object.entries(props.settings).toSorted(([one], [other]) => (one < other ? -1 : 1));
    this.value = JSON.stringify(Object.fromEntries(settings.map(([name, { value }]) => [name, value])));
    new SsmParameter(this, "resource", {
      name: props.parameterName,
      description: "What clients have to know, as a JSON object",
      type: "String",
      tier: "Standard",
      // Unlike a value, which every plan would hide: this is public, and reviewers read it.
      insecureValue: this.value,
    });
    for (const [name, setting] of settings) this.output(snakeCase(name), setting);
    this.node.addValidation({ validate: () => this.faults() });
  }

  private output(name: string, { value, description }: ClientSetting): void {
    new TerraformOutput(this, name, { value, description }).overrideLogicalId(name);
  }

  private faults(): string[] {
    const text = resolved(this, this.value).replaceAll(/\$\{[^}]*\}/g, "x".repeat(lengthOfUnknown));
    if (text.length <= parameterLimit) return [];
    const counted = `counting ${lengthOfUnknown} for each value that is known only after apply`;
    return [
      describe({
        where: this.node.path,
        what: `the settings have ${text.length} characters as JSON, ${counted}`,
        allowed: `${parameterLimit} characters (the limit of a standard parameter, not adjustable)`,
        fix: "remove settings, or divide them among two parameters",
      }),
    ];
  }
}

/** A name in camelCase as snake_case. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function checkNames(construct: Construct, { parameterName, settings }: ClientSettingsProps): void {
  if (!/^(\/[\w.-]+){1,15}$/.test(parameterName) || /^\/(aws|ssm)/i.test(parameterName)) {
    throw new UserError({
      where: construct.node.path,
      what: "Systems Manager refuses this parameter name",
      got: parameterName,
      allowed:
        "1 to 15 parts of letters, digits and . - _, each after a slash; the first not beginning with aws or ssm",
      fix: "use /<service>/<environment>/client-settings",
    });
  }
  // Two capital letters in a row would be two words: userPoolID is user_pool_i_d.
  const wrong = Object.keys(settings).find((name) => !/^[a-z][a-z0-9]*([A-Z][a-z0-9]+)*$/.test(name));
  if (wrong === undefined) return;
  throw new UserError({
    where: construct.node.path,
    what: "this can't be a setting's name",
    got: wrong,
    allowed: "camelCase, a capital letter only where a word of at least 2 letters begins, such as userPoolId",
    fix: "rename the setting",
  });
}
