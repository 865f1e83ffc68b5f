/**
 * Runs the link: opens sockets, keeps its one timer, reads frames, matches replies to actions. It decides nothing that `link.ts`
 * can decide, and it never waits for whoever listens: `onEvent` is called as soon as a frame is read.
 */
import type { Clock, Timer } from "@matterwright/clock";
import { type ActionFrame, type EventFrame, type ReplyFrame, SOCKET_PATH } from "@matterwright/protocol";
import { AuthenticationError, type CallError, NetworkError } from "../errors.ts";
import { networkReason } from "../network.ts";
import { checkedToken } from "../token.ts";
import type { SocketTransport, WireSocket } from "../transport.ts";
import { serverUrl, socketUrl } from "../url.ts";
import { readFrame, writeFrame } from "./frames.ts";
import {
  type LinkEffect,
  type LinkInput,
  type LinkState,
  type LinkTimes,
  defaultLinkTimes,
  initialLink,
  stepLink,
} from "./link.ts";

export interface SocketOptions {
  /** Of the server, as for REST. */
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  readonly connect: SocketTransport;
  /** From 0 to 1; for the jitter of reconnects. `Math.random` in production. */
  readonly random: () => number;
  readonly times?: Partial<LinkTimes>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the token is still good, asked over REST when a socket is cut without a reason. */
  readonly verify?: () => Promise<"good" | "refused" | "unknown">;
  /** Every event, in order, each once, `hello` included. Called at once; it must not throw. */
  readonly onEvent: (frame: EventFrame) => void;
  readonly onState?: (change: SocketChange) => void;
  /** A frame that makes no sense, with what is wrong with it. The connection goes on. */
  readonly onRefusedFrame?: (reason: string) => void;
}

export type SocketChange =
  /** `missed`: events were lost on the way; read up over REST. */
  | { readonly kind: "live"; readonly missed: boolean }
  | { readonly kind: "down"; readonly reason: string; readonly retryInMs: number }
  /** The server does not take the token. It is tried again every five minutes. */
  | { readonly kind: "refused" };

const ACTION_CALL = { method: "WEBSOCKET", route: SOCKET_PATH };
const ACTION_TIMEOUT_MS = 30_000;

/**
 * A WebSocket to Mattermost that stays: it reconnects, resumes and notices a dead line, until `stop()`.
 *
 * @example
 * const socket = new Socket({ url, token, clock: systemClock, connect: nodeSocket(), random: Math.random, onEvent: console.log });
 * socket.start();
 */
export class Socket {
  readonly #options: SocketOptions;
  readonly #times: LinkTimes;
  readonly #url: string;
  readonly #waiting = new Map<number, { settle(reply: ReplyFrame): void; fail(error: CallError): void }>();
  #state: LinkState = initialLink;
  #wire: WireSocket | undefined;
  #timer: Timer | undefined;
  #seq = 0;
  /** Counts sockets, so that only the newest is listened to. */
  #attempt = 0;
  #refusedFrames = 0;

  /** @throws ConfigurationError when the address cannot be one. */
  constructor(options: SocketOptions) {
    this.#options = { ...options, token: checkedToken(options.token) };
    this.#times = { ...defaultLinkTimes, ...options.times };
    this.#url = `${socketUrl(serverUrl(options.url))}${SOCKET_PATH}`;
  }

  get isLive(): boolean {
    return this.#state.phase === "live";
  }

  /** Frames that made no sense, since the start. */
  get refusedFrames(): number {
    return this.#refusedFrames;
  }

  /** Connects, and stays connected. Calling it twice does nothing. */
  start(): void {
    this.#feed({ kind: "start" });
  }

  /** Ends the connection for good. */
  stop(): void {
    this.#feed({ kind: "stop" });
    this.#failWaiting(noConnection("the socket was stopped"));
  }

