/**
 * Runs the link: opens sockets, keeps its one timer, reads frames, matches replies to actions. It decides nothing that `link.ts`
 * can decide, and it never waits for whoever listens: `onEvent` is called as soon as a frame is read.
 */
import type { Clock, Timer } from "@matterwright/clock";
import {
  type ActionFrame,
  type EventFrame,
  type ReplyFrame,
  SOCKET_FRAME_MAX_BYTES,
  SOCKET_PATH,
  isId,
} from "@matterwright/protocol";
import { networkReason } from "../network.ts";
import { checkedToken } from "../token.ts";
import type { SocketEvents, SocketTransport, UpgradeFailure, WireSocket } from "../transport.ts";
import { serverUrl, socketUrl } from "../url.ts";
import { readFrame, writeFrame } from "./frames.ts";
import { type LinkEffect, type LinkInput, type LinkState, type TokenVerdict, initialLink, stepLink } from "./link.ts";
import { type LinkTimes, defaultLinkTimes } from "./patience.ts";
import { Replies, noConnection, refusalIn, tooLarge } from "./replies.ts";

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
  /** Whether the token is still good, asked over REST (`tokenVerdict`) when a socket is cut without a reason. */
  readonly verify?: () => Promise<TokenVerdict>;
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
  /** The server does not take the token. It is asked again every five minutes, and told once. */
  | { readonly kind: "refused" };

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
  readonly #replies: Replies;
  readonly #inputs: (readonly [input: LinkInput, frame: EventFrame | undefined])[] = [];
  #state: LinkState = initialLink;
  #wire: WireSocket | undefined;
  #timer: Timer | undefined;
  #isFeeding = false;
  #isVerifying = false;
  /** Counts sockets, so that only the newest is listened to. */
  #attempt = 0;
  #refusedFrames = 0;

  /** @throws ConfigurationError when the address cannot be one. */
  constructor(options: SocketOptions) {
    this.#options = { ...options, token: checkedToken(options.token) };
    this.#times = { ...defaultLinkTimes, ...options.times };
    this.#url = `${socketUrl(serverUrl(options.url))}${SOCKET_PATH}`;
    this.#replies = new Replies(options.clock);
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
    this.#replies.failAll(noConnection("the socket was stopped"));
  }

  /**
   * Gives the connection up and makes a new one, which resumes nothing: for whoever has found out that events do not come although
   * the line seems well. Without a connection it does nothing.
   *
   * @param reason for the log
   */
  renew(reason: string): void {
    this.#feed({ kind: "renew", reason });
  }

  /**
   * Sends an action and resolves with the server's reply, which may say `FAIL`.
   *
   * @throws NetworkError when there is no connection, or none answers within 30 s; TooLargeError beyond 8,192 bytes, at which the server
   * would end the connection.
   * @example
   * await socket.action("user_typing", { channel_id: channel.id, parent_id: "" });
   */
  action(action: ActionFrame["action"], data: Record<string, unknown> = {}): Promise<ReplyFrame> {
    const wire = this.#wire;
    if (wire === undefined || !this.isLive) return Promise.reject(noConnection("there is no connection just now"));
    const seq = this.#replies.next();
    const frame = writeFrame({ seq, action, data });
    if (new TextEncoder().encode(frame).length > SOCKET_FRAME_MAX_BYTES) return Promise.reject(tooLarge(action));
    const reply = this.#replies.to(seq);
    wire.send(frame);
    return reply;
  }

  /** What happens while something is being done about what happened before waits for its turn. */
  #feed(input: LinkInput, frame?: EventFrame): void {
    this.#inputs.push([input, frame]);
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) this.#step(...next);
    } finally {
      this.#isFeeding = false;
    }
  }

  #step(input: LinkInput, frame: EventFrame | undefined): void {
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
        // A WebSocket ping would be answered by a server that no longer knows us; an action proves the session too.
        return this.#wire?.send(writeFrame({ seq: this.#replies.next(), action: "ping" }));
      case "timer":
        this.#timer?.cancel();
        this.#timer = this.#options.clock.after(effect.afterMs, () => this.#feed({ kind: "timer" }));
        return;
      case "untimer":
        return this.#timer?.cancel();
      case "deliver":
        return frame === undefined ? undefined : told(() => this.#options.onEvent(frame));
      case "verify":
        return void this.#verify();
      default:
        return told(() => this.#options.onState?.(effect));
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
    const events: SocketEvents = {
      opened: () => current(() => this.#feed({ kind: "opened" })),
      message: (text) => current(() => this.#read(text)),
      ponged: () => current(() => this.#feed({ kind: "heard" })),
      failed: (failure) => current(() => this.#failed(failure)),
      closed: (code) => current(() => this.#feed({ kind: "closed", reason: `the connection ended (${code})` })),
    };
    try {
      this.#wire = connect(`${this.#url}${query}`, { ...headers, authorization: `Bearer ${token}` }, events);
    } catch (error) {
      this.#failed({ message: error instanceof Error ? error.message : String(error) });
    }
  }

  #failed({ message, code, status, retryAfterMs }: UpgradeFailure): void {
    const said = code === undefined ? message : (networkReason(code) ?? code);
    const reason = status === undefined ? said : `the server answered ${status} instead of opening a WebSocket`;
    this.#feed({ kind: "closed", reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }

  #drop(): void {
    this.#attempt++;
    this.#wire?.terminate();
    this.#wire = undefined;
    this.#replies.failAll(noConnection("the connection ended before a reply came"));
  }

  #read(text: string): void {
    const incoming = readFrame(text);
    if (incoming.kind === "event") {
      const { event, seq, data } = incoming.frame;
      const id = data["connection_id"];
      const connectionId = typeof id === "string" && isId(id) ? { connectionId: id } : {};
      return this.#feed({ kind: "event", event, seq, ...connectionId }, incoming.frame);
    }
    if (incoming.kind === "reply") return this.#reply(incoming.frame);
    this.#refusedFrames++;
    told(() => this.#options.onRefusedFrame?.(incoming.reason));
  }

  #reply(reply: ReplyFrame): void {
    const refusal = refusalIn(reply);
    if (refusal === undefined) this.#replies.settle(reply);
    else this.#replies.failAll(refusal);
    this.#feed({ kind: refusal === undefined ? "heard" : "unauthorized" });
  }

  /** One question at a time: while the server is away, the next would only wait beside it. */
  async #verify(): Promise<void> {
    if (this.#isVerifying) return;
    this.#isVerifying = true;
    const verdict = await this.#verdict().catch(() => "unknown" as const);
    this.#isVerifying = false;
    this.#feed({ kind: "verdict", verdict });
  }

  /** With nobody to ask, what the server says over the socket counts, and a socket is the way to try again. */
  async #verdict(): Promise<TokenVerdict> {
    const { verify } = this.#options;
    if (verify !== undefined) return verify();
    return this.#state.phase === "doubted" ? "refused" : this.#state.phase === "refused" ? "good" : "unknown";
  }
}

/** A listener that throws harms nobody but itself: its error is reported as any that nobody caught. */
function told(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
