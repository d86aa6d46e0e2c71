import { type Role } from "../iam/role";
import { isKnown } from "../symbols";

/** What people call a role: its name, otherwise its name in Terraform. */
export function roleLabel({ name, address }: Role): string {
  return isKnown(name) && name !== "" ? name : address.replace(/^(.*\.)?aws_iam_role\./, "");
}
