/** Whether the server still takes a token, asked over REST: a socket never says why it is cut. */
import { AuthenticationError } from "../errors.ts";
import type { Rest } from "../rest/rest.ts";
import type { TokenVerdict } from "./link.ts";

/**
 * What REST says of its token, for the `verify` of a socket. Never throws: a server that does not answer says nothing of it.
 *
 * @example
 * const socket = new Socket({ ...options, verify: () => tokenVerdict(rest) });
 */
export async function tokenVerdict(rest: Rest): Promise<TokenVerdict> {
  try {
    // The link has a patience of its own.
    await rest.with({ retryForMs: 0 }).users.me();
    return "good";
  } catch (error) {
    return error instanceof AuthenticationError ? "refused" : "unknown";
  }
}
