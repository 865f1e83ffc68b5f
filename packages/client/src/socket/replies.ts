/** Actions that wait for the server's reply. Their numbers go on over reconnects: a reply may survive a resume. */
import type { Clock } from "@matterwright/clock";
import { type ReplyFrame, SOCKET_PATH } from "@matterwright/protocol";
import { AuthenticationError, type CallError, NetworkError, TooLargeError } from "../errors.ts";

const CALL = { method: "WEBSOCKET", route: SOCKET_PATH };
const TIMEOUT_MS = 30_000;

export class Replies {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, { settle(reply: ReplyFrame): void; fail(error: CallError): void }>();
  #seq = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The number of the next action. */
  next(): number {
    return ++this.#seq;
  }

  /** The reply to an action, which may say `FAIL`. @throws NetworkError when none comes within 30 s. */
  to(seq: number): Promise<ReplyFrame> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(TIMEOUT_MS, () =>
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
    });
  }

  settle(reply: ReplyFrame): void {
    if (reply.seq_reply !== undefined) this.#waiting.get(reply.seq_reply)?.settle(reply);
  }

  failAll(error: CallError): void {
    for (const waiting of this.#waiting.values()) waiting.fail(error);
  }
}

export function noConnection(reason: string): CallError {
  return new NetworkError({ call: CALL, reason }, undefined);
}

export function tooLarge(action: string): CallError {
  const reason = `the action ${action} has more than the 8,192 bytes that the server takes`;
  return new TooLargeError({ call: CALL, reason, hint: "Send less, or send it over REST" });
}

/** The server's 401 to an action; nothing for any other reply. */
export function refusalIn({ status, error }: ReplyFrame): AuthenticationError | undefined {
  if (status !== "FAIL" || error?.status_code !== 401) return undefined;
  const id = typeof error.id === "string" ? { id: error.id } : {};
  return new AuthenticationError({ call: CALL, status: 401, ...id, reason: "the server no longer takes the token" });
}
