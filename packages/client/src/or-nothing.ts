/** Reads what may not be there. For whoever asks a server for a thing by a name or id that somebody typed or kept. */
import { NotFoundError, PermissionError } from "./errors.ts";

/**
 * What a call brings, or nothing where the server has no such thing or does not show it to this account: it says 403 for what may not be
 * seen, too.
 *
 * @throws whatever else the call throws: that a server could not be asked is an error.
 * @example const channel = await orNothing(rest.channels.get(id));
 */
export async function orNothing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof PermissionError) return undefined;
    throw error;
  }
}
