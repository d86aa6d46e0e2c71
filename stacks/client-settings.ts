import { type ClientSetting } from "../src/constructs/ssm/client-settings";
import { type AdminApi } from "./systems/admin-api";
import { type GeneralApi } from "./systems/general-api";
import { type HelloApi } from "./systems/hello-api";
import { type IdentitySystem } from "./systems/identity";
import { type LoginProxy } from "./systems/login-proxy";
import { type Web } from "./systems/web";

/** What clients are told of. */
export interface Told {
  /** The region of all but the front end. */
  readonly region: string;
  readonly identity: IdentitySystem;
  readonly adminApi: AdminApi;
  readonly generalApi: GeneralApi;
  readonly helloApi: HelloApi;
  readonly loginProxy: LoginProxy;
  readonly web: Web;
}

/** What the clients of an environment have to know, by name. */
export function clientSettings(told: Told): Record<string, ClientSetting> {
  const { region, identity, adminApi, generalApi, helloApi, loginProxy, web } = told;
  const { identityPool, groups } = identity;
  return {
    region: { value: region, description: "The region of all but the front end" },
    userPoolId: { value: identity.userPool.id, description: "The user pool that users sign in to" },
    clientId: { value: identity.client.id, description: "The app client of the front end" },
    spaClientId: { value: helloApi.client.id, description: "The app client of the single-page application" },
    identityPoolId: { value: identityPool.id, description: "The identity pool that gives AWS credentials" },
    adminApiUrl: { value: adminApi.api.url, description: "Where the admin API is called" },
    generalApiUrl: { value: generalApi.api.url, description: "Where the general API is called, past the front end" },
    helloApiUrl: { value: helloApi.api.url, description: "Where the hello API is called" },
    loginProxyUrl: { value: loginProxy.api.url, description: "Where the login proxy is called, in its network alone" },
    webUrl: { value: web.site.url, description: "Where the front end is, and the general API under /api" },
    webBucket: { value: web.site.bucketName, description: "The bucket that holds the front end's files" },
    webDistributionId: {
      value: web.site.distributionId,
      description: "The front end's distribution, for invalidations",
    },
    webDomainName: { value: web.site.domainName, description: "CloudFront's host, for the domain's DNS record" },
    adminRoleName: { value: groups.admin.roles[0].name, description: "The role of the group admin" },
    generalRoleName: { value: groups.general.roles[0].name, description: "The role of the group general" },
    authenticatedRoleName: {
      value: identityPool.authenticatedRole.name,
      description: "The role of who is signed in and in no group, where the identity pool gives it",
    },
    ...(helloApi.domainUrl !== undefined && {
      signInUrl: { value: helloApi.domainUrl, description: "Where Cognito's sign-in pages are" },
    }),
  };
}
