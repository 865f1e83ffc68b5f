import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LinkEffect, type LinkInput, type LinkState, defaultLinkTimes, initialLink, stepLink } from "./link.ts";

const times = defaultLinkTimes;

/** Feeds inputs one after another and keeps every effect. */
function live(...inputs: readonly LinkInput[]): {
  state: LinkState;
  effects: LinkEffect[];
  last: readonly LinkEffect[];
} {
  let state = initialLink;
  let last: readonly LinkEffect[] = [];
  const effects: LinkEffect[] = [];
  for (const input of inputs) {
    const step = stepLink(state, input, { nowMs: 0, chance: 1, times });
    ({ state } = step);
    last = step.effects;
    effects.push(...step.effects);
  }
  return { state, effects, last };
}

const start: LinkInput = { kind: "start" };
const opened: LinkInput = { kind: "opened" };
const timer: LinkInput = { kind: "timer" };
const closed: LinkInput = { kind: "closed", reason: "cut" };
const hello = (connectionId = "one"): LinkInput => ({ kind: "event", event: "hello", seq: 0, connectionId });
const posted = (seq: number): LinkInput => ({ kind: "event", event: "posted", seq });

describe("a link", () => {
  test("is live with the server's hello", () => {
    const { state, effects } = live(start, opened, hello());
    expect(state).toMatchObject({ phase: "live", connectionId: "one", nextSeq: 1 });
    expect(effects).toContainEqual({ kind: "live", missed: false });
  });

  test("comes back with the connection's id and the next number, and is live again with the first sound", () => {
    const { effects, last } = live(start, opened, hello(), posted(1), closed, timer, opened, posted(2));
    expect(effects).toContainEqual({ kind: "open", connectionId: "one", nextSeq: 2 });
    expect(last).toContainEqual({ kind: "live", missed: false });
    expect(last).toContainEqual({ kind: "deliver" });
  });

  test("knows that something was missed when the server greets it as somebody new", () => {
    const { last } = live(start, opened, hello("one"), posted(1), closed, timer, opened, hello("two"));
    expect(last).toContainEqual({ kind: "live", missed: true });
  });

  test("drops a repeated event without a word", () => {
    const { last, state } = live(start, opened, hello(), posted(1), posted(1));
    expect(last).toEqual([]);
    expect(state.phase).toBe("live");
  });

  test("a jump in the numbers leads to a resume, a second one in a row to a fresh start that counts as missed", () => {
    const once = live(start, opened, hello(), posted(5), timer);
    expect(once.last).toContainEqual({ kind: "open", connectionId: "one", nextSeq: 1 });
    const twice = live(start, opened, hello(), posted(5), timer, opened, posted(5), timer);
    expect(twice.last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
    const after = live(start, opened, hello(), posted(5), timer, opened, posted(5), timer, opened, hello("two"));
    expect(after.last).toContainEqual({ kind: "live", missed: true });
  });

  test("asks a quiet line and cuts it when no answer comes", () => {
    const asked = live(start, opened, hello(), timer);
    expect(asked.last).toEqual([{ kind: "ask" }, { kind: "timer", afterMs: times.toleranceMs }]);
    const cut = live(start, opened, hello(), timer, timer);
    expect(cut.last).toContainEqual({ kind: "drop" });
    const answered = live(start, opened, hello(), timer, { kind: "heard" }, timer);
    expect(answered.last).toEqual([{ kind: "timer", afterMs: times.heartbeatMs }]);
  });

  test("notices a dead line within 45 s", () => {
    expect(times.heartbeatMs + times.toleranceMs).toBeLessThanOrEqual(45_000);
  });

  test("waits longer with every failure, up to the cap, and from the beginning after a healthy minute", () => {
    let state = live(start).state;
    const waits: number[] = [];
    for (let failure = 0; failure < 12; failure++) {
      const fallen = stepLink(state, closed, { nowMs: 0, chance: 1, times });
      waits.push(...fallen.effects.flatMap((effect) => (effect.kind === "down" ? [effect.retryInMs] : [])));
      ({ state } = stepLink(fallen.state, timer, { nowMs: 0, chance: 1, times }));
    }
    expect(waits.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(waits.at(-1)).toBe(times.backoffMaxMs);
    ({ state } = stepLink(stepLink(state, opened, { nowMs: 0, chance: 1, times }).state, hello(), {
      nowMs: 0,
      chance: 1,
      times,
    }));
    const healthy = stepLink(state, closed, { nowMs: times.healthyAfterMs, chance: 1, times });
    expect(healthy.effects).toContainEqual({ kind: "down", reason: "cut", retryInMs: 250 });
  });

  test("a refused token is told once and tried again only after minutes", () => {
    const { last, state } = live(start, opened, { kind: "unauthorized" });
    expect(last).toEqual([{ kind: "drop" }, { kind: "refused" }, { kind: "timer", afterMs: times.refusedRetryMs }]);
    expect(stepLink(state, { kind: "unauthorized" }, { nowMs: 0, chance: 1, times }).effects).toEqual([]);
    expect(stepLink(state, timer, { nowMs: 0, chance: 1, times }).effects).toContainEqual({
      kind: "open",
      connectionId: "",
      nextSeq: 0,
    });
  });

  test("a socket that is cut before it said anything has its token verified", () => {
    expect(live(start, opened, closed).last).toContainEqual({ kind: "verify" });
  });
});

const anyInput: fc.Arbitrary<LinkInput> = fc.oneof(
  fc.constantFrom<LinkInput>(opened, timer, closed, { kind: "heard" }, { kind: "unauthorized" }, start),
  fc.nat({ max: 6 }).map(posted),
  fc.constantFrom("one", "two").map(hello),
);

describe("whatever happens to a link", () => {
  test("it never has two sockets, always has a way on, and delivers each number once and in order", () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 80 }), (inputs) => {
        let state = stepLink(initialLink, start, { nowMs: 0, chance: 0.5, times }).state;
        let sockets = 1;
        let timers = 1;
        let expected = 0;
        for (const input of inputs) {
          if (input.kind === "timer") timers--;
          const step = stepLink(state, input, { nowMs: 0, chance: 0.5, times });
          ({ state } = step);
          for (const effect of step.effects) {
            if (effect.kind === "open") sockets++;
            if (effect.kind === "drop") sockets = 0;
            if (effect.kind === "timer") timers = 1;
            if (effect.kind === "deliver" && input.kind === "event") {
              expect(input.event === "hello" || input.seq === expected).toBe(true);
              expected = input.event === "hello" ? 1 : expected + 1;
            }
            expect(sockets).toBeLessThanOrEqual(1);
          }
          expect(timers).toBe(1);
        }
      }),
    );
  });

  test("stop() ends it, and nothing starts it again", () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 20 }), fc.array(anyInput, { maxLength: 20 }), (before, after) => {
        const stopped = live(start, ...before, { kind: "stop" });
        expect(stopped.last).toContainEqual({ kind: "drop" });
        let { state } = stopped;
        for (const input of after) {
          const step = stepLink(state, input, { nowMs: 0, chance: 0, times });
          expect(step.effects).toEqual([]);
          ({ state } = step);
        }
      }),
    );
  });
});
