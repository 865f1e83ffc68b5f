import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answered, PaceMachine, paceLimits } from "./machine.ts";
import type { Lane } from "./pace.ts";

interface Wish {
  readonly atMs: number;
  readonly lane: Lane;
}

interface Network {
  /** Undefined: the server has no limiter. */
  readonly limiter?: { readonly perSecond: number; readonly burst: number };
  /** There and back, in ms; drawn in turn. */
  readonly latencyMs: readonly number[];
}

interface Sent {
  readonly call: number;
  readonly lane: Lane;
  readonly askedMs: number;
  readonly sentMs: number;
  readonly status: number;
}

/** A server that counts as Mattermost does, calls that are wished at their times, and the machine in between. Time is simulated. */
function play(wishes: readonly Wish[], { limiter, latencyMs }: Network): readonly Sent[] {
  const machine = new PaceMachine();
  const agenda: { readonly atMs: number; readonly order: number; readonly run: (nowMs: number) => void }[] = [];
  const sent: Sent[] = [];
  let order = 0;
  let drawn = 0;
  let fullMs = 0;
  let wakeAtMs: number | undefined;
  const at = (atMs: number, run: (nowMs: number) => void): void => void agenda.push({ atMs, order: order++, run });
  const latency = (): number => latencyMs[drawn++ % latencyMs.length] ?? 0;
  const answer = (nowMs: number): Answered => {
    if (limiter === undefined) return { status: 200 };
    const intervalMs = 1_000 / limiter.perSecond;
    const capacityMs = intervalMs * (limiter.burst + 1);
    const next = Math.max(fullMs, nowMs) + intervalMs;
    const limited = next - nowMs > capacityMs + 1e-6;
    if (!limited) fullMs = next;
    const filledMs = Math.max(fullMs, nowMs) - nowMs;
    const remaining = Math.max(0, Math.floor((capacityMs - filledMs) / intervalMs + 1e-9));
    const rate = { limit: limiter.burst + 1, remaining, resetMs: Math.ceil(filledMs / 1_000 - 1e-9) * 1_000 };
    if (!limited) return { status: 200, rate };
    return { status: 429, rate, retryAfterMs: Math.ceil((next - capacityMs - nowMs) / 1_000) * 1_000 };
  };
  const step = (nowMs: number, input: Parameters<PaceMachine["step"]>[1]): void => {
    const result = machine.step(nowMs, input);
    for (const call of result.granted) {
      const { lane, atMs: askedMs } = wishes[call] as Wish;
      at(nowMs + latency(), (arrivedMs) => {
        const facts = answer(arrivedMs);
        sent.push({ call, lane, askedMs, sentMs: nowMs, status: facts.status });
        at(arrivedMs + latency(), (backMs) => {
          step(backMs, { kind: "ended", call, answer: facts });
          if (facts.status === 429) step(backMs, { kind: "asked", call, lane });
        });
      });
    }
    if (result.wakeAtMs === undefined || result.wakeAtMs === wakeAtMs) return;
    const wake = result.wakeAtMs;
    wakeAtMs = wake;
    at(wake, (now) => {
      if (wakeAtMs !== wake) return;
      wakeAtMs = undefined;
      step(now, { kind: "timer" });
    });
  };
  for (const [call, { atMs, lane }] of wishes.entries()) at(atMs, (now) => step(now, { kind: "asked", call, lane }));
  for (let events = 0; agenda.length > 0; events++) {
    if (events > 200_000) throw new Error("the machine does not come to rest");
    const first = agenda.reduce((a, b) => (b.atMs < a.atMs || (b.atMs === a.atMs && b.order < a.order) ? b : a));
    agenda.splice(agenda.indexOf(first), 1);
    first.run(first.atMs);
  }
  return sent;
}

const many = (count: number, lane: Lane, every = 0, from = 0): Wish[] =>
  Array.from({ length: count }, (_, index) => ({ atMs: from + index * every, lane }));
const inTime = (wishes: readonly Wish[]): Wish[] => wishes.toSorted((a, b) => a.atMs - b.atMs);

const lanes = fc.constantFrom<Lane>("interactive", "alerts", "bulk");
const wishesOf = (count: number): fc.Arbitrary<Wish[]> =>
  fc
    .array(fc.record({ atMs: fc.nat(3_000), lane: lanes }), { minLength: 1, maxLength: count, size: "max" })
    .map(inTime);
