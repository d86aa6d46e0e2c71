import { readable } from "../../access/symbols";
import { type Facts } from "../facts";

/** What a role is called in sentences: its address in Terraform, alike in every environment, otherwise its ARN. */
export function roleName({ roles }: Facts, arn: string): string {
  return roles.find((role) => role.arn === arn)?.address ?? readable(arn);
}
