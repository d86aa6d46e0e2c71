import { type AuthFlow } from "./app-client";

/** An operation of Cognito that the login proxy passes on. There is no other way through it. */
export type LoginOperation = (typeof loginOperations)[number];

/** All of them: signing in to a user pool, and trading its ID token for AWS credentials. */
export const loginOperations = [
  "AdminInitiateAuth",
  "AdminRespondToAuthChallenge",
  "InitiateAuth",
  "RespondToAuthChallenge",
  "GetId",
  "GetCredentialsForIdentity",
] as const;

/** What a request says because its template says it, whatever the caller sent. */
export interface LoginLiterals {
  /** The account that the identity pool is in. */
  readonly accountId: string;
  /** The user pool that users sign in to. */
  readonly userPoolId: string;
  /** The client through which they sign in. */
  readonly clientId: string;
  /** How that client lets them sign in. */
  readonly authFlows: readonly AuthFlow[];
  /** The user pool as an identity provider: `cognito-idp.<region>.amazonaws.com/<pool id>`. */
  readonly providerName: string;
  /** The identity pool that gives credentials. */
  readonly identityPoolId: string;
}

/**
 * The mapping template (Velocity) that makes an operation's request from a caller's body.
 *
 * From the body come named fields only, each as JSON and of the kind that the operation wants; what is missing or of
 * another kind is left out, and Cognito refuses the request where it needed it. Names are written `$name`, because
 * the braced form is Terraform's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function loginTemplate(operation: LoginOperation, literals: LoginLiterals): string {
  return templates[operation](literals);
}

const templates: Readonly<Record<LoginOperation, (literals: LoginLiterals) => string>> = {
  AdminInitiateAuth: ({ userPoolId, clientId, authFlows }) =>
    template(
      [authFlow(authFlows, "admin"), object("AuthParameters")],
      [literal("UserPoolId", userPoolId), literal("ClientId", clientId)],
    ),
  AdminRespondToAuthChallenge: ({ userPoolId, clientId }) =>
    template(challengeAnswer(), [literal("UserPoolId", userPoolId), literal("ClientId", clientId)]),
  InitiateAuth: ({ clientId, authFlows }) =>
    template([authFlow(authFlows, "user"), object("AuthParameters")], [literal("ClientId", clientId)]),
  RespondToAuthChallenge: ({ clientId }) => template(challengeAnswer(), [literal("ClientId", clientId)]),
  GetId: ({ accountId, identityPoolId, providerName }) =>
    template(
      [idToken(providerName)],
      [literal("AccountId", accountId), literal("IdentityPoolId", identityPoolId), logins(providerName)],
    ),
  GetCredentialsForIdentity: ({ providerName }) =>
    template([text("IdentityId"), idToken(providerName)], [logins(providerName)]),
};

/** What is read of the body, and the lines of the request that may come of it. */
interface Field {
  readonly reading: string;
  readonly lines: readonly string[];
}

/** What every request has comes last: of two members of one name a reader of JSON takes the last. */
const template = (fields: readonly Field[], always: readonly [string, ...string[]]) =>
  [...fields.map(({ reading }) => reading), "{", ...fields.flatMap(({ lines }) => lines), always.join(",\n"), "}"].join(
    "\n",
  );

const literal = (name: string, value: string) => `"${name}":"${value}"`;

/** A member that is an object. */
const object = (name: string) => field(name, (value) => `${value}.startsWith('{')`);

/** A member that is a text. For one that is missing API Gateway gives an empty text. */
const text = (name: string) => field(name, (value) => `${value}.startsWith('"') && ${value} != '""'`);

function field(name: string, condition: (value: string) => string): Field {
  const value = `$${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return {
    reading: `#set(${value} = $input.json('$.${name}'))`,
    lines: [`#if(${condition(value)})`, `"${name}":${value},`, "#end"],
  };
}

const challengeAnswer = () => [text("ChallengeName"), text("Session"), object("ChallengeResponses")];

/** One of the flows that the client allows, in the template's own words. */
function authFlow(allowed: readonly AuthFlow[], by: "admin" | "user"): Field {
  const names = [...new Set([...allowed.flatMap((flow) => flowNames[flow][by]), ...refreshing])].toSorted();
  return {
    reading: "#set($authFlow = $input.json('$.AuthFlow'))",
    lines: [
      ...names.flatMap((name, index) => [
        `#${index === 0 ? "if" : "elseif"}($authFlow == '"${name}"')`,
        `${literal("AuthFlow", name)},`,
      ]),
      "#end",
    ],
  };
}

const refreshing = ["REFRESH_TOKEN", "REFRESH_TOKEN_AUTH"];

const flowNames: Readonly<Record<AuthFlow, Readonly<Record<"admin" | "user", readonly string[]>>>> = {
  ALLOW_ADMIN_USER_PASSWORD_AUTH: { admin: ["ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH"], user: [] },
  ALLOW_CUSTOM_AUTH: { admin: ["CUSTOM_AUTH"], user: ["CUSTOM_AUTH"] },
  ALLOW_USER_PASSWORD_AUTH: { admin: [], user: ["USER_PASSWORD_AUTH"] },
  ALLOW_USER_SRP_AUTH: { admin: ["USER_SRP_AUTH"], user: ["USER_SRP_AUTH"] },
};

/** The user pool's entry of the caller's Logins, and no other. */
const idToken = (providerName: string): Field => ({
  reading: `#set($idToken = $input.json("$.Logins['${providerName}']"))`,
  lines: [],
});

/** Without a token an empty text goes out, which Cognito refuses: without Logins it would serve a guest. */
const logins = (providerName: string) =>
  `"Logins":{"${providerName}":#if($idToken.startsWith('"'))$idToken#else""#end}`;
