/**
 * One WebSocket connection as the server remembers it, also while nobody is at the other end: its number, what was sent of late,
 * and what still waits to be sent.
 */
import { type Id, SOCKET_SEND_QUEUE_MESSAGES, SOCKET_SENT_QUEUE_EVENTS, type UnixMs } from "@matterwright/protocol";
import { type EncodedEvent, withSeq } from "./wire.ts";

/** The other end. `close` without a code cuts the line without a close frame. */
export interface Wire {
  send(text: string): void;
  ping(): void;
  close(code?: number): void;
  /** Cuts the line with RST, where there is a line. */
  reset?(): void;
  /** The other end does not read, and what waits for it is as much as the server keeps. */
  readonly isFull?: boolean;
}

/** Dropped, rather than queued, when many messages wait. */
const FLEETING = new Set(["typing", "status_change", "multiple_channels_viewed"]);

interface Sent {
  readonly seq: number;
  readonly text: string;
}

export class Connection {
  connectionId: Id;
  readonly userId: Id;
  /** Forgotten as soon as it is found to be no longer good: even if it is good again later, this connection stays deaf. */
  token: string;
  readonly postedAck: boolean;
  wire: Wire | undefined;
  lastActivityAt: UnixMs;
  #nextSeq = 0;
  #sent: Sent[] = [];
  #queue: (EncodedEvent | string)[] = [];

  constructor(given: {
    readonly connectionId: Id;
    readonly userId: Id;
    readonly token: string;
    readonly now: UnixMs;
    readonly postedAck: boolean;
  }) {
    this.connectionId = given.connectionId;
    this.userId = given.userId;
    this.token = given.token;
    this.postedAck = given.postedAck;
    this.lastActivityAt = given.now;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Sends or keeps an event. False: the queue overflowed, and the server forgets the connection. */
  push(event: EncodedEvent): boolean {
    if (this.wire !== undefined) {
      if (this.wire.isFull === true) return false;
      this.#write(event);
      return true;
    }
    if (
      FLEETING.has(event.event) &&
      event.event !== "status_change" &&
      this.#queue.length >= SOCKET_SEND_QUEUE_MESSAGES / 2
    )
      return true;
    if (this.#queue.length >= SOCKET_SEND_QUEUE_MESSAGES) return false;
    this.#queue.push(event);
    return true;
  }

  reply(text: string): void {
    this.wire?.send(text);
  }

  /** Says hello with number 0 and counts from there. */
  hello(text: string): void {
    this.#nextSeq = 1;
    this.#sent = [{ seq: 0, text }];
    this.wire?.send(text);
  }

  /** Whether a client that expects `seq` next can be given everything from there on. */
  canResumeFrom(seq: number): boolean {
    return seq === this.#nextSeq || this.#sent.some((sent) => sent.seq === seq);
  }

  /** Sends again what the client has not seen, then what waited. */
  resumeFrom(seq: number): void {
    for (const sent of this.#sent) if (sent.seq >= seq) this.wire?.send(sent.text);
    this.flush();
  }

  /** Forgets what was sent and counts from zero again, without a hello: what a client that asks for number 0 gets. */
  restart(): void {
    this.#nextSeq = 0;
    this.#sent = [];
    this.flush();
  }

  /** Sends what waited. */
  flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const waiting of queue) {
      if (typeof waiting === "string") this.wire?.send(waiting);
      else this.#write(waiting);
    }
  }

  #write(event: EncodedEvent): void {
    const seq = this.#nextSeq++;
    const text = withSeq(event, seq);
    this.#sent.push({ seq, text });
    if (this.#sent.length > SOCKET_SENT_QUEUE_EVENTS) this.#sent.shift();
    this.wire?.send(text);
  }
}
