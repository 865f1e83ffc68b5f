/** The network of a stage: requests and sockets of a bot go straight into a simulator in the same process. */
import type { HttpTransport, SocketTransport } from "@matterwright/client";
import type { Outside, SimRequest, SimResponse, Simulator, Visit } from "@matterwright/sim";
import type { Bot } from "matterwright";
import type { Life } from "./life.ts";

/** HTTP without HTTP. */
export function httpInto(sim: Simulator): HttpTransport {
  return async ({ method, url, headers, body, timeoutMs, signal }) => {
    const response = await sim.handle({
      method,
      target: targetOf(url),
      headers: lower(headers),
      ...(body === undefined ? {} : { body: await whole(body) }),
    });
    if (response.lost !== undefined) return nothing(sim, response.lost, { timeoutMs, signal });
    const bytes = typeof response.body === "string" ? new TextEncoder().encode(response.body) : response.body;
    return {
      status: response.status,
      headers: lower(response.headers) as Record<string, string | string[] | undefined>,
      text: () => Promise.resolve(new TextDecoder().decode(bytes)),
      bytes: () => once(bytes),
    };
  };
}

/** What a network says when no answer comes: at once, or when the time for it is over. */
function nothing(
  sim: Simulator,
  lost: NonNullable<SimResponse["lost"]>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (code: string): void => reject(Object.assign(new Error(code), { code }));
    if (lost !== "never") return fail(CODES[lost]);
    const timer = sim.clock.after(timeoutMs, () => fail("UND_ERR_HEADERS_TIMEOUT"));
    signal?.addEventListener("abort", () => {
      timer.cancel();
      reject(signal.reason as Error);
    });
  });
}

const CODES = { refused: "ECONNREFUSED", reset: "ECONNRESET" } as const;

/** A WebSocket without a network. Frames arrive at the next turn, as they would from outside. */
export function socketInto(sim: Simulator): SocketTransport {
  return (url, headers, events) => {
    const request: SimRequest = {
      method: "GET",
      target: targetOf(url),
      headers: lower<string>(headers),
    };
    let isOver = false;
    const later = (then: () => void): void =>
      queueMicrotask(() => {
        if (!isOver) then();
      });
    let visit: Visit | undefined;
    const end = (code: number): void =>
      later(() => {
        isOver = true;
        events.closed(code);
      });
    later(() => {
      const refused = sim.refuseUpgrade(request);
      if (refused !== undefined) return events.failed(whyNot(refused));
      events.opened();
      visit = sim.welcome(request, {
        send: (text) => later(() => events.message(text)),
        ping: () => later(() => visit?.pong()),
        close: (code = 1006) => end(code),
      });
    });
    const leave = (): void => {
      isOver = true;
      visit?.closed();
    };
    return {
      send: (text) => later(() => visit?.receive(text)),
      ping: () => later(() => events.ponged()),
      close: leave,
      terminate: leave,
    };
  };
}

/** The other direction: the server's calls of the bot, which reach it as long as it lives. */
export function callsTo(
  callbackUrl: string | false,
  { bot, others }: { readonly bot: () => Called; readonly others: Outside | undefined },
): Outside {
  return {
    fetch: async (call) => {
      const isBots = callbackUrl !== false && `${call.url}/`.startsWith(callbackUrl);
      const { life, bot: alive } = bot();
      if (!isBots && others !== undefined) return others.fetch(call);
      if (!isBots || life.isOver) throw Object.assign(new Error("ECONNREFUSED"), { code: "ECONNREFUSED" });
      const { url, method, headers, body } = call;
      const answer = await alive.fetch(new Request(url, { method, headers, ...(body === "" ? {} : { body }) }));
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
    },
  };
}

interface Called {
  readonly bot: Bot;
  readonly life: Life;
}

function whyNot({ status, headers, lost }: SimResponse): Parameters<Parameters<SocketTransport>[2]["failed"]>[0] {
  if (lost === undefined) {
    const retryAfterMs = Number(lower(headers)["retry-after"]) * 1_000;
    return { message: `answered ${status}`, status, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) };
  }
  const code = lost === "never" ? "ETIMEDOUT" : CODES[lost];
  return { message: code, code };
}

function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function lower<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function whole(body: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<string | Uint8Array> {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

// eslint-disable-next-line typescript/require-await -- an async generator is the shape that is asked for
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
