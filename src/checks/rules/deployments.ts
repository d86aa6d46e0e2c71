import { names } from "../../access/api-gateway/reading/attributes";
import { type Policy } from "../../access/iam/policy";
import { blocksOf, type Resource, textIn } from "../../access/terraform/configuration";
import { type Facts, type Rule } from "../facts";
import { addressOf } from "./policy-address";
import { apisByAddress } from "./policy-routes";

/** Deployments that a change of what they deploy does not renew. */
export const deploymentRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([{ address, resourcePolicy }]) => {
    const api = facts.configuration.resources.find((resource) => resource.address === address);
    if (api === undefined) return [];
    const deployed = [
      ...(resourcePolicy !== undefined && isCertain(resourcePolicy)
        ? [policyArgument(facts, resourcePolicy, address)]
        : []),
      ...(textIn(api.values.body) === undefined ? [] : [`${address}.body`]),
    ];
    return deploymentsOf(facts, api).flatMap((deployment) => {
      const missing = [...new Set(missingIn(deployment, deployed))];
      if (missing.length === 0) return [];
      return [
        {
          id: "deployment-without-policy-trigger",
          severity: "error",
          address: deployment.address,
          what: `no trigger changes with ${missing.join(" and ")}`,
          reason: "a change is applied and has no effect: it is in force once the API is deployed again",
          fix: `add to triggers a hash of it, such as sha1(jsonencode([${missing.join(", ")}]))`,
        } as const,
      ];
    });
  });

/** Whether the API certainly has the policy, and all of it is known. */
const isCertain = ({ unknown, when }: Policy) => unknown === undefined && when === undefined;

/** Where the policy is written: the document, the API or a resource of its own. */
function policyArgument(facts: Facts, policy: Policy, address: string): string {
  const argument = /, body\b/.test(policy.address) ? "body" : "policy";
  return `${addressOf(facts, policy, address)}.${argument}`;
}

function deploymentsOf({ configuration }: Facts, api: Resource): readonly Resource[] {
  return configuration.ofType("aws_api_gateway_deployment").filter((one) => names(one, "rest_api_id", api));
}

/** What of an API no trigger is about. A hash that was made beforehand may be of anything. */
function missingIn(deployment: Resource, deployed: readonly string[]): readonly string[] {
  if (deployed.length === 0 || isReplacedOtherwise(deployment)) return [];
  const { values, written } = deployment;
  const given = ["triggers", "variables", "stage_description"].filter((name) => textsUnder(values[name]).length > 0);
  if (given.length === 0) return deployed;
  const texts = given.map((name) => written?.(name));
  // Only an expression tells what it is made of, and only if it names that itself.
  const named = texts.join(" ").match(/\baws_api_gateway_\w+\.[\w-]+(?:\[[^\]]*\])?(?:\.\w+)?/g) ?? [];
  if (texts.includes(undefined) || !named.some((one) => partOfApi.test(one))) return [];
  if (named.some((one) => wholeApi.test(one)) || /polic|\b(?:local|var|module|each|data)\./i.test(texts.join(" ")))
    return [];
  return deployed.filter((argument) => argument.endsWith(".policy"));
}

/** An API with all of its arguments, the policy among them. */
const wholeApi = /^aws_api_gateway_rest_api\.[^.]+$/;

/** What is deployed beside a policy. */
const partOfApi = /^aws_api_gateway_(?:(?:method|integration|resource)\.|rest_api\..+\.body$)/;

/** Terraform keeps `lifecycle` for itself: it is no argument with a value. */
const isReplacedOtherwise = ({ written }: Resource) =>
  written?.("lifecycle")?.includes('"replace_triggered_by"') === true;

function textsUnder(value: Resource["values"][string] | undefined): readonly string[] {
  const text = textIn(value);
  return text === undefined
    ? blocksOf(value).flatMap((block) => Object.values(block).flatMap((one) => textIn(one) ?? []))
    : [text];
}
