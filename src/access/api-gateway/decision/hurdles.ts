import { reasons } from "../../decision";
import { condition, isOpen, textOf } from "../../formula";
import { readable } from "../../symbols";
import { type Trace } from "../../step";
import { type Auth, type Route } from "../facts/api";
import { type Attempt } from "./attempt";
import { type Called } from "./called";
import { type Hurdle } from "./hurdle";
import { authorizerHurdles, integrationHurdles } from "./integration-hurdle";
import { endpointHurdle, iamHurdle, resourcePolicyHurdle } from "./policy-hurdles";
import { refusals } from "./refusals";
import { scopeTexts } from "../facts/scopes";

/**
 * What a call that reaches the API has to pass, in this order; nothing behind what it cannot pass.
 *
 * @param token What the route's authorizer makes of the attempt's token.
 * @see docs/access-model.md 3
 */
export function hurdlesOf(
  called: Called,
  attempt: Attempt,
  token: readonly Hurdle[] | undefined,
  trace?: Trace,
): readonly Hurdle[] {
  const { situation, unsigned } = attempt;
  const { kind } = called.route.auth;
  // Where nothing asked for a signature, API Gateway does not know who signed.
  const known = kind === "iam" || kind === "unknown" ? situation : unsigned;
  const hurdles: Hurdle[] = [];
  const passed = (part: readonly Hurdle[]) => part.every((hurdle) => hurdles.push(hurdle) > 0 && hurdle.when !== false);
  // Nobody who stops at one asks what comes behind.
  if (
    passed(givenHurdle(called, attempt)) &&
    passed(endpointHurdle(called, situation, trace)) &&
    passed(authorizationHurdles(called, attempt, token, trace)) &&
    passed(apiKeyHurdle(called, trace))
  )
    passed(integrationHurdles(called, known, trace));
  return hurdles;
}

/** Credentials that are not given out in any case. */
function givenHurdle({ api }: Called, { situation: { signedWith } }: Attempt): readonly Hurdle[] {
  if (!signedWith) return [];
  const { when, assumptions } = signedWith;
  return [{ when, refusal: refusals[api.kind].noRole, assumptions }];
}

/** @see docs/access-model.md 3.1 */
function authorizationHurdles(
  called: Called,
  attempt: Attempt,
  token: readonly Hurdle[] | undefined,
  trace?: Trace,
): readonly Hurdle[] {
  const { api, route } = called;
  const { situation, unsigned, unsignedReason = "unsigned" } = attempt;
  const { auth } = route;
  const no = refusals[api.kind];
  traceAuth(route, trace);
  if (auth.kind === "iam") {
    if (situation.signedWith) return iamHurdle(called, situation, trace);
    trace?.({ text: `the call is refused: ${reasons[no[unsignedReason].reason]}`, section: "3.6" });
    return [{ when: false, refusal: no[unsignedReason] }];
  }
  if (auth.kind === "none") return resourcePolicyHurdle(called, unsigned, true, trace);
  if (auth.kind === "unknown") {
    const denied = resourcePolicyHurdle(called, situation, false, trace);
    return [...denied, { when: condition(auth.text), refusal: no.unknown }];
  }
  if (auth.kind === "lambda-authorizer") {
    const denied = resourcePolicyHurdle(called, unsigned, false, trace);
    if (isClosed(denied)) return denied;
    const asked = [...denied, ...authorizerHurdles(called, auth, unsigned, trace)];
    if (isClosed(asked)) return asked;
    return [...asked, { when: condition(`the authorizer ${auth.address} lets it in`), refusal: no.authorizer }];
  }
  const accepted = tracedToken(token ?? [{ when: false, refusal: no.noToken }], trace);
  return isClosed(accepted) ? accepted : [...accepted, ...resourcePolicyHurdle(called, unsigned, true, trace)];
}

const isClosed = (hurdles: readonly Hurdle[]) => hurdles.some(({ when }) => when === false);

/** What an authorizer makes of a token, with the first reason that it may have to refuse it. */
function tracedToken(hurdles: readonly Hurdle[], trace?: Trace): readonly Hurdle[] {
  const stopping = hurdles.find(({ when }) => when === false) ?? hurdles.find(({ when }) => isOpen(when));
  if (trace && stopping) {
    const { when, refusal } = stopping;
    const unless = isOpen(when) ? ` unless ${readable(textOf(when))}` : "";
    trace({ text: `the call is refused${unless}: ${reasons[refusal.reason]}`, section: "3.5" });
  } else trace?.({ text: "the authorizer accepts the token", section: "3.5" });
  return hurdles;
}

function apiKeyHurdle({ api, route }: Called, trace?: Trace): readonly Hurdle[] {
  const { apiKeyRequired, address } = route;
  if (apiKeyRequired === false) return [];
  const key = `the request carries an API key of a usage plan of ${api.label}`;
  const text = apiKeyRequired === true ? key : `${key}, or ${address} asks for none`;
  trace?.({ text: `it is let through if ${text}`, address, section: "3.6" });
  return [{ when: condition(text), refusal: refusals[api.kind].noApiKey }];
}

function traceAuth({ auth, label, address }: Route, trace?: Trace): void {
  trace?.({ text: `${label} ${inWords(auth)}`, address, section: "3.1" });
}

function inWords(auth: Auth): string {
  if (auth.kind === "none") return "asks for no authorization";
  if (auth.kind === "iam") return "asks for a signature, about which IAM decides";
  if (auth.kind === "unknown") return "does not say whom it lets through";
  if (auth.kind === "lambda-authorizer") return `asks the authorizer ${auth.address}`;
  const texts = scopeTexts(auth);
  const scopes = texts.length > 0 ? ` with one of the scopes ${texts.join(", ")}` : "";
  if (auth.kind === "jwt")
    return `asks for a token of ${readable(auth.issuer)} for ${auth.audience.map(readable).join(" or ")}${scopes}`;
  const token = auth.unknownScopes ? "a token" : texts.length > 0 ? "an access token" : "an ID token";
  return `asks for ${token} of ${auth.pools.map(readable).join(" or ")}${scopes}`;
}
