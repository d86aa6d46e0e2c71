import { all, any, condition, type Formula, isOpen, not, textOf } from "../../formula";
import { type Authorization, authorize } from "../../iam/authorize";
import { evaluate } from "../../iam/evaluate";
import { type Applying, type IamRequest } from "../../iam/request";
import { type Role } from "../../iam/role";
import { isSilent } from "../../iam/scope";
import { equals } from "../../iam/wildcards";
import { type RoleCredentials } from "../../principal";
import { readable } from "../../symbols";
import { type Trace } from "../../step";
import { type Api } from "../facts/api";
import { isInForce } from "../../iam/in-force";
import { type Called, requestOf, type Requests, requestsOf } from "./called";
import { type Hurdle } from "./hurdle";
import { policyRefusal } from "./refusals";
import { remembered } from "../../remembered";
import { type Situation } from "./situation";

/**
 * The policy of the VPC endpoint that a call comes through; it is asked first.
 *
 * @see docs/access-model.md 3.4
 */
export function endpointHurdle(called: Called, situation: Situation, trace?: Trace): readonly Hurdle[] {
  const { endpointPolicy } = situation;
  if (!endpointPolicy) return [];
  const { allowed, denied, applying } = evaluate([endpointPolicy], requestOf(called, situation));
  const who = situation.label ?? "anonymous";
  trace?.({ text: `the endpoint's policy is asked about ${who}`, address: endpointPolicy.address, section: "3.4" });
  traceApplying(applying, trace);
  const refusal = policyRefusal("endpoint policy", denied === true, refused(called, situation));
  // Without a policy an endpoint lets everything through.
  const passes = endpointPolicy.when === undefined ? allowed : any([allowed, not(isInForce(endpointPolicy))]);
  return [{ when: denied === false ? passes : all([passes, not(denied)]), refusal }];
}

/**
 * What IAM says to a signed request: the role's policies and the API's resource policy together.
 *
 * @see docs/access-model.md 3.3
 */
export function iamHurdle(called: Called, situation: Situation, trace?: Trace): readonly Hurdle[] {
  const { signedWith } = situation;
  if (!signedWith) return [];
  const { role, sessionPolicies } = signedWith;
  const deployed = undeployable(called, situation, trace);
  if (deployed.some(({ when }) => when === false)) return deployed;
  const requests = requestsOf(called, situation);
  const alike = trace ? undefined : situation.alike;
  const isSilentOn = (request: IamRequest) => isSilent(role.policies, request);
  const answer =
    alike !== undefined && !role.boundary && !sessionPolicies && requests.every(isSilentOn)
      ? remembered(ofSilent(called), alike, () => answerTo(called, signedWith, requests))
      : answerTo(called, signedWith, requests);
  traceIam(called, role, answer, trace);
  const refusal = refusalOf(called, situation, answer.denied);
  return [...deployed, { when: answer.when, refusal, assumptions: answer.assumptions }];
}

/** What IAM answers to callers whose roles say nothing of the request, and whom the resource policy does not tell apart. */
const silent = new WeakMap<Called, Map<string, Authorization>>();
const ofSilent = (called: Called) => remembered(silent, called, () => new Map<string, Authorization>());

/** What IAM answers to a request for any path of a route. */
function answerTo({ api }: Called, signedWith: RoleCredentials, [request, root]: Requests): Authorization {
  const answer = answerOf(api, signedWith, request);
  if (root === undefined) return answer;
  const ofRoot = answerOf(api, signedWith, root);
  const applying = new Map([...answer.applying, ...ofRoot.applying].map((one) => [JSON.stringify(one), one]));
  return {
    when: onEither(ofRoot.when, answer.when),
    denied: onEither(ofRoot.denied, answer.denied),
    byIdentity: onEither(ofRoot.byIdentity, answer.byIdentity),
    byResource: onEither(ofRoot.byResource, answer.byResource),
    applying: [...applying.values()],
    assumptions: [...new Set([...answer.assumptions, ...ofRoot.assumptions])],
  };
}

const isRoot = condition("{path} is empty");

