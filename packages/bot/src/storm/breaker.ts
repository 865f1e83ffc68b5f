/**
 * Notices that the bot answers again and again in one place, as it does when two bots answer each other. Called by `storms`, which decides
 * what follows; pure but for its memory, which is bounded.
 */

const MINUTE_MS = 60_000;
/** Places whose answers are counted at the same time; the one that was quiet longest goes first. */
const PLACES_MOST = 10_000;

export class StormBreaker {
  readonly #perMinute: number;
  /** Times of the last answers in each place, oldest first. */
  readonly #answers = new Map<string, number[]>();

  /** @param perMinute answers that one place may have within any minute */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts an answer, unless it would be one too many: then the place is forgotten, and begins anew. */
  isOneTooMany(place: string, nowMs: number): boolean {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return false;
    const times = (this.#answers.get(place) ?? []).filter((atMs) => atMs > nowMs - MINUTE_MS);
    this.#answers.delete(place);
    if (times.length >= this.#perMinute) return true;
    times.push(nowMs);
    this.#answers.set(place, times);
    if (this.#answers.size > PLACES_MOST) this.#answers.delete(this.#answers.keys().next().value as string);
    return false;
  }
}
