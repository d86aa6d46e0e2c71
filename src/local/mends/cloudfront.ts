import { cloudFrontAnswer, cloudFrontRefusal } from "../answers";
import { type Call, type Handler, type Mend } from "../call";
import { escapeXml, innerAt, itemsAt, textAt } from "../xml";
import { withCertificate } from "./cloudfront-certificates";
import { ConfigStore, configBesideTags, configOf, refuseWhileUsed } from "./cloudfront-configs";
import {
  aliasesOf,
  distributionArn,
  distributionHead,
  refuseDistribution,
  refuseDistributionDeletion,
  savedDistribution,
} from "./cloudfront-distributions";
import { EdgeFunctions } from "./cloudfront-functions";
import { managed } from "./cloudfront-managed";
import { webAclOf, withWebAcl } from "./cloudfront-web-acls";

/**
 * CloudFront's distributions and what they refer to. moto reads a configuration into what it knows of it and loses the
 * rest, and lacks functions and policies; here everything is kept as it was posted.
 */
export class CloudFront {
  /** By the ARN of a distribution. */
  private readonly tags = new Map<string, ReadonlyMap<string, string>>();
  private readonly distributions: ConfigStore;
  private readonly functions: EdgeFunctions;
  private readonly cachePolicies = this.policies("cache-policy", "CachePolicy", managed.cachePolicies);
  private readonly originRequestPolicies = this.policies(
    "origin-request-policy",
    "OriginRequestPolicy",
    managed.originRequestPolicies,
  );
  private readonly responseHeadersPolicies = this.policies(
    "response-headers-policy",
    "ResponseHeadersPolicy",
    managed.responseHeadersPolicies,
  );
  private readonly originAccessControls = this.policies("origin-access-control", "OriginAccessControl", []);

  constructor(private readonly accountId: string) {
    this.distributions = new ConfigStore({
      path: "distribution",
      element: "Distribution",
      head: (entry) => distributionHead(entry, accountId),
      saved: savedDistribution,
      refuse: (config, id) => refuseDistribution(config, this.referable(id)),
      refuseDeletion: refuseDistributionDeletion,
    });
    this.functions = new EdgeFunctions(accountId, () => this.distributions.all());
  }

  mend(): Mend {
    const stores = [
      this.cachePolicies,
      this.originRequestPolicies,
      this.responseHeadersPolicies,
      this.originAccessControls,
    ];
    return {
      service: "cloudfront",
      handlers: {
        // A call with tags has the path of one without, so it is looked for first.
        "POST /2020-05-31/distribution?WithTags": withWebAcl(withCertificate(this.createWithTags)),
        ...Object.assign({}, ...stores.map(({ handlers }) => handlers)),
        ...this.distributionsWithReferences(),
        ...this.functions.handlers,
        "GET /2020-05-31/tagging": this.listTags,
        "POST /2020-05-31/tagging": this.changeTags,
      },
    };
  }

  /** The ARNs of the web ACLs that distributions name. */
  webAcls(): string[] {
    return this.distributions.all().map(({ config }) => webAclOf(config));
  }

  private distributionsWithReferences(): Mend["handlers"] {
    const handlers = Object.entries(this.distributions.handlers);
    return Object.fromEntries(
      handlers.map(([key, handler]) => [
        key,
        /^(POST|PUT) /.test(key) ? withWebAcl(withCertificate(handler)) : handler,
      ]),
    );
  }

  private policies(path: string, element: string, ofAws: (typeof managed)["cachePolicies"]): ConfigStore {
    return new ConfigStore({
      path,
      element,
      managed: ofAws,
      refuseDeletion: (entry) => refuseWhileUsed(element, entry, this.distributions.all()),
    });
  }

  private referable(id: string | undefined) {
    const idsOf = (store: ConfigStore): Set<string> => new Set(store.all().map((entry) => entry.id));
    const others = this.distributions.all().filter((entry) => entry.id !== id);
    return {
      cachePolicies: idsOf(this.cachePolicies),
      originRequestPolicies: idsOf(this.originRequestPolicies),
      responseHeadersPolicies: idsOf(this.responseHeadersPolicies),
      originAccessControls: idsOf(this.originAccessControls),
      functions: this.functions.published(),
      takenAliases: new Set(others.flatMap(({ config }) => aliasesOf(config))),
    };
  }

  private readonly createWithTags: Handler = async (call) => {
    const posted = configOf(call);
    const created = this.distributions.create(call, configBesideTags(posted, "Distribution"));
    if (!("answer" in created)) return created;
    this.tags.set(distributionArn(created.entry.id, this.accountId), tagsIn(innerAt(posted, "Tags") ?? ""));
    return created.answer;
  };

  private readonly listTags: Handler = async (call) => {
    const arn = this.taggedBy(call);
    if (arn === undefined) return noSuchResource();
    const items = [...(this.tags.get(arn) ?? [])].map(
      ([key, value]) => `<Tag><Key>${escapeXml(key)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
    );
    return cloudFrontAnswer(200, { name: "Tags", inner: `<Items>${items.join("")}</Items>` });
  };

  private readonly changeTags: Handler = async (call) => {
    const arn = this.taggedBy(call);
    if (arn === undefined) return noSuchResource();
    const now = this.tags.get(arn) ?? new Map<string, string>();
    const operation = new URLSearchParams(call.url.split("?")[1]).get("Operation");
    const posted = configOf(call);
    const removed = new Set(operation === "Untag" ? elementTexts(posted) : []);
    const kept = [...now].filter(([key]) => !removed.has(key));
    this.tags.set(arn, new Map([...kept, ...(operation === "Tag" ? tagsIn(posted) : [])]));
    return cloudFrontAnswer(204);
  };

  /** The ARN that a call is about, if there is such a distribution. */
  private taggedBy(call: Call): string | undefined {
    const arn = new URLSearchParams(call.url.split("?")[1]).get("Resource") ?? "";
    return this.distributions.has(arn.split("/").at(-1) ?? "") ? arn : undefined;
  }
}

function tagsIn(xml: string): Map<string, string> {
  return new Map(itemsAt(xml).map(({ inner }) => [textAt(inner, "Key"), textAt(inner, "Value")]));
}

function elementTexts(xml: string): string[] {
  return itemsAt(xml).map(({ name, inner }) => textAt(`<${name}>${inner}</${name}>`, name));
}

function noSuchResource() {
  return cloudFrontRefusal({ status: 404, type: "NoSuchResource", message: "The resource does not exist." });
}