/** What holds of the root path and what of all others, as what holds of any. */
function onEither(ofRoot: Formula, ofOthers: Formula): Formula {
  if (textOf(ofRoot) === textOf(ofOthers)) return ofOthers;
  const atRoot = ofOthers === true ? ofRoot : all([isRoot, ofRoot]);
  const elsewhere = ofRoot === true ? ofOthers : all([not(isRoot), ofOthers]);
  return any([atRoot, elsewhere]);
}

function answerOf(api: Api, { role, sessionPolicies }: RoleCredentials, request: IamRequest): Authorization {
  const { resourcePolicy } = api;
  const judge = (sameAccount: boolean) => authorize({ role, sessionPolicies, resourcePolicy, request, sameAccount });
  const same = equals(api.accountId, role.accountId);
  if (same === true) return judge(true);
  const across = judge(false);
  // A resource policy is the only way into another account, and HTTP APIs have none.
  const abroad = api.kind === "REST" ? across.when : false;
  if (same === false) return { ...across, when: abroad };
  const within = judge(true);
  return { ...within, when: any([all([same, within.when]), all([not(same), abroad])]) };
}

/**
 * What the resource policy says to a request without an identity: it has to allow explicitly.
 *
 * @param explicitly Whether it has to; otherwise it only must not deny.
 * @see docs/access-model.md 3.3
 */
export function resourcePolicyHurdle(
  called: Called,
  situation: Situation,
  explicitly: boolean,
  trace?: Trace,
): readonly Hurdle[] {
  const { resourcePolicy } = called.api;
  if (!resourcePolicy) return undeployable(called, situation, trace);
  const { allowed, denied, applying } = evaluate([resourcePolicy], requestOf(called, situation));
  const asked = explicitly ? "has to allow it explicitly" : "must not deny it";
  trace?.({ text: `the API's resource policy ${asked}`, address: resourcePolicy.address, section: "3.3" });
  traceApplying(applying, trace);
  const passes = resourcePolicy.when === undefined ? allowed : any([allowed, not(isInForce(resourcePolicy))]);
  const when = all([not(denied), explicitly ? passes : true]);
  const refusal = refusalOf(called, situation, denied, "policy allows nobody");
  return [...undeployable(called, situation, trace), { when, refusal }];
}

/** A private API without a resource policy can't be deployed, or lets nobody through. */
function undeployable(called: Called, situation: Situation, trace?: Trace): readonly Hurdle[] {
  const { api } = called;
  const when = isInForce(api.resourcePolicy);
  if (api.endpoint !== "private" || when === true) return [];
  trace?.({
    text: "a private API without a resource policy lets nobody through",
    address: api.address,
    section: "3.4",
  });
  return [{ when, refusal: policyRefusal("policy allows nobody", false, refused(called, situation)) }];
}

function refusalOf(
  called: Called,
  situation: Situation,
  denied: Formula,
  otherwise: "no statement" | "policy allows nobody" = "no statement",
) {
  const explicit = denied === true;
  return policyRefusal(explicit ? "explicit deny" : otherwise, explicit, refused(called, situation));
}

const refused = ({ api, masked }: Called, { user }: Situation) => ({ api, masked, user });

function traceIam({ api, resource }: Called, role: Role, answer: Authorization, trace: Trace | undefined): void {
  if (!trace) return;
  trace({ text: `asked is execute-api:Invoke on ${readable(resource)}`, section: "3.2" });
  traceApplying(answer.applying, trace);
  const said = (formula: Formula) =>
    isOpen(formula) ? `allows it if ${readable(textOf(formula))}` : formula ? "allows it" : "does not allow it";
  trace({ text: `role ${readable(role.name)} ${said(answer.byIdentity)}`, address: role.address, section: "5.1" });
  if (api.resourcePolicy)
    trace({
      text: `the resource policy ${said(answer.byResource)}`,
      address: api.resourcePolicy.address,
      section: "3.3",
    });
  if (answer.denied !== false) trace({ text: "an explicit denial decides", section: "5.1" });
}

/** The statements that apply, each with its place. */
function traceApplying(applying: readonly Applying[], trace: Trace | undefined): void {
  if (!trace) return;
  for (const { address, statement, effect, when } of applying) {
    const only = isOpen(when) ? ` if ${readable(textOf(when))}` : "";
    trace({ text: `${effect === "Allow" ? "allowed" : "denied"}${only}`, address, statement, section: "5.1" });
  }
}
