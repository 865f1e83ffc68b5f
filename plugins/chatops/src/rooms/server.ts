/** What the server refuses a room command, as a sentence for whoever asked: what could not be done, why, and who grants it. */
import { CallError, PermissionError, UserError } from "matterwright";

/**
 * @param deed what is being done, as in "I could not …": `invite @ben to ~ops`
 * @throws UserError for what the server refuses; what failed for other reasons stays as it is.
 */
export async function onServer<Value>(deed: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CallError) || error.status === undefined || error.status >= 500) throw error;
    if (!(error instanceof PermissionError))
      throw new UserError(`I could not ${deed}: ${error.reason.replace(/\.?$/, ".")}`);
    const hint = error.hint === undefined ? "" : ` ${error.hint.replace(/\.?$/, ".")}`;
    throw new UserError(`The server does not let me ${deed}.${hint}`);
  }
}