  /**
   * Sends an action and resolves with the server's reply, which may say `FAIL`.
   *
   * @throws NetworkError when there is no connection, or none answers within 30 s.
   * @example
   * await socket.action("user_typing", { channel_id: channel.id, parent_id: "" });
   */
  action(action: ActionFrame["action"], data: Record<string, unknown> = {}): Promise<ReplyFrame> {
    const wire = this.#wire;
    if (wire === undefined || !this.isLive) return Promise.reject(noConnection("there is no connection just now"));
    return new Promise((resolve, reject) => {
      const seq = ++this.#seq;
      const timer = this.#options.clock.after(ACTION_TIMEOUT_MS, () =>
        this.#waiting.get(seq)?.fail(noConnection("no reply came in time")),
      );
      const done = (): void => {
        timer.cancel();
        this.#waiting.delete(seq);
      };
      this.#waiting.set(seq, {
        settle: (reply) => (done(), resolve(reply)),
        fail: (error) => (done(), reject(error)),
      });
      wire.send(writeFrame({ seq, action, data }));
    });
  }

  #feed(input: LinkInput, frame?: EventFrame): void {
    const { clock, random } = this.#options;
    const step = stepLink(this.#state, input, { nowMs: clock.now(), chance: random(), times: this.#times });
    this.#state = step.state;
    for (const effect of step.effects) this.#run(effect, frame);
  }

  #run(effect: LinkEffect, frame: EventFrame | undefined): void {
    switch (effect.kind) {
      case "open":
        return this.#open(effect);
      case "drop":
        return this.#drop();
      case "ask":
        return this.#ask();
      case "timer":
        this.#timer?.cancel();
        this.#timer = this.#options.clock.after(effect.afterMs, () => this.#feed({ kind: "timer" }));
        return;
      case "untimer":
        return this.#timer?.cancel();
      case "deliver":
        if (frame !== undefined) this.#options.onEvent(frame);
        return;
      case "verify":
        return void this.#verify();
      default:
        this.#options.onState?.(effect);
    }
  }

  #open({ connectionId, nextSeq }: LinkEffect & { kind: "open" }): void {
    const { connect, token, headers } = this.#options;
    const query = connectionId === "" ? "" : `?connection_id=${connectionId}&sequence_number=${nextSeq}`;
    const attempt = ++this.#attempt;
    // What an older socket still says must not be taken for the new one's.
    const current = (then: () => void): void => {
      if (this.#attempt === attempt) then();
    };
    const wire = connect(
      `${this.#url}${query}`,
      { ...headers, authorization: `Bearer ${token}` },
      {
        opened: () => current(() => this.#feed({ kind: "opened" })),
        message: (text) => current(() => this.#read(text)),
        ponged: () => current(() => this.#feed({ kind: "heard" })),
        failed: (failure) => current(() => this.#failed(failure)),
        closed: (code) => current(() => this.#feed({ kind: "closed", reason: `the connection ended (${code})` })),
      },
    );
    if (this.#attempt === attempt) this.#wire = wire;
    else wire.terminate();
  }

  #failed({
    message,
    code,
    status,
  }: {
    readonly message: string;
    readonly code?: string;
    readonly status?: number;
  }): void {
    const said = code === undefined ? message : (networkReason(code) ?? code);
    const reason = status === undefined ? said : `the server answered ${status} instead of opening a WebSocket`;
    this.#feed({ kind: "closed", reason });
  }

  #drop(): void {
    this.#attempt++;
    this.#wire?.terminate();
    this.#wire = undefined;
    this.#failWaiting(noConnection("the connection ended before a reply came"));
  }

  /** A WebSocket ping would be answered by a server that no longer knows us; an action proves the session too. */
  #ask(): void {
    const seq = ++this.#seq;
    this.#wire?.send(writeFrame({ seq, action: "ping" }));
  }

  #read(text: string): void {
    const incoming = readFrame(text);
    if (incoming.kind === "event") {
      const { event, seq, data } = incoming.frame;
      const id = data["connection_id"];
      return this.#feed(
        { kind: "event", event, seq, ...(typeof id === "string" ? { connectionId: id } : {}) },
        incoming.frame,
      );
    }
    if (incoming.kind === "reply") return this.#reply(incoming.frame);
    this.#refusedFrames++;
    this.#options.onRefusedFrame?.(incoming.reason);
  }

  #reply(reply: ReplyFrame): void {
    if (reply.status === "FAIL" && reply.error?.status_code === 401) {
      this.#failWaiting(
        new AuthenticationError({
          call: ACTION_CALL,
          status: 401,
          id: reply.error.id,
          reason: "the server no longer takes the token",
        }),
      );
      return this.#feed({ kind: "unauthorized" });
    }
    if (reply.seq_reply !== undefined) this.#waiting.get(reply.seq_reply)?.settle(reply);
    this.#feed({ kind: "heard" });
  }

  async #verify(): Promise<void> {
    const verdict = await this.#options.verify?.().catch(() => "unknown" as const);
    if (verdict === "refused") this.#feed({ kind: "unauthorized" });
  }

  #failWaiting(error: CallError): void {
    for (const waiting of this.#waiting.values()) waiting.fail(error);
  }
}

function noConnection(reason: string): CallError {
  return new NetworkError({ call: ACTION_CALL, reason }, undefined);
}