const limiters = fc.record({ perSecond: fc.integer({ min: 1, max: 200 }), burst: fc.integer({ min: 8, max: 60 }) });
const latencies = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 7 });

describe("whatever is asked, and however slow the line", () => {
  test("never more is sent than the limit allows, and every call is sent in the end", () => {
    fc.assert(
      fc.property(wishesOf(200), limiters, latencies, (wishes, limiter, latencyMs) => {
        const sent = play(wishes, { limiter, latencyMs });
        expect(sent.filter(({ status }) => status === 429)).toEqual([]);
        expect(sent.map(({ call }) => call).toSorted((a, b) => a - b)).toEqual(wishes.map((_, call) => call));
      }),
      { numRuns: 150 },
    );
  });

  test("those of one lane are sent in the order in which they were asked for", () => {
    fc.assert(
      fc.property(wishesOf(200), limiters, fc.constant([5]), (wishes, limiter, latencyMs) => {
        const sent = play(wishes, { limiter, latencyMs });
        for (const lane of ["interactive", "alerts", "bulk"] as const) {
          const calls = sent.filter((one) => one.lane === lane).map(({ call }) => call);
          expect(calls).toEqual(calls.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 100 },
    );
  });

  test("with a bucket that is too small for the first look, calls are refused at first only, and all are sent in the end", () => {
    fc.assert(
      fc.property(
        wishesOf(40),
        fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 0, max: 7 }) }),
        latencies,
        (wishes, limiter, latencyMs) => {
          const sent = play(wishes, { limiter, latencyMs });
          expect(sent.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(paceLimits.unknown);
          const done = sent.filter(({ status }) => status === 200);
          expect(done.map(({ call }) => call).toSorted((a, b) => a - b)).toEqual(wishes.map((_, call) => call));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("an interactive call never waits behind more than one bulk call in ten turns", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 150 }),
        fc.integer({ min: 20, max: 60 }),
        latencies,
        (bulk, others, line) => {
          const wishes = inTime([...many(bulk, "bulk"), ...many(others, "interactive", 30, 1_000)]);
          const sent = play(wishes, { limiter: { perSecond: 10, burst: 20 }, latencyMs: line });
          const turns = sent.toSorted((a, b) => a.sentMs - b.sentMs || a.call - b.call);
          for (const one of turns.filter(({ lane }) => lane === "interactive")) {
            const between = turns.filter(({ sentMs }) => sentMs > one.askedMs && sentMs < one.sentMs);
            const bulks = between.filter(({ lane }) => lane === "bulk").length;
            expect(bulks).toBeLessThanOrEqual(Math.ceil((between.length + 1) / 10));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a server with the limits of Mattermost, 10 a second and a burst of 100", () => {
  const limiter = { perSecond: 10, burst: 100 };

  test("takes 500 bulk calls within 3 % of its own time, and interactive ones at once meanwhile", () => {
    const wishes = inTime([...many(500, "bulk"), ...many(8, "interactive", 4_321, 2_000)]);
    const sent = play(wishes, { limiter, latencyMs: [2, 3] });
    const ownMs = (wishes.length - 101) * 100;
    expect(sent.every(({ status }) => status === 200)).toBe(true);
    expect(Math.max(...sent.map(({ sentMs }) => sentMs))).toBeLessThan(ownMs * 1.03);
    for (const { lane, askedMs, sentMs } of sent)
      if (lane === "interactive") expect(sentMs - askedMs).toBeLessThan(100);
  });

  test("lets bulk go on when interactive calls could fill every turn for ever", () => {
    const wishes = inTime([
      ...many(700, "interactive", 50),
      ...many(20, "bulk", 0, 15_000),
      ...many(20, "alerts", 0, 15_000),
    ]);
    const sent = play(wishes, { limiter, latencyMs: [2] });
    const lastBulk = sent.findLastIndex(({ lane }) => lane === "bulk");
    expect(sent.slice(lastBulk).filter(({ lane }) => lane === "interactive").length).toBeGreaterThan(100);
  });

  test("sends alerts before bulk", () => {
    const wishes = inTime([...many(300, "bulk"), ...many(20, "alerts", 0, 5_000)]);
    const sent = play(wishes, { limiter, latencyMs: [2] });
    const alerts = sent.filter(({ lane }) => lane === "alerts");
    expect(Math.max(...alerts.map(({ sentMs }) => sentMs))).toBeLessThan(5_000 + 21 * 100);
  });
});

describe("a server without a limit", () => {
  test("costs no time once the first answer is there", () => {
    const wishes = [...many(1, "interactive"), ...many(1_000, "interactive", 0, 100)];
    for (const { askedMs, sentMs } of play(wishes, { latencyMs: [20] })) expect(sentMs).toBe(askedMs);
  });

  test("still keeps connections free of bulk for those that are more urgent", () => {
    const machine = new PaceMachine();
    machine.step(0, { kind: "asked", call: 0, lane: "bulk" });
    machine.step(1, { kind: "ended", call: 0, answer: { status: 200 } });
    const granted = Array.from({ length: 50 }, (_, call) =>
      machine.step(2, { kind: "asked", call: call + 1, lane: "bulk" }),
    );
    expect(granted.flatMap((step) => step.granted)).toHaveLength(paceLimits.inFlight.bulk);
    expect(machine.step(3, { kind: "asked", call: 99, lane: "interactive" }).granted).toEqual([99]);
  });
});

describe("a 429", () => {
  /** A machine with so many calls under way on a server without a limit that was known. */
  const busy = (calls: number): PaceMachine => {
    const machine = new PaceMachine();
    machine.step(0, { kind: "asked", call: 0, lane: "interactive" });
    machine.step(0, { kind: "ended", call: 0, answer: { status: 200 } });
    for (let call = 1; call <= calls; call++) machine.step(0, { kind: "asked", call, lane: "interactive" });
    return machine;
  };
  const refused = (call: number, retryAfterMs?: number) =>
    ({ kind: "ended", call, answer: { status: 429, ...(retryAfterMs !== undefined && { retryAfterMs }) } }) as const;

  test("pauses every lane, once, for as long as the server says", () => {
    const machine = busy(3);
    machine.step(100, refused(1, 4_000));
    machine.step(110, refused(2, 4_000));
    machine.step(110, { kind: "ended", call: 3 });
    for (const [index, lane] of (["interactive", "alerts", "bulk"] as const).entries()) {
      expect(machine.step(200, { kind: "asked", call: 10 + index, lane })).toEqual({ granted: [], wakeAtMs: 4_110 });
    }
    expect(machine.step(4_110, { kind: "timer" }).granted).not.toEqual([]);
  });

  test("without a word how long pauses a second, then twice as long each time, until something else is heard", () => {
    const machine = busy(1);
    let nowMs = 0;
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      machine.step(nowMs, refused(1));
      expect(machine.step(nowMs, { kind: "asked", call: 1, lane: "interactive" }).wakeAtMs).toBe(nowMs + pauseMs);
      nowMs += pauseMs;
      expect(machine.step(nowMs, { kind: "timer" }).granted).toEqual([1]);
    }
    machine.step(nowMs, { kind: "ended", call: 1, answer: { status: 200 } });
    machine.step(nowMs, { kind: "asked", call: 2, lane: "interactive" });
    machine.step(nowMs, refused(2));
    expect(machine.step(nowMs, { kind: "asked", call: 2, lane: "interactive" }).wakeAtMs).toBe(nowMs + 1_000);
  });

  test("without numbers lets calls through one by one afterwards, then more and more", () => {
    const machine = busy(40);
    for (let call = 1; call <= 40; call++) machine.step(0, refused(call));
    for (let call = 1; call <= 40; call++) machine.step(0, { kind: "asked", call, lane: "interactive" });
    expect(machine.step(1_000, { kind: "timer" }).granted).toEqual([1]);
    expect(machine.step(1_010, { kind: "ended", call: 1, answer: { status: 200 } }).granted).toEqual([2, 3]);
  });

  test("that asks for a day is obeyed for five minutes", () => {
    const machine = busy(1);
    machine.step(0, refused(1, 86_400_000));
    expect(machine.step(0, { kind: "asked", call: 1, lane: "interactive" }).wakeAtMs).toBe(300_000);
  });
});
