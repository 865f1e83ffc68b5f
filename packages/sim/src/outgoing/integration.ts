/** The server's calls to a bot's own address for buttons, menus and dialogs, and what counts as an answer. It changes nothing in the world. */
import { AppError } from "../errors.ts";
import type { OutgoingAnswer, Outside } from "./outside.ts";

export const AGENT = "Mattermost-Bot/1.1";
/** More of an answer is not read. */
const ANSWER_MAX_BYTES = 1_048_576;

/** A call that did not end well, as the clicker is told. */
export function integrationFailed(): AppError {
  return new AppError("api.post.do_action.action_integration.app_error", "Action integration error.", 400);
}

/**
 * Posts JSON and answers the text that came back.
 *
 * @throws AppError 400 when nobody answers, or the status is not 200.
 */
export async function postToIntegration(
  outside: Outside,
  { url, body }: { readonly url: string; readonly body: unknown },
): Promise<string> {
  // A path stays inside the server, where plugins would answer, and nobody does.
  if (url.startsWith("/")) return "";
  const headers = { "User-Agent": AGENT, Accept: "application/json", "Content-Type": "application/json" };
  const answer = await outside
    .fetch({ method: "POST", url, headers, body: JSON.stringify(body) })
    .catch(() => undefined);
  if (answer === undefined || answer.status !== 200) throw integrationFailed();
  return readOf(answer);
}

/**
 * Posts JSON and reads JSON. Nothing at all counts as an empty answer.
 *
 * @throws AppError 400 when nobody answers, the status is not 200, or the body is not JSON.
 */
export async function callIntegration(
  outside: Outside,
  call: { readonly url: string; readonly body: unknown },
): Promise<Record<string, unknown>> {
  const text = await postToIntegration(outside, call);
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed === null) return {};
    if (typeof parsed !== "object" || Array.isArray(parsed)) throw integrationFailed();
    return parsed as Record<string, unknown>;
  } catch {
    throw integrationFailed();
  }
}

/** As much of an answer as the server reads. */
export function readOf({ body }: OutgoingAnswer): string {
  if (Buffer.byteLength(body) <= ANSWER_MAX_BYTES) return body;
  return Buffer.from(body).subarray(0, ANSWER_MAX_BYTES).toString();
}
