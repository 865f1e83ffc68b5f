/** The network of a stage: requests and sockets of a bot go straight into a simulator in the same process. */
import type { HttpTransport, SocketTransport } from "@matterwright/client";
import type { SimRequest, Simulator } from "@matterwright/sim";

/** HTTP without HTTP. */
export function httpInto(sim: Simulator): HttpTransport {
  return async ({ method, url, headers, body }) => {
    const response = await sim.handle({
      method,
      target: targetOf(url),
      headers: lower(headers),
      ...(body === undefined ? {} : { body: await whole(body) }),
    });
    const bytes = typeof response.body === "string" ? new TextEncoder().encode(response.body) : response.body;
    return {
      status: response.status,
      headers: lower(response.headers) as Record<string, string | string[] | undefined>,
      text: () => Promise.resolve(new TextDecoder().decode(bytes)),
      bytes: () => once(bytes),
    };
  };
}

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
    let visit: ReturnType<Simulator["connect"]> | undefined;
    const end = (code: number): void =>
      later(() => {
        isOver = true;
        events.closed(code);
      });
    later(() => {
      events.opened();
      visit = sim.connect(request, {
        send: (text) => later(() => events.message(text)),
        ping: () => later(() => visit !== undefined && "pong" in visit && visit.pong()),
        close: (code = 1006) => end(code),
      });
      if ("status" in visit) events.failed({ message: `answered ${visit.status}`, status: visit.status });
    });
    const leave = (): void => {
      isOver = true;
      if (visit !== undefined && "closed" in visit) visit.closed();
    };
    return {
      send: (text) => later(() => visit !== undefined && "receive" in visit && visit.receive(text)),
      ping: () => later(() => events.ponged()),
      close: leave,
      terminate: leave,
    };
  };
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
