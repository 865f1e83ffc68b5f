import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Output, type Said } from "./output.ts";
import { Tail } from "./tail.ts";

function said(...pieces: readonly (string | Uint8Array)[]): Said[] {
  const output = new Output();
  const all = pieces.flatMap((piece) =>
    output.push(typeof piece === "string" ? new TextEncoder().encode(piece) : piece),
  );
  return [...all, ...output.end()];
}

const texts = (all: readonly Said[]): string[] =>
  all.map((each) => (each.kind === "message" ? each.message.text : `(${each.text})`));

describe("what a program prints", () => {
  test("as text is one message, without the end of its last line", () => {
    expect(texts(said("Hello\n\nfrom", " the task\n"))).toEqual(["Hello\n\nfrom the task"]);
    expect(said("", " \n\n")).toEqual([]);
  });

  test("as a line of JSON is a message of its own, in its turn", () => {
    expect(said('first\n{"message": "second", "channel": "~ops"}\nthird')).toEqual([
      { kind: "message", message: { text: "first" } },
      { kind: "message", message: { text: "second", channel: "~ops", options: {} } },
      { kind: "message", message: { text: "third" } },
    ]);
  });

  test("may be what Mattermost's own API takes, with cards", () => {
    const line = '{"channel_id":"4xp9","root_id":"r00t","message":"","attachments":[{"text":"card"}],"props":{"a":1}}';
    expect(said(line)).toEqual([
      {
        kind: "message",
        message: {
          text: "",
          channel: "4xp9",
          thread: "r00t",
          options: { attachments: [{ text: "card" }], props: { a: 1 } },
        },
      },
    ]);
  });

  test("may say how far it is", () => {
    expect(texts(said('one\n{"progress": "50 %"}\ntwo'))).toEqual(["(50 %)", "one\ntwo"]);
  });

  test.each(['{"level":"info"}', "{ no JSON", '{"message": 7}', "[1]", '"text"'])("%s is text", (line) => {
    expect(texts(said(line))).toEqual([line]);
  });

  test("in colours is read without them", () => {
    expect(texts(said("\u001b[31mred\u001b[0m\r\nbell\u0007\tend"))).toEqual(["red\nbell\tend"]);
  });

  test("and is no UTF-8 is shown with the sign for that, and known to be so", () => {
    const output = new Output();
    const all = [...output.push(Uint8Array.of(0x61, 0xff, 0xc3)), ...output.end()];
    expect(texts(all)).toEqual(["a\uFFFD\uFFFD"]);
    expect(output.isValid).toBe(false);
  });

  test("however it is cut into pieces, says the same", () => {
    const text = 'grün\n{"message":"日本"}\nmore 🎈\n{"progress":"x"}\n';
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(said(...pieces)).toEqual(said(text));
      }),
    );
  });

  test("without an end is kept in part, and the rest is counted", () => {
    const output = new Output();
    for (let index = 0; index < 50; index++) output.push(new Uint8Array(100_000).fill(0x61));
    const [last] = output.end();
    const text = last?.kind === "message" ? last.message.text : "";
    expect(text.length).toBeLessThan(201_000);
    expect(text).toMatch(/and 4,800,000 more characters/);
  });
});

describe("the end of a stream", () => {
  test("is what came last, from the beginning of a line", () => {
    const tail = new Tail(20);
    for (let line = 0; line < 1_000; line++) tail.push(Buffer.from(`line ${line}\n`));
    expect(tail.text()).toBe("…\nline 998\nline 999\n");
    expect(tail.bytes).toBe(8_890);
  });

  test("is all of a short one", () => {
    const tail = new Tail(20);
    tail.push(Buffer.from("short"));
    expect(tail.text()).toBe("short");
  });
});
