/**
 * Sends one post. A webhook has no mark by which the server would know a second try, so it is tried again only where it is certain that
 * the first try posted nothing: when no connection came about, or the server's rate limit turned it away.
 */
import type { HttpResponse, HttpTransport } from "@matterwright/client";
import { type Clock, sleep } from "@matterwright/clock";
import type { WebhookMessage } from "@matterwright/protocol";
import type { Address } from "./address.ts";
import { WebhookError } from "./error.ts";
import { type Answer, refusalOf } from "./refusal.ts";

export interface Way {
  readonly address: Address;
  readonly http: HttpTransport;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly retryForMs: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Resolves when it is posted. @throws WebhookError. */
export async function send(message: WebhookMessage, way: Way): Promise<void> {
  const { clock, retryForMs } = way;
  const untilMs = clock.now() + retryForMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await once(message, way);
    } catch (error) {
      if (!(error instanceof WebhookError) || !mayRepeat(error)) throw error;
      const waitMs = error.retryAfterMs ?? pauseMs;
      if (clock.now() + waitMs > untilMs) throw error;
      await sleep(clock, waitMs);
    }
  }
}

async function once(message: WebhookMessage, way: Way): Promise<void> {
  const answer = await ask(message, way);
  if (answer.status === 200 && answer.body.trim() === "ok") return;
  const { shown } = way.address;
  throw await refusalOf(answer, { shown, channel: message.channel, isKnown: () => isKnown(way) });
}

/** Posts nothing: there is no channel of this name, and the server looks for the webhook first. */
async function isKnown(way: Way): Promise<boolean | undefined> {
  try {
    const { status } = await ask({ text: "Does this webhook exist?", channel: "no such channel" }, way);
    return status === 404 ? true : status === 400 ? false : undefined;
  } catch {
    return undefined;
  }
}

async function ask(message: WebhookMessage, { address, http, timeoutMs }: Way): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  try {
    const answer = await http({ method: "POST", url: address.url, headers, body: JSON.stringify(message), timeoutMs });
    return { status: answer.status, body: await answer.text(), retryAfterMs: retryAfterMs(answer) };
  } catch (error) {
    const code = codeOf(error);
    const posted = code !== undefined && (NEVER_CONNECTED.test(code) || NEVER_TRUSTED.test(code)) ? "no" : "perhaps";
    const unsure = posted === "no" ? "" : ", and whether the message was posted is not known";
    throw new WebhookError(
      "network",
      `${address.shown} gave no answer (${code ?? "no reason was told"})${unsure}: check the address, the network and that the server is up.`,
      { code, posted },
      { cause: error },
    );
  }
}

/** No connection came about, so nothing was sent. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_PROXY_\w+)$/;
/** A connection that was given up before anything was said over it. */
const NEVER_TRUSTED = /^(?:CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/;

function mayRepeat({ trouble, code }: WebhookError): boolean {
  return trouble === "busy" || (trouble === "network" && code !== undefined && NEVER_CONNECTED.test(code));
}

function retryAfterMs({ headers }: HttpResponse): number | undefined {
  const seconds = Number([headers["retry-after"]].flat()[0] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    at = at instanceof AggregateError ? (at.errors[0] as unknown) : at.cause;
  }
  return undefined;
}
