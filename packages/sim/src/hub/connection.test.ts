import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Connection } from "./connection.ts";
import { encodeEvent } from "./wire.ts";

function connected() {
  const sent: string[] = [];
  const connection = new Connection({ connectionId: "c", userId: "u", token: "t", now: 0, postedAck: false });
  const wire = { send: (text: string) => void sent.push(text), ping: () => {}, close: () => {} };
  connection.wire = wire;
  connection.hello("hello");
  return { connection, sent, wire };
}

const event = encodeEvent("posted", {}, {});
const numbers = (sent: readonly string[]): number[] =>
  sent.flatMap((text) => (text === "hello" ? [] : [Number(/"seq": (\d+)/.exec(text)?.[1])]));

describe("a connection", () => {
  test("numbers events from the hello on", () => {
    const { connection, sent } = connected();
    connection.push(event);
    connection.push(event);
    expect(numbers(sent)).toEqual([1, 2]);
    expect(sent[1]).toBe(
      '{"event": "posted", "data": {}, "broadcast": {"omit_users":null,"user_id":"","channel_id":"","team_id":"","connection_id":"","omit_connection_id":""}, "seq": 1}',
    );
  });

  test("can be resumed from each of the last 128 that it sent, and from the next", () => {
    const { connection } = connected();
    for (let each = 0; each < 200; each++) connection.push(event);
    expect(connection.canResumeFrom(201)).toBe(true);
    expect(connection.canResumeFrom(73)).toBe(true);
    expect(connection.canResumeFrom(72)).toBe(false);
    expect(connection.canResumeFrom(202)).toBe(false);
  });

  test("keeps 256 while nobody is there, and gives up at the next", () => {
    const { connection } = connected();
    connection.wire = undefined;
    for (let each = 0; each < 256; each++) expect(connection.push(event)).toBe(true);
    expect(connection.push(event)).toBe(false);
  });

  test("whoever comes back hears every number from the wanted one on, once and in order", () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 }), fc.nat({ max: 200 }), fc.nat({ max: 100 }), (before, missed, back) => {
        const { connection, wire } = connected();
        for (let each = 0; each < before; each++) connection.push(event);
        connection.wire = undefined;
        for (let each = 0; each < missed; each++) connection.push(event);
        const from = Math.max(1, before + 1 - back);
        const heard: string[] = [];
        connection.wire = { ...wire, send: (text) => void heard.push(text) };
        connection.resumeFrom(from);
        const last = before + missed;
        expect(numbers(heard)).toEqual(Array.from({ length: last - from + 1 }, (_, index) => from + index));
      }),
    );
  });
});
