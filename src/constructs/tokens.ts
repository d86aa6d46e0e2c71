import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import { type IConstruct } from "constructs";

/** A text as it will stand in the Terraform JSON: references as `${...}`, lazy values produced. */
export function resolved(scope: IConstruct, text: string): string {
  return Tokenization.resolve(text, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

/**
 * A text in which Terraform finds nothing to fill in but the references that cdktf made: `${` and `%{` stand for
 * themselves.
 */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{(?!TfToken\[))/g, "$&$&");
}

/** Whether Terraform would find something to fill in that cdktf did not make: `${` or `%{`. */
export function holdsTemplate(text: string): boolean {
  return literal(text) !== text;
}
