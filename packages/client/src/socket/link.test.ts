import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LinkEffect, type LinkInput, type LinkState, type TokenVerdict, initialLink, stepLink } from "./link.ts";
import { backoffMs, defaultLinkTimes } from "./patience.ts";

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
const verdict = (said: TokenVerdict): LinkInput => ({ kind: "verdict", verdict: said });
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

  test("is not deceived by a connection that lost its hello and counts anew", () => {
    const resumed = live(start, opened, hello(), posted(1), posted(2), closed, timer, opened, { kind: "heard" });
    expect(resumed.state.phase).toBe("live");
    const { last } = live(
      start,
      opened,
      hello(),
      posted(1),
      posted(2),
      closed,
      timer,
      opened,
      { kind: "heard" },
      posted(1),
    );
    expect(last).toContainEqual({ kind: "drop" });
  });

  test("a jump in the numbers leads to a resume, a second one in a row to a fresh start that counts as missed", () => {
    const once = live(start, opened, hello(), posted(5), timer);
    expect(once.last).toContainEqual({ kind: "open", connectionId: "one", nextSeq: 1 });
    const twice = live(start, opened, hello(), posted(5), timer, opened, posted(5), timer);
    expect(twice.last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
    const after = live(start, opened, hello(), posted(5), timer, opened, posted(5), timer, opened, hello("two"));
    expect(after.last).toContainEqual({ kind: "live", missed: true });
  });

  test("lets two answers fail to come before it cuts a quiet line", () => {
    const asked = live(start, opened, hello(), timer, timer);
    expect(asked.last).toEqual([{ kind: "ask" }, { kind: "timer", afterMs: times.toleranceMs }]);
    const again = live(start, opened, hello(), timer, timer, timer);
    expect(again.last).toEqual(asked.last);
    const cut = live(start, opened, hello(), timer, timer, timer, timer);
    expect(cut.last).toContainEqual({ kind: "drop" });
    const answered = live(start, opened, hello(), timer, timer, timer, { kind: "heard" }, timer);
    expect(answered.last).toEqual([{ kind: "timer", afterMs: times.heartbeatMs }]);
  });

  test("asks nothing of a line on which something is heard", () => {
    const { effects } = live(start, opened, hello(), timer, posted(1), timer, posted(2), timer);
    expect(effects).not.toContainEqual({ kind: "ask" });
  });

  test("cuts a dead line in time to be back within 45 s", () => {
    expect(2 * times.heartbeatMs + 2 * times.toleranceMs).toBeLessThanOrEqual(40_000);
  });

  test("waits from the beginning again after a healthy minute", () => {
    let state = live(start).state;
    const waits: number[] = [];
    const fallAt = (nowMs: number): void => {
      const fallen = stepLink(state, closed, { nowMs, chance: 1, times });
      waits.push(...fallen.effects.flatMap((effect) => (effect.kind === "down" ? [effect.retryInMs] : [])));
      ({ state } = stepLink(fallen.state, timer, { nowMs, chance: 1, times }));
    };
    for (let failure = 0; failure < 12; failure++) fallAt(failure * 60_000);
    expect(waits.slice(0, 2)).toEqual([250, 500]);
    expect(waits.at(-1)).toBe(times.backoffMaxMs);
    ({ state } = live(start, opened, hello()));
    state = { ...state, failures: 12 };
    fallAt(times.healthyAfterMs);
    expect(waits.at(-1)).toBe(250);
  });

  test("does not wait less than the server asks for", () => {
    const limited: LinkInput = { kind: "closed", reason: "429", retryAfterMs: 7_000 };
    expect(live(start, limited).last).toContainEqual({ kind: "down", reason: "429", retryInMs: 7_000 });
  });

  test("a refused token is told once, and asked about over REST from then on, not with sockets", () => {
    const refused = live(start, opened, closed, verdict("refused"));
    expect(refused.last).toEqual([
      { kind: "drop" },
      { kind: "refused" },
      { kind: "timer", afterMs: times.refusedRetryMs },
    ]);
    const later = live(start, opened, closed, verdict("refused"), timer, verdict("refused"), timer);
    expect(later.last).toEqual([{ kind: "verify" }, { kind: "timer", afterMs: times.refusedRetryMs }]);
    expect(later.effects.filter(({ kind }) => kind === "refused")).toHaveLength(1);
    const enabled = live(start, opened, closed, verdict("refused"), timer, verdict("good"));
    expect(enabled.last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
  });

  test("an action that is answered with 401 leaves it to REST whether the token is refused", () => {
    const doubted = live(start, opened, hello(), { kind: "unauthorized" });
    expect(doubted.last.map(({ kind }) => kind)).toEqual(["drop", "verify", "timer"]);
    expect(live(start, opened, hello(), { kind: "unauthorized" }, verdict("refused")).last).toContainEqual({
      kind: "refused",
    });
    const good = live(start, opened, hello(), { kind: "unauthorized" }, verdict("good"), timer);
    expect(good.last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
    const unsaid = live(start, opened, hello(), { kind: "unauthorized" }, timer, timer, opened, hello("two"));
    expect(unsaid.last).toContainEqual({ kind: "live", missed: true });
  });

  test("a verdict that comes late does not end what lives again", () => {
    const { state } = live(start, opened, closed, timer, opened, hello(), verdict("refused"));
    expect(state.phase).toBe("live");
  });

  test("a socket that is cut before it said anything has its token verified", () => {
    expect(live(start, opened, closed).last).toContainEqual({ kind: "verify" });
    expect(live(start, closed).last).not.toContainEqual({ kind: "verify" });
  });

  test("gives a resume up that is cut twice before a sound", () => {
    const once = live(start, opened, hello(), closed, timer, opened, closed, timer);
    expect(once.last).toContainEqual({ kind: "open", connectionId: "one", nextSeq: 1 });
    const twice = live(start, opened, hello(), closed, timer, opened, closed, timer, opened, closed, timer);
    expect(twice.last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
  });

  test("does not loop where the answer comes and then a number that does not fit", () => {
    const heard: LinkInput = { kind: "heard" };
    const { last } = live(start, opened, hello(), posted(5), timer, opened, heard, posted(5), timer);
    expect(last).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
  });

  test("takes a connection that counts anew without a word for what it is", () => {
    const counted = Array.from({ length: 600 }, (_, index) => posted(index + 1));
    const anew = Array.from({ length: 501 }, (_, index) => posted(index % 300));
    expect(live(start, opened, hello(), ...counted, ...anew.slice(1)).state.phase).toBe("live");
    expect(live(start, opened, hello(), ...counted, ...anew).last).toContainEqual({ kind: "drop" });
  });

  test("renewed, it comes back as somebody new and knows that something was missed", () => {
    const { last } = live(start, opened, hello(), { kind: "renew", reason: "deaf" });
    expect(last).toContainEqual({ kind: "down", reason: "deaf", retryInMs: 250 });
    const back = live(start, opened, hello(), { kind: "renew", reason: "deaf" }, timer, opened, hello("two"));
    expect(back.effects).toContainEqual({ kind: "open", connectionId: "", nextSeq: 0 });
    expect(back.last).toContainEqual({ kind: "live", missed: true });
  });

  test("lives with a server whose connections have no id, and resumes nothing there", () => {
    const nameless: LinkInput = { kind: "event", event: "hello", seq: 0 };
    const { last, effects } = live(start, opened, nameless, posted(1), closed, timer, opened, nameless);
    expect(effects.filter(({ kind }) => kind === "deliver")).toHaveLength(3);
    expect(last).toContainEqual({ kind: "live", missed: true });
  });
});

describe("the wait before another try", () => {
  const waitMs = (failures: number, lastedMs: number): number => backoffMs({ failures, lastedMs, chance: 1 }, times);

  test("doubles, and stays short beside the trouble", () => {
    expect([0, 1, 2, 3].map((failures) => waitMs(failures, 0))).toEqual([250, 500, 1_000, 1_000]);
    expect(waitMs(20, 10_000)).toBeLessThanOrEqual(2_000);
    expect(waitMs(30, 60_000)).toBeLessThanOrEqual(5_000);
    expect(waitMs(200, 86_400_000)).toBe(times.backoffMaxMs);
  });

  test("is half by chance, and bears any clock", () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, lastedMs, chance) => {
          const wait = backoffMs({ failures, lastedMs, chance }, times);
          expect(wait).toBeGreaterThanOrEqual(times.backoffMinMs / 2);
          expect(wait).toBeLessThanOrEqual(times.backoffMaxMs);
        },
      ),
    );
  });
});

const anyInput: fc.Arbitrary<LinkInput> = fc.oneof(
  fc.constantFrom<LinkInput>(opened, timer, closed, { kind: "heard" }, { kind: "unauthorized" }, start, {
    kind: "renew",
    reason: "deaf",
  }),
  fc.constantFrom<TokenVerdict>("good", "refused", "unknown").map(verdict),
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
