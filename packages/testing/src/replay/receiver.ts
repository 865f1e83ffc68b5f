/** The replies of a receiver and what it got, without a network: the simulator calls it directly, `../node/real.ts` over HTTP. */
import type { Reply } from "./scenario.ts";
import type { ReceivedRequest, Receiver } from "./server.ts";

export class ScriptedReceiver implements Receiver {
  readonly base: string;
  readonly requests: ReceivedRequest[] = [];
  readonly #replies = new Map<string, Reply[]>();

  constructor(base: string) {
    this.base = base;
  }

  replies(path: string, replies: readonly Reply[]): void {
    this.#replies.set(path, [...replies]);
  }

  /** Keeps the request and says what to answer. */
  take(request: ReceivedRequest): Reply {
    this.requests.push(request);
    const waiting = this.#replies.get(request.path.split("?")[0] ?? "");
    if (waiting === undefined) return {};
    return (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? {};
  }

  /** Forgets everything: the next scenario begins. */
  clear(): void {
    this.requests.length = 0;
    this.#replies.clear();
  }
}

/** A reply as it stands on the wire: an object is JSON with its content type, a text is sent as it is, without one. */
export function written(reply: Reply): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const { status = 200, headers = {}, body = "" } = reply;
  if (typeof body === "string") return { status, headers, body };
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}
