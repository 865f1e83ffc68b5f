/**
 * Who may send when, as a state machine: what happened and at what time goes in, who may go and when to look again comes out. The
 * governor runs what it says; this file waits for nothing and reads no clock, so that every order of events can be tried in a test.
 */
import { Bucket } from "./bucket.ts";
import type { AnswerFacts } from "./facts.ts";
import { LANES, type Lane } from "./pace.ts";
import { Queue } from "./queue.ts";

/** Numbers of calls and lengths of time by which the machine goes. */
export interface PaceLimits {
  /** Sent at most before the first answer tells whether there is a limit. */
  readonly unknown: number;
  /** Under way at most in each lane, so that connections stay free for the more urgent ones. */
  readonly inFlight: Readonly<Record<Lane, number>>;
  /** A lane that was passed over so many times is next. */
  readonly patience: number;
  /** Of a full bucket, the share that only more urgent lanes may use; and the most calls that this may be. */
  readonly reserveShare: number;
  readonly reserveMost: number;
  /** The pause after a 429 that does not say how long; doubled as long as nothing else is heard. */
  readonly pauseMinMs: number;
  readonly pauseMaxMs: number;
  /** No server may make us wait longer than this. */
  readonly pauseMostMs: number;
}

export const paceLimits: PaceLimits = {
  unknown: 8,
  inFlight: { interactive: Number.POSITIVE_INFINITY, alerts: 12, bulk: 8 },
  patience: 9,
  reserveShare: 0.05,
  reserveMost: 5,
  pauseMinMs: 1_000,
  pauseMaxMs: 30_000,
  pauseMostMs: 300_000,
};

/** What the machine wants to know of an answer. */
export type Answered = Omit<AnswerFacts, "byAccount">;

/** Numbers name calls; they grow in the order in which calls were first asked for. */
export type PaceInput =
  | { readonly kind: "asked"; readonly call: number; readonly lane: Lane }
  /** It waits no longer. */
  | { readonly kind: "left"; readonly call: number; readonly lane: Lane }
  | { readonly kind: "ended"; readonly call: number; readonly answer?: Answered }
  | { readonly kind: "timer" };

export interface PaceStep {
  /** Calls that may be sent now, in this order. */
  readonly granted: readonly number[];
  /** When to come back with `timer`, in Unix milliseconds; absent when something else will happen first, or nothing waits. */
  readonly wakeAtMs?: number;
}

interface Sent {
  readonly lane: Lane;
  readonly sentMs: number;
  /** How many had ended when it was sent: all others may be counted after it. */
  readonly endedBefore: number;
  /** Which pause it came after. */
  readonly pauses: number;
}

interface LaneState {
  readonly waiting: Queue;
  inFlight: number;
  /** Turns that more urgent lanes were given while this one waited. */
  passed: number;
}

/** After a 429 without numbers, so many calls at a time without another are a sign that there is room again. */
const WIDE_OPEN = 32;

export class PaceMachine {
  readonly #limits: PaceLimits;
  readonly #lanes: Readonly<Record<Lane, LaneState>>;
  readonly #sent = new Map<number, Sent>();
  #sentCount = 0;
  #endedCount = 0;
  /** Known once an answer carried the headers of a limiter. */
  #bucket: Bucket | undefined;
  /** Calls that may be under way as long as the limit is not known. */
  #window: number;
  #pausedUntilMs = 0;
  #pauses = 0;
  #pausesInARow = 0;

  constructor(limits: PaceLimits = paceLimits) {
    this.#limits = limits;
    this.#window = limits.unknown;
    this.#lanes = { interactive: emptyLane(), alerts: emptyLane(), bulk: emptyLane() };
  }

