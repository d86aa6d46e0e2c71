import { condition, textOf, any, onlyWhen } from "../../formula";
import { type Origin } from "../../origin";
import { type Trace } from "../../step";
import { equals } from "../../iam/wildcards";
import { readable } from "../../symbols";
import { type Api, type Stage } from "../facts/api";
import { partsOf } from "../facts/arn";
import { type Hurdle } from "./hurdle";
import { refusals } from "./refusals";

/**
 * Whether a call from somewhere comes to an API at all.
 *
 * @see docs/access-model.md 3.4
 */
export function reachOf(api: Api, origin: Origin, trace?: Trace): readonly Hurdle[] {
  if (!api.stage) {
    trace?.({ text: `no stage of ${api.label} is in the configuration`, address: api.address, section: "3" });
    return [{ when: false, refusal: refusals[api.kind].notDeployed }];
  }
  trace?.({
    text: `${api.label} is served under the stage ${api.stage.name}`,
    address: api.stage.address,
    section: "3",
  });
  return [...existing(api, api.stage, origin, trace), ...wayOf(api, origin, trace), ...nameOf(api, trace)];
}

/** What may not be there, and so may lead nowhere. */
function existing(api: Api, stage: Stage, { when: way, label }: Origin, trace?: Trace): readonly Hurdle[] {
  const { when: served } = onlyWhen(api.when, stage.when);
  const { notDeployed, privateApi } = refusals[api.kind];
  if (served !== undefined)
    trace?.({ text: `the stage serves it if ${readable(textOf(served))}`, address: stage.address, section: "3" });
  if (way !== undefined) trace?.({ text: `there is ${label} if ${readable(textOf(way))}`, section: "3.4" });
  return [
    ...(served === undefined ? [] : [{ when: served, refusal: notDeployed }]),
    ...(way === undefined ? [] : [{ when: way, refusal: privateApi }]),
  ];
}

/** Why an endpoint does not lead to a public API. */
function privateOnly(privateDns: boolean | undefined): string {
  if (privateDns === undefined) return "a VPC endpoint leads to private APIs only";
  return privateDns
    ? "private DNS leads the names of public APIs to the endpoint, which leads to private ones only"
    : "the endpoint leads to private APIs only; without private DNS the names of public APIs lead to the internet";
}

function wayOf(api: Api, { kind, label, privateDns, region }: Origin, trace?: Trace): readonly Hurdle[] {
  const isPrivate = api.endpoint === "unknown" ? condition(`${api.address} is private`) : api.endpoint === "private";
  const isPublic = api.endpoint === "unknown" ? condition(`${api.address} is public`) : api.endpoint !== "private";
  const what = { private: "is private", unknown: "is private or public" }[api.endpoint as string] ?? "is public";
  trace?.({ text: `the API ${what}, and the call comes from: ${label}`, address: api.address, section: "3.4" });
  if (kind === "internet") return [{ when: isPublic, refusal: refusals[api.kind].privateApi }];
  if (isPrivate === false) trace?.({ text: privateOnly(privateDns), section: "3.4" });
  const reaches = { when: isPrivate, refusal: refusals[api.kind].publicApi };
  const apiRegion = partsOf(api.executionArn)[3] ?? "";
  if (isPrivate === false || region === undefined || region === apiRegion) return [reaches];
  trace?.({
    text: `the endpoint is in ${readable(region)}, and leads to private APIs of that region only`,
    section: "3.4",
  });
  return [reaches, { when: equals(region, apiRegion), refusal: refusals[api.kind].otherRegion }];
}

/** Where the API's own name leads nowhere, custom domains do, and those may stand elsewhere. */
function nameOf(api: Api, trace?: Trace): readonly Hurdle[] {
  const { defaultEndpoint, customDomains, customDomainsWhen = true, address } = api;
  if (defaultEndpoint === "enabled") return [];
  const [domain] = customDomains;
  if (domain !== undefined && customDomainsWhen === true) {
    trace?.({
      text: "the API's own name is switched off, but a custom domain leads to it",
      address: domain,
      section: "3.4",
    });
    return [];
  }
  const text =
    defaultEndpoint === "unknown"
      ? `the default endpoint of ${address} is enabled`
      : `a custom domain that is not in the configuration leads to ${address}`;
  trace?.({ text: `a call gets there if ${text}`, address, section: "3.4" });
  const other = condition(text);
  const when = domain === undefined ? other : any([customDomainsWhen, other]);
  return [{ when, refusal: refusals[api.kind].endpointDisabled }];
}
