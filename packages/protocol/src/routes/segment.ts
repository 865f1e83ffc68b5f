/** How every route is written: below `/api/v4`, each id escaped, so that none can lead elsewhere. */
export const API = "/api/v4";

/** One part of a path. Half a sign, which no address can carry, becomes the sign for the unreadable. */
export function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
