/** The first time that a bot's socket comes about: what `start` waits for, and what it says when it does not happen. */
import { AuthenticationError, NetworkError, type SocketChange } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";

const START_TIMEOUT_MS = 60_000;
const CALL = { method: "WEBSOCKET", route: "/api/v4/websocket" };

export class FirstLink {
  readonly #settled: Promise<void>;
  #live!: () => void;
  #failed!: (error: Error) => void;

  constructor() {
    this.#settled = new Promise((resolve, reject) => {
      this.#live = resolve;
      this.#failed = reject;
    });
    // Nobody may be waiting yet.
    this.#settled.catch(() => {});
  }

  changed(change: SocketChange): void {
    if (change.kind === "live") this.#live();
    if (change.kind === "refused") {
      this.#failed(new AuthenticationError({ call: CALL, status: 401, reason: "the server refused the token" }));
    }
  }

  /** @throws AuthenticationError, or NetworkError when nothing happens within a minute. */
  async live(clock: Clock): Promise<void> {
    const hint = "REST works, so a proxy before the server may not let WebSockets through";
    const late = new NetworkError(
      { call: CALL, reason: "the WebSocket did not come about in a minute", hint },
      undefined,
    );
    const timer = clock.after(START_TIMEOUT_MS, () => this.#failed(late));
    try {
      await this.#settled;
    } finally {
      timer.cancel();
    }
  }
}
