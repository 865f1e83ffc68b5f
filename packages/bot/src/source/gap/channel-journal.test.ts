import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChannelJournal, OVERLAP_MS, REMEMBERED_MOST } from "./channel-journal.ts";

const START = 1_000_000;

function journal(): ChannelJournal {
  return new ChannelJournal({ since: START, upTo: START, done: [] });
}

function handled(channel: ChannelJournal, key: string, at: number): void {
  channel.begin(key, at);
  channel.saw(key, at);
  channel.end(key, at);
}

describe("the journal of a channel", () => {
  test("comes as far as the oldest that is still in somebody's hands", () => {
    const channel = journal();
    for (const n of [1, 2, 3]) channel.begin(`p${n}`, START + n * 100);
    channel.end("p1", START + 100);
    channel.end("p3", START + 300);
    expect(channel.upTo).toBe(START + 199);
    channel.end("p2", START + 200);
    expect(channel.upTo).toBe(START + 300);
  });

  test("asks for nothing from before it began, and for the overlap later", () => {
    const channel = journal();
    expect(channel.from).toBe(START);
    handled(channel, "p", START + OVERLAP_MS + 500);
    expect(channel.from).toBe(START + 500);
  });

  test("knows what was handled within the overlap through a restart, and has an anchor behind it", () => {
    const channel = journal();
    handled(channel, "old", START + 100);
    handled(channel, "late", START + OVERLAP_MS + 200);
    const again = new ChannelJournal(channel.record());
    expect([again.has("old"), again.has("late")]).toEqual([false, true]);
    expect([again.from, again.anchor]).toEqual([START + 200, "old"]);
  });

  test("remembers no more of what the bot says where nobody else speaks than the overlap needs, and has an anchor", () => {
    const channel = journal();
    for (let n = 1; n <= 20_000; n++) channel.saw(`p${n}`, START + n * 1_000);
    expect(channel.remembered).toBeLessThan(2_000);
    expect(channel.anchor).toBe(`p${20_000 - OVERLAP_MS / 1_000}`);
  });

  test("writes down no more than it may, and asks for less then", () => {
    const channel = journal();
    for (let n = 0; n < REMEMBERED_MOST + 500; n++) handled(channel, `p${n}`, START + n + 1);
    const record = channel.record();
    expect(record.done).toHaveLength(REMEMBERED_MOST);
    expect(new ChannelJournal(record).from).toBe(START + 500);
  });

  test("after any course of events, a restart asks for everything that was not handled and hands on nothing that was", () => {
    const step = fc.record({ at: fc.nat(120_000), isEnded: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const channel = journal();
        const posts = steps.map(({ at, isEnded }, n) => ({ key: `p${n}`, at: START + 1 + at, isEnded }));
        for (const { key, at } of posts) channel.begin(key, at);
        for (const { key, at } of posts) channel.saw(key, at);
        for (const { key, at, isEnded } of posts) if (isEnded) channel.end(key, at);
        const again = new ChannelJournal(channel.record());
        for (const { key, at, isEnded } of posts)
          expect(at > again.from && !again.has(key), `${key} at ${at}, from ${again.from}`).toBe(!isEnded);
      }),
    );
  });
});
