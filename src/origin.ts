/** What {@link isOrigin} accepts, in words. */
export const originForm =
  "one origin as browsers send it: https://host[:port] (or http://localhost[:port]), without a default port, a path, a trailing slash or *";

/** Whether a text is one web origin, exactly as a browser would send it. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  // A URL's host may hold * and quotes, and ${, which Terraform would read.
  if (!/^[a-z0-9.-]+$/.test(hostname)) return false;
  return origin === text && (protocol === "https:" || (protocol === "http:" && hostname === "localhost"));
}

/** What {@link isRedirectUrl} accepts, in words. */
export const redirectUrlForm =
  "a URL of https (or of http://localhost), of at most 1024 characters, without a fragment";

/** Whether Cognito's sign-in pages may send users to a URL. */
export function isRedirectUrl(url: string): boolean {
  // Terraform would read ${, and JSON would escape quotes.
  if (url.length > 1024 || !URL.canParse(url) || /[\s#$"\\]/.test(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && hostname === "localhost");
}
