import { createHash } from "node:crypto";
import { type Json, textOf } from "../call";
import { type Operation, methodsOf, objectAt } from "./open-api-methods";

/** What a method asks of a request and says of its responses, in the terms of GetMethod. */
export interface MethodRequest {
  /** The name of the validator that checks it. */
  readonly validator?: string;
  /** Whether they are required, as in `method.request.querystring.limit`. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Names of models by content type. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly methodResponses: Readonly<Record<string, Json>>;
}

/** What a document says of requests, and the models and validators that it brings for them. */
export interface Requests {
  /** By method and path: `GET /members`. */
  readonly requests: ReadonlyMap<string, MethodRequest>;
  /** CreateRequestValidator's input by name. */
  readonly validators: ReadonlyMap<string, Json>;
  /** Schemas, in JSON, by the name of their model. */
  readonly models: ReadonlyMap<string, string>;
}

const places: Readonly<Record<string, string>> = { query: "querystring", header: "header", path: "path" };

/** Reads the parameters, bodies, models and validators of a document. A schema without a name gets a model too. */
export function readRequests(document: Json): Requests {
  const schemas = Object.entries(objectAt(objectAt(document, "components"), "schemas"));
  const models = new Map(schemas.map(([name, schema]) => [name, JSON.stringify(schema)]));
  const requests = new Map<string, MethodRequest>();
  for (const operation of methodsOf(document)) {
    const validator = operation.method["x-amazon-apigateway-request-validator"];
    const byDefault = document["x-amazon-apigateway-request-validator"];
    const name = textOf(validator ?? byDefault);
    requests.set(`${operation.verb} ${operation.path}`, {
      ...(name !== "" && { validator: name }),
      requestParameters: parametersOf(operation),
      requestModels: modelsOf(objectAt(operation.method, "requestBody"), models),
      methodResponses: responsesOf(operation, models),
    });
  }
  const validators = Object.entries(objectAt(document, "x-amazon-apigateway-request-validators")) as [string, Json][];
  return {
    requests,
    validators: new Map(
      validators.map(([name, { validateRequestBody, validateRequestParameters }]) => [
        name,
        {
          name,
          validateRequestBody: validateRequestBody === true,
          validateRequestParameters: validateRequestParameters === true,
        },
      ]),
    ),
    models,
  };
}

function parametersOf({ method, item }: Operation): Record<string, boolean> {
  const all = [...((item["parameters"] ?? []) as Json[]), ...((method["parameters"] ?? []) as Json[])];
  const known = all.filter((parameter) => textOf(parameter["in"]) in places);
  return Object.fromEntries(
    known.map(({ in: place, name, required }) => [
      `method.request.${places[textOf(place)]}.${textOf(name)}`,
      required === true,
    ]),
  );
}

function modelsOf(body: Json, models: Map<string, string>): Record<string, string> {
  const found = Object.entries(objectAt(body, "content")).flatMap(([type, media]) => {
    const schema = objectAt(media as Json, "schema");
    return Object.keys(schema).length === 0 ? [] : [[type, modelOf(schema, models)]];
  });
  return Object.fromEntries(found) as Record<string, string>;
}

function modelOf(schema: Json, models: Map<string, string>): string {
  const named = /^#\/components\/schemas\/(.+)$/.exec(textOf(schema["$ref"]))?.[1];
  if (named !== undefined) return named;
  const text = JSON.stringify(schema);
  const name = `MODEL${createHash("sha256").update(text).digest("hex").slice(0, 6)}`;
  models.set(name, text);
  return name;
}

function responsesOf({ method }: Operation, models: Map<string, string>): Record<string, Json> {
  const responses = Object.entries(objectAt(method, "responses")).filter(([status]) => /^\d{3}$/.test(status));
  return Object.fromEntries(
    responses.map(([statusCode, response]) => {
      const headers = Object.keys(objectAt(response as Json, "headers"));
      const responseParameters = Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, false]));
      return [statusCode, { statusCode, responseParameters, responseModels: modelsOf(response as Json, models) }];
    }),
  );
}