  step(nowMs: number, input: PaceInput): PaceStep {
    if (input.kind === "asked") this.#lanes[input.lane].waiting.add(input.call);
    else if (input.kind === "left") this.#lanes[input.lane].waiting.delete(input.call);
    else if (input.kind === "ended") this.#ended(nowMs, input);
    const granted: number[] = [];
    for (let lane = this.#next(nowMs); lane !== undefined; lane = this.#next(nowMs))
      granted.push(this.#send(nowMs, lane));
    const wakeAtMs = this.#wakeAt(nowMs);
    return { granted, ...(wakeAtMs === undefined ? {} : { wakeAtMs }) };
  }

  #ended(nowMs: number, { call, answer }: { readonly call: number; readonly answer?: Answered }): void {
    const sent = this.#sent.get(call);
    if (sent === undefined) return;
    this.#sent.delete(call);
    this.#endedCount++;
    this.#lanes[sent.lane].inFlight--;
    if (answer === undefined) return;
    const refused = answer.status === 429;
    if (answer.rate !== undefined) {
      this.#bucket ??= new Bucket(answer.rate.limit, nowMs);
      const othersAfter = this.#sentCount - sent.endedBefore - 1;
      const counted = { sentMs: sent.sentMs, othersAfter, inFlight: this.#sent.size, refused };
      this.#bucket.observe(answer.rate, counted, nowMs);
      this.#window = Number.POSITIVE_INFINITY;
    } else if (!refused) this.#unlimited(answer);
    if (refused) this.#pause(nowMs, sent, answer);
    else if (sent.pauses === this.#pauses) this.#pausesInARow = 0;
  }

  /** An answer without the headers of a limiter. A proxy's own say nothing about the server. */
  #unlimited({ status }: Answered): void {
    if (status >= 500) return;
    this.#bucket = undefined;
    if (this.#pauses === 0 || this.#window >= WIDE_OPEN) this.#window = Number.POSITIVE_INFINITY;
    else this.#window++;
  }

  /** One pause for all lanes, however many calls were refused at once. */
  #pause(nowMs: number, sent: Sent, { rate, retryAfterMs }: Answered): void {
    const isNew = sent.pauses === this.#pauses;
    if (isNew) {
      this.#pauses++;
      this.#pausesInARow++;
    }
    const { pauseMinMs, pauseMaxMs, pauseMostMs } = this.#limits;
    const saidMs = retryAfterMs ?? rate?.resetMs ?? 0;
    const unsaidMs = Math.min(pauseMaxMs, pauseMinMs * 2 ** Math.max(0, this.#pausesInARow - 1));
    const pauseMs = saidMs > 0 ? Math.min(pauseMostMs, saidMs) : unsaidMs;
    if (isNew || retryAfterMs !== undefined) this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + pauseMs);
    if (rate === undefined && this.#bucket === undefined) this.#window = 1;
  }

  #send(nowMs: number, name: Lane): number {
    const lane = this.#lanes[name];
    const call = lane.waiting.take();
    this.#bucket?.draw(nowMs, this.#sent.size);
    this.#sent.set(call, { lane: name, sentMs: nowMs, endedBefore: this.#endedCount, pauses: this.#pauses });
    this.#sentCount++;
    lane.inFlight++;
    lane.passed = 0;
    if (name !== "bulk") this.#pass("bulk");
    if (name === "interactive") this.#pass("alerts");
    return call;
  }

  #pass(name: Lane): void {
    const lane = this.#lanes[name];
    if (lane.waiting.size > 0) lane.passed++;
  }

  get #isEmpty(): boolean {
    const { interactive, alerts, bulk } = this.#lanes;
    return interactive.waiting.size + alerts.waiting.size + bulk.waiting.size === 0;
  }

  /** The lane whose turn it is. */
  #next(nowMs: number): Lane | undefined {
    if (this.#isEmpty) return undefined;
    if (nowMs < this.#pausedUntilMs || this.#sent.size >= this.#window) return undefined;
    const room = this.#bucket?.level(nowMs, this.#sent.size) ?? Number.POSITIVE_INFINITY;
    const ready = LANES.filter((lane) => this.#isReady(lane) && room >= this.#needed(lane));
    return ready.find((lane) => this.#isOverdue(lane)) ?? ready[0];
  }

  #isReady(name: Lane): boolean {
    const { waiting, inFlight } = this.#lanes[name];
    return waiting.size > 0 && inFlight < this.#limits.inFlight[name];
  }

  #isOverdue(lane: Lane): boolean {
    return this.#lanes[lane].passed >= this.#limits.patience;
  }

  /** What must be left in the bucket for a call of this lane: itself, and the reserve for those that are more urgent. */
  #needed(lane: Lane): number {
    if (lane === "interactive" || this.#bucket === undefined || this.#isOverdue(lane)) return 1;
    const { reserveShare, reserveMost } = this.#limits;
    const reserve = Math.min(reserveMost, Math.floor(this.#bucket.limit * reserveShare));
    return 1 + (lane === "bulk" ? reserve : Math.floor(reserve / 2));
  }

  #wakeAt(nowMs: number): number | undefined {
    if (this.#isEmpty) return undefined;
    const waiting = LANES.filter((lane) => this.#isReady(lane));
    if (waiting.length === 0) return undefined;
    if (nowMs < this.#pausedUntilMs) return this.#pausedUntilMs;
    if (this.#bucket === undefined || this.#sent.size >= this.#window) return undefined;
    return this.#bucket.readyAt(Math.min(...waiting.map((lane) => this.#needed(lane))), nowMs);
  }
}

function emptyLane(): LaneState {
  return { waiting: new Queue(), inFlight: 0, passed: 0 };
}
