const serving = {
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.of}/invocations",
  },
};

/** IAM, a user pool and nobody guard it; only calls through the endpoint are let in. */
export function privateDocument(): string {
  const invoked = { Principal: "*", Action: "execute-api:Invoke" };
  const served = JSON.parse(JSON.stringify(serving).replace("${stage", "$${stage")) as object;
  return JSON.stringify({
    openapi: "3.0.1",
    paths: {
      "/items": { get: { security: [{ iam: [] }], ...served }, options: { ...served } },
      "/items/{id}": { get: { security: [{ iam: [] }], ...served }, post: { security: [{ users: [] }], ...served } },
      "/scoped": { get: { security: [{ users: ["orders/read"] }], "x-amazon-apigateway-auth": {}, ...served } },
      "/typed": { get: { "x-amazon-apigateway-auth": { type: "AWS_IAM" }, ...served } },
    },
    components: {
      securitySchemes: {
        iam: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
        users: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authtype": "cognito_user_pools",
          "x-amazon-apigateway-authorizer": {
            type: "cognito_user_pools",
            providerARNs: ["${aws_cognito_user_pool.users.arn}"],
          },
        },
      },
    },
    "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: false },
    "x-amazon-apigateway-policy": {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", ...invoked, Resource: ["execute-api:/*/*/items", "execute-api:/*/POST/*"] },
        {
          Effect: "Deny",
          ...invoked,
          Resource: "execute-api:/*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.api.id}" } },
        },
      ],
    },
  });
}
