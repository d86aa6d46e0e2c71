import { apiGatewayAttributes } from "./api-gateway";
import { cognitoAttributes } from "./cognito";
import { type Computed, type Table } from "./facts";
import { iamAttributes } from "./iam";
import { lambdaAttributes } from "./lambda";
import { otherAttributes } from "./others";
import { policyDocumentAttributes } from "./policy-document";

const tables: Table = {
  ...apiGatewayAttributes,
  ...cognitoAttributes,
  ...iamAttributes,
  ...lambdaAttributes,
  ...otherAttributes,
  ...policyDocumentAttributes,
};

const byType = new Map(
  Object.entries(tables).map(([type, attributes]) => [type, new Map<string, Computed>(Object.entries(attributes))]),
);

/** How an attribute follows from what is known of a resource; undefined where it does not. */
export function computedAttribute(type: string, name: string): Computed | undefined {
  return byType.get(type)?.get(name);
}
