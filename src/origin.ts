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
  "an origin as browsers send it, https://host[:port] (or http://localhost[:port]), and after it a path and a query of " +
  "letters, digits, %20 and the like, and - . _ ~ ! $ & ( ) * + , ; = : @ / ?, of at most 1024 characters in all";

/**
 * Whether Cognito's sign-in pages may send users to a URL. Cognito compares it as it is written, so that nothing is
 * accepted that browsers would write in another way.
 */
export function isRedirectUrl(url: string): boolean {
  const [, origin = "", rest = ""] = /^(https?:\/\/[^/?]*)(.*)$/s.exec(url) ?? [];
  // Without a brace there is nothing for Terraform to read.
  const inside = /^([\w.~!$&()*+,;=:@/?-]|%[\dA-Fa-f]{2})*$/;
  return url.length <= 1024 && isOrigin(origin) && inside.test(rest);
}
