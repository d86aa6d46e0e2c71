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
