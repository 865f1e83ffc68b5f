/**
 * What became of the last updates, for whoever asks why the bot did or did not answer. In memory, and only so many: those that somebody
 * handled, and apart from them the messages that nobody took, which are many more in a busy channel. Filled by the engine, which also
 * writes down those that were handled.
 */
import type { Clock } from "@matterwright/clock";
import type { Id, UnixMs } from "@matterwright/protocol";
import type { Ending } from "./boundary.ts";
import { notesOf } from "../update/trail.ts";
import type { AuthorKind, Kind, Update } from "../update/update.ts";

/** `waiting`: for its turn; `elsewhere`: another process of the bot does it; the rest is how it ended. */
export type TraceState = "waiting" | "running" | "turned away" | "elsewhere" | Ending;

/** What is known of one update. */
export interface Trace {
  readonly kind: Kind;
  /** Empty until it was its turn. The log has it as well. */
  readonly ref: string;
  /** Empty where it is about no post. */
  readonly postId: Id | "";
  readonly channelId: Id | "";
  readonly username: string;
  /** Who wrote the post, where it is one. */
  readonly author: AuthorKind | undefined;
  readonly heardAt: UnixMs;
  /** How old it was by then, where it was missed at first. */
  readonly lateMs: number | undefined;
  readonly state: TraceState;
  /** What took it: `chatops command help`. Nothing where nobody did. */
  readonly by: string | undefined;
  readonly tookMs: number | undefined;
  /** What was decided on its way, in words for an administrator. */
  readonly notes: readonly string[];
}

/** What became of updates. */
export interface TraceBook {
  /** Of one post, the oldest first: also of reactions to it, and of a call that was made again after somebody had agreed. */
  about(postId: Id): readonly Trace[];
  /** The newest of a reference, as the log and the apology name it. */
  byRef(ref: string): Trace | undefined;
  /** From when on everything is remembered; of the time before, what was handled may be. */
  readonly since: UnixMs;
}

/** Of each of the two kinds. */
const REMEMBERED = 5_000;

/** In a flood the newest are written down, and not all. */
const WRITTEN_AT_ONCE = 200;

type Writable = { -readonly [Key in keyof Trace]: Trace[Key] };

export class Traces implements TraceBook {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #open = new WeakMap<Update, Writable>();
  readonly #handled = new Set<Trace>();
  /** What nobody took, or not yet, by its post. */
  readonly #passed = new Map<Id, Trace>();
  #settled: Trace[] = [];
  #since: UnixMs;

  constructor(clock: Clock, most = REMEMBERED) {
    this.#clock = clock;
    this.#most = most;
    this.#since = clock.now();
  }

  get since(): UnixMs {
    return this.#since;
  }

  /** It came in. */
  heard(update: Update): void {
    const trace = this.#traceOf(update);
    if (update.kind !== "post") return;
    this.#passed.set(update.post.id, trace);
    this.#forget(this.#passed.keys(), this.#passed.size, (id) => {
      this.#tell(this.#passed.get(id));
      this.#passed.delete(id);
    });
  }

  /** It will not be handled here. */
  ended(update: Update, state: "turned away" | "elsewhere"): void {
    this.#traceOf(update).state = state;
  }

  /** It is its turn. */
  began(update: Update, ref: string): void {
    Object.assign(this.#traceOf(update), { state: "running", ref } satisfies Partial<Writable>);
  }

  /** It was handled. @param named the same update, as those who handled it knew it */
  settled(update: Update, named: Update, how: Pick<Trace, "state" | "by" | "tookMs">): void {
    const trace = this.#traceOf(update);
    Object.assign(trace, how, { notes: notesOf(named), username: named.user.username } satisfies Partial<Writable>);
    if (how.by === undefined && how.state === "done") return;
    if (update.kind === "post") this.#passed.delete(update.post.id);
    this.#handled.add(trace);
    if (trace.postId !== "" || trace.state === "failed") this.#settled.push(trace);
    if (this.#settled.length > WRITTEN_AT_ONCE) this.#settled.shift();
    this.#forget(this.#handled, this.#handled.size, (oldest) => {
      this.#tell(oldest);
      this.#handled.delete(oldest);
    });
  }

  /** What was handled since this was asked last and may be asked about, the oldest first. */
  takeSettled(): readonly Trace[] {
    const settled = this.#settled;
    this.#settled = [];
    return settled;
  }

  /** What was handled before this program started, the oldest first. */
  restore(traces: readonly Trace[]): void {
    const now = [...this.#handled];
    this.#handled.clear();
    for (const trace of [...traces, ...now].slice(-this.#most)) this.#handled.add(trace);
  }

  about(postId: Id): readonly Trace[] {
    const passed = this.#passed.get(postId);
    const handled = [...this.#handled].filter((trace) => trace.postId === postId);
    return passed === undefined ? handled : [passed, ...handled];
  }

  byRef(ref: string): Trace | undefined {
    const known = [...this.#passed.values(), ...this.#handled].filter((trace) => trace.ref === ref);
    return known.toSorted((a, b) => a.heardAt - b.heardAt).at(-1);
  }

  #traceOf(update: Update): Writable {
    const known = this.#open.get(update);
    if (known !== undefined) return known;
    const trace: Writable = {
      kind: update.kind,
      ref: "",
      postId: postOf(update),
      channelId: update.channelId,
      username: update.user.username,
      author: update.kind === "post" ? update.author : undefined,
      heardAt: this.#clock.now(),
      lateMs: update.recovered?.ageMs,
      state: "waiting",
      by: undefined,
      tookMs: undefined,
      notes: [],
    };
    this.#open.set(update, trace);
    return trace;
  }

  #forget<Key>(oldestFirst: Iterable<Key>, size: number, forget: (key: Key) => void): void {
    if (size <= this.#most) return;
    for (const oldest of oldestFirst) return forget(oldest);
  }

  /** From now on it is not known any more what was before. */
  #tell(forgotten: Trace | undefined): void {
    if (forgotten !== undefined) this.#since = Math.max(this.#since, forgotten.heardAt + 1);
  }
}

function postOf(update: Update): Id | "" {
  if ("post" in update) return update.post.id;
  if (update.kind === "reaction") return update.reaction.post_id;
  return update.kind === "click" ? update.postId : "";
}
