import { type ClientSetting } from "../src/constructs/settings/client-settings";
import { type EnvironmentStack } from "./environment-stack";

/** What the clients of an environment have to know, by name. */
export function clientSettings(stack: Omit<EnvironmentStack, "settings">): Record<string, ClientSetting> {
  const { identity, adminApi, generalApi, helloApi, loginProxy, web } = stack;
  const { identityPool, groups } = identity;
  return {
    region: { value: stack.region, description: "The region of all but the front end" },
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
