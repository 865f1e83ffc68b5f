/**
 * The simulator as a server under test: in this process, without sockets, on a clock that moves only when a scenario waits. Each one
 * is fresh.
 */
import { setImmediate as turn } from "node:timers/promises";
import { ManualClock } from "@matterwright/clock";
import {
  type Outside,
  type Settings,
  type SimResponse,
  Simulator,
  type Visit,
  createAdministrator,
} from "@matterwright/sim";
import { ScriptedReceiver, written } from "./receiver.ts";
import type { Ears, OpenSocket, ServerAnswer, ServerRequest, ServerUnderTest } from "./server.ts";

const BASE = "http://127.0.0.1:8065";
const RECEIVER = "http://127.0.0.1:18300";
/** Longer than any timeout of the server: a request that waits longer waits for nothing. */
const REQUEST_TIMEOUT_MS = 120_000;
/** As often as a server looks for connections that were left. */
const REAP_INTERVAL_MS = 300_000;
const ADMIN = { name: "admin", password: "Passw0rd!1" };

export class SimulatedServer implements ServerUnderTest {
  readonly base = BASE;
  readonly admin = ADMIN;
  readonly suffix = "";
  readonly receiver = new ScriptedReceiver(RECEIVER);
  readonly clock = new ManualClock();
  readonly sim: Simulator;

  constructor(settings: Partial<Settings> = {}) {
    this.sim = new Simulator({
      clock: this.clock,
      settings: { "ServiceSettings.SiteURL": BASE, ...settings },
      outside: { fetch: (request) => this.#integration(request) },
    });
    createAdministrator(this.sim, ADMIN);
    this.#reapLater();
  }

  now(): number {
    return this.clock.now();
  }

  async request({ method, target, headers, body }: ServerRequest): Promise<ServerAnswer> {
    let answer: SimResponse | undefined;
    const asked = this.sim.handle({
      method,
      target,
      headers: lowerCased(headers),
      remoteAddress: "127.0.0.1",
      ...(body === undefined ? {} : { body }),
    });
    void asked.then((given) => (answer = given));
    const untilMs = this.clock.now() + REQUEST_TIMEOUT_MS;
    for (;;) {
      await turn();
      if (answer !== undefined) break;
      await this.#rest();
      // Whoever still waits, waits for time to pass: an integration's delay, a deadline.
      if (answer === undefined && !this.clock.step(untilMs)) throw new Error(`no answer to ${method} ${target}`);
    }
    this.clock.advance(1);
    return plain(answer);
  }

  async open(
    target: string,
    headers: Readonly<Record<string, string>>,
    ears: Ears,
  ): Promise<OpenSocket | ServerAnswer> {
    let visit: Visit | SimResponse | undefined;
    let isOver = false;
    const opened = this.sim.connect(
      { method: "GET", target, headers: lowerCased(headers), remoteAddress: "127.0.0.1" },
      {
        send: (text) => (isOver ? undefined : ears.frame(text)),
        ping: () => {
          if (ears.ignoresPings !== true && visit !== undefined && "pong" in visit) visit.pong();
        },
        close: (code = 1006) => {
          if (!isOver) ears.closed(code);
          isOver = true;
        },
      },
    );
    visit = opened;
    if (!("receive" in opened)) return plain(opened);
    await this.#rest();
    const end = (): void => {
      isOver = true;
      opened.closed();
    };
    return { send: (text) => opened.receive(text), close: end, reset: end };
  }

  async wait(ms: number): Promise<void> {
    await this.#rest();
    const untilMs = this.clock.now() + ms;
    while (this.clock.step(untilMs)) await this.#rest();
    this.clock.jump(untilMs);
  }

  /** Time passes between steps as it did while recording. */
  async settle(quietMs: number): Promise<void> {
    await this.wait(quietMs);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #reapLater(): void {
    this.clock.after(REAP_INTERVAL_MS, () => {
      this.sim.reap();
      this.#reapLater();
    });
  }

  /** Until two turns of the event loop bring nothing new. */
  async #rest(): Promise<void> {
    for (let quiet = 0, seen = this.sim.activity; quiet < 2;) {
      await turn();
      quiet = seen === this.sim.activity ? quiet + 1 : 0;
      seen = this.sim.activity;
    }
  }

  async #integration(request: Parameters<Outside["fetch"]>[0]): ReturnType<Outside["fetch"]> {
    const url = new URL(request.url);
    if (url.origin !== RECEIVER) throw new Error(`nobody listens at ${url.origin}`);
    const reply = this.receiver.take({
      method: request.method,
      path: url.pathname + url.search,
      headers: request.headers,
      body: request.body,
    });
    if (reply.delay_ms !== undefined)
      await new Promise<void>((resolve) => void this.clock.after(reply.delay_ms ?? 0, resolve));
    const { status, headers, body } = written(reply);
    // The words that the receiver of the recordings says after every status.
    return { status, statusText: "X", headers: lowerCased(headers), body };
  }
}

function plain({ status, headers, body }: SimResponse): ServerAnswer {
  return {
    status,
    headers: lowerCased(headers),
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  };
}

function lowerCased<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
