/** The session as cookies, for browsers. */
import type { Session } from "../world/world.ts";

const LIFETIME_SECONDS = 15_552_000;

export function sessionCookies({ token, userId, csrf, createdAt }: Session): string[] {
  const expires = new Date(createdAt + LIFETIME_SECONDS * 1_000).toUTCString();
  const rest = `Path=/; Expires=${expires}; Max-Age=${LIFETIME_SECONDS}`;
  return [`MMAUTHTOKEN=${token}; ${rest}; HttpOnly`, `MMUSERID=${userId}; ${rest}`, `MMCSRF=${csrf}; ${rest}`];
}

/** What clears the session cookie. */
export const CLEARED = "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly";

/** One cookie of a request. */
export function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}
