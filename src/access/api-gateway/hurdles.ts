import { condition } from "../formula";
import { readable } from "../symbols";
import { type Trace } from "../step";
import { type Auth, type Route } from "./api";
import { type Attempt } from "./attempt";
import { type Called } from "./called";
import { type Hurdle } from "./hurdle";
import { authorizerHurdles, integrationHurdles } from "./integration-hurdle";
import { endpointHurdle, iamHurdle, resourcePolicyHurdle } from "./policy-hurdles";
import { refusals } from "./refusals";
import { scopeTexts } from "./scopes";

/**
 * What a call that reaches the API has to pass, in this order.
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
  const hurdles: Hurdle[] = [];
  // Nobody who stops at one asks what comes behind.
  const stops = (found: readonly Hurdle[]) => {
    for (const hurdle of found) {
      hurdles.push(hurdle);
      if (hurdle.when === false) return true;
    }
    return false;
  };
  if (stops(givenHurdle(called, attempt))) return hurdles;
  if (stops(endpointHurdle(called, attempt.situation, trace))) return hurdles;
  if (stops(authorizationHurdles(called, attempt, token, trace))) return hurdles;
  if (stops(apiKeyHurdle(called, trace))) return hurdles;
  stops(integrationHurdles(called, attempt.situation, trace));
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
  { situation, unsigned, unsignedReason }: Attempt,
  token: readonly Hurdle[] | undefined,
  trace?: Trace,
): readonly Hurdle[] {
  const { api, route } = called;
  const { auth } = route;
  traceAuth(route, trace);
  if (auth.kind === "iam") {
    if (situation.signedWith) return iamHurdle(called, situation, trace);
    return [{ when: false, refusal: refusals[api.kind][unsignedReason ?? "unsigned"] }];
  }
  if (auth.kind === "none") return resourcePolicyHurdle(called, unsigned, true, trace);
  if (auth.kind === "unknown") return [{ when: condition(auth.text), refusal: refusals[api.kind].unknown }];
  if (auth.kind === "lambda-authorizer") {
    const lets = condition(`the authorizer ${auth.address} lets it in`);
    return [
      ...resourcePolicyHurdle(called, unsigned, false, trace),
      ...authorizerHurdles(called, auth, unsigned, trace),
      { when: lets, refusal: refusals[api.kind].authorizer },
    ];
  }
  if (!token) return [{ when: false, refusal: refusals[api.kind].noToken }];
  return [...token, ...resourcePolicyHurdle(called, unsigned, true, trace)];
}

function apiKeyHurdle({ api, route }: Called, trace?: Trace): readonly Hurdle[] {
  const { apiKeyRequired, address } = route;
  if (apiKeyRequired === false || api.kind === "HTTP") return [];
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
