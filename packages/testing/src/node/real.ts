/**
 * A real server as a server under test, by its address, over real HTTP and WebSocket, with a receiver on this machine. Here alone
 * waiting takes time; `npm test` never comes here unless it is given an address.
 */
import { randomBytes } from "node:crypto";
import { Agent, type IncomingMessage, request as ask, createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { sleep, systemClock } from "@matterwright/clock";
import { WebSocket } from "ws";
import { ScriptedReceiver, written } from "../replay/receiver.ts";
import type { Ears, OpenSocket, ServerAnswer, ServerRequest, ServerUnderTest } from "../replay/server.ts";

/** Where a real server is and who administers it. */
export interface RealServerOptions {
  /** Plain HTTP, as a server for tests listens. */
  readonly url: string;
  readonly admin: { readonly name: string; readonly password: string };
}

const POLL_MS = 10;

export class RealServer implements ServerUnderTest {
  readonly base: string;
  readonly admin: { readonly name: string; readonly password: string };
  readonly suffix = `-${randomBytes(3).toString("hex")}`;
  readonly receiver: ScriptedReceiver;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #stop: () => Promise<void>;

  constructor({ url, admin }: RealServerOptions, receiver: ScriptedReceiver, stop: () => Promise<void>) {
    this.base = url.replace(/\/$/, "");
    this.admin = admin;
    this.receiver = receiver;
    this.#stop = stop;
  }

  /** Opens the receiver; the server itself is first met by the first request. */
  static async reach(options: RealServerOptions): Promise<RealServer> {
    const { receiver, stop } = await receive();
    return new RealServer(options, receiver, stop);
  }

  now(): number {
    return systemClock.now();
  }

  request({ method, target, headers, body }: ServerRequest): Promise<ServerAnswer> {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const safe = target.replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent);
    return new Promise((resolve, reject) => {
      const sent = ask(
        this.base + safe,
        { method, agent: this.#agent, headers: { ...length, ...headers } },
        (response) => void read(response).then(resolve, reject),
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  open(target: string, headers: Readonly<Record<string, string>>, ears: Ears): Promise<OpenSocket | ServerAnswer> {
    const socket = new WebSocket(this.base.replace(/^http/, "ws") + target, {
      headers,
      perMessageDeflate: false,
      autoPong: ears.ignoresPings !== true,
    });
    let line: Socket | undefined;
    let ended = false;
    socket.on("upgrade", (response) => (line = response.socket));
    socket.on("message", (data: Buffer) => ears.frame(data.toString()));
    socket.on("close", (code) => (ended ? undefined : ears.closed(code)));
    return new Promise((resolve, reject) => {
      socket.on("unexpected-response", (_request, response) => void read(response).then(resolve, reject));
      socket.on("error", reject);
      socket.on("open", () =>
        resolve({
          send: (text) => socket.send(text),
          close: () => {
            ended = true;
            socket.close();
          },
          reset: () => {
            ended = true;
            line?.resetAndDestroy();
          },
        }),
      );
    });
  }

  wait(ms: number): Promise<void> {
    return sleep(systemClock, ms);
  }

  async settle(quietMs: number, activity: () => number): Promise<void> {
    let seen = activity();
    for (let sinceMs = systemClock.now(); systemClock.now() - sinceMs < quietMs;) {
      await sleep(systemClock, POLL_MS);
      if (activity() === seen) continue;
      seen = activity();
      sinceMs = systemClock.now();
    }
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.#stop();
  }
}

async function receive(): Promise<{ readonly receiver: ScriptedReceiver; readonly stop: () => Promise<void> }> {
  const listener = createServer((request, response) => {
    void (async () => {
      const body = await bytes(request);
      const reply = receiver.take({
        method: request.method ?? "",
        path: request.url ?? "",
        headers: Object.fromEntries(Object.entries(request.headersDistinct).map(([name, all]) => [name, String(all)])),
        body: body.toString(),
      });
      if (reply.delay_ms !== undefined) await sleep(systemClock, reply.delay_ms);
      const { status, headers, body: text } = written(reply);
      response.writeHead(status, "X", headers).end(text);
    })();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const receiver = new ScriptedReceiver(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
  const stop = (): Promise<void> => {
    listener.closeAllConnections();
    return new Promise((resolve) => void listener.close(() => resolve()));
  };
  return { receiver, stop };
}

async function read(response: IncomingMessage): Promise<ServerAnswer> {
  const headers = Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, all = []]) => [name, all.length === 1 ? (all[0] ?? "") : all]),
  );
  return { status: response.statusCode ?? 0, headers, body: await bytes(response) };
}

async function bytes(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
