import { symbolic } from "../../symbols";
import { type Resource, textIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { switchIn } from "./attributes";
import { type Document, type DocumentPlace, readDocument } from "./open-api";
import { unreadable, type WrittenRoute } from "./written-route";

/** The body of an API. */
export interface Body {
  /** What it says; absent where it is not known, or YAML. */
  readonly document?: Document;
}

/** The body of an API; undefined where it has none. @throws UserError where it is JSON, but not a document */
export function bodyOf({ address, values }: Resource, basePath: DocumentPlace["basePath"]): Body | undefined {
  const text = textIn(values.body);
  return text === undefined ? undefined : { document: readDocument(text, { address, basePath }) };
}

/** Whether there is a body that can't be read. */
export function isUnread(body: Body | undefined): boolean {
  return body !== undefined && body.document === undefined;
}

/** The routes of an API's body; one that stands for all where there is a body that can't be read. */
export function documentRoutes(address: string, body: Body | undefined): readonly WrittenRoute[] {
  if (!body) return [];
  if (body.document) return body.document.operations.map((operation) => ({ address, ...operation }));
  return [unreadable(address, `${address} admits the call by its body, which is not known or YAML: write it as JSON`)];
}

/** Whether the name that AWS gives an API leads to it. */
export function defaultEndpoint({ address, values }: Resource, body: Body | undefined): Api["defaultEndpoint"] {
  const unread = isUnread(body) ? symbolic({ kind: "unknown", name: `${address}.body` }) : undefined;
  const written = unread ?? body?.document?.defaultEndpointDisabled;
  const is = switchIn(textIn(values.disable_execute_api_endpoint) ?? written, false);
  if (is === "unknown") return is;
  return is ? "disabled" : "enabled";
}
