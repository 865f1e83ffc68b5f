/** What a bot counts about itself, for its status. */
import type { SocketChange } from "@matterwright/client";
import type { Ending } from "../context/boundary.ts";
import type { BotStatus } from "../plugin/scope.ts";
import { version } from "../version.ts";

/** The same conversation is told that the bot is busy once in this time. */
const TELL_EVERY_MS = 60_000;

/** Why there is no connection and will be none until somebody does something. */
export const REFUSED = "the server refuses the token: it was revoked, or the bot account was deactivated";

/** What it does not count itself. */
export interface StatusFacts extends Pick<BotStatus, "callbacks" | "holds" | "muted" | "now" | "waiting"> {
  /** What keeps a live connection from being well. */
  readonly trouble: Pick<BotStatus, "link" | "linkReason"> | undefined;
}

export class Counters {
  readonly #facts: { readonly url: string; readonly administrators: number };
  readonly #refusedReasons = new Set<string>();
  readonly #told = new Map<string, number>();
  startedAt = 0;
  link: BotStatus["link"] = "connecting";
  #linkReason = "";
  updates = 0;
  overflows = 0;
  refused = 0;
  #handled = 0;
  #failures = 0;
  #liveSince = 0;
  #lives = 0;

  constructor(facts: { readonly url: string; readonly administrators: number }) {
    this.#facts = facts;
  }

  count(ending: Ending, handled: boolean): void {
    if (handled) this.#handled++;
    if (ending === "failed") this.#failures++;
  }

  linkChanged(change: SocketChange, now: number): void {
    this.link = change.kind;
    this.#linkReason = change.kind === "down" ? change.reason : change.kind === "refused" ? REFUSED : "";
    if (change.kind !== "live") return;
    this.#lives++;
    this.#liveSince = now;
  }

  /** Counts a refusal; true when this reason is new. */
  refusedFor(reason: string): boolean {
    this.refused++;
    if (this.#refusedReasons.has(reason) || this.#refusedReasons.size >= 1_000) return false;
    this.#refusedReasons.add(reason);
    return true;
  }

  /** Whether a conversation may be told now that the bot is busy. */
  mayTell(conversation: string, now: number): boolean {
    if (now - (this.#told.get(conversation) ?? -TELL_EVERY_MS) < TELL_EVERY_MS) return false;
    if (this.#told.size >= 1_000) this.#told.clear();
    this.#told.set(conversation, now);
    return true;
  }

  /** How the bot is doing. */
  status({ trouble, ...facts }: StatusFacts): BotStatus {
    return {
      version,
      ...facts,
      refusedFrames: this.refused,
      ...this.#facts,
      startedAt: this.startedAt,
      link: this.link,
      linkReason: this.#linkReason,
      liveSince: this.#liveSince,
      reconnects: Math.max(0, this.#lives - 1),
      updates: this.updates,
      handled: this.#handled,
      failures: this.#failures,
      overflows: this.overflows,
      ...(this.link === "live" ? trouble : undefined),
    };
  }
}
