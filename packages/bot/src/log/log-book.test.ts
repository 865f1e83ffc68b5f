import { ManualClock } from "@matterwright/clock";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LogBook } from "./log-book.ts";
import { type Log, silentLog } from "./log.ts";

/** A book, and what went on behind it. */
function opened(more: Partial<ConstructorParameters<typeof LogBook>[0]> = {}): {
  readonly book: LogBook;
  readonly lines: [string, unknown][];
} {
  const lines: [string, unknown][] = [];
  const to: Log = {
    ...silentLog,
    debug: (facts, message) => void lines.push([message, facts]),
    info: (facts, message) => void lines.push([message, facts]),
  };
  return { book: new LogBook({ to, clock: new ManualClock(), ...more }), lines };
}

test("keeps the last thousand lines and no more, each of them short", () => {
  const { book } = opened();
  for (let line = 0; line < 5_000; line++) book.info({ long: "x".repeat(5_000) }, `line ${line}`);
  const kept = book.tail(Infinity);
  expect(kept).toHaveLength(1_000);
  expect(kept.at(-1)?.message).toBe("line 4999");
  expect(Math.max(...kept.map(({ facts }) => facts.length))).toBeLessThan(1_600);
});

test("keeps no secret, wherever it stands and however it is spelled, and hands none on", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), fc.string(), (secret, around) => {
      if ("[secret] password token plugin".includes(secret) || secret.trim() === "") return;
      const { book, lines } = opened({ secrets: [secret] });
      book.info({ at: `${around}${secret}`, deep: [{ url: `http://x/?t=${secret}` }] }, `said ${secret}`);
      for (const text of [JSON.stringify(book.tail(1)), JSON.stringify(lines)])
        expect(text.replaceAll("[secret]", "")).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
  );
});

test("what is called a password is one, and what JSON cannot say does no harm", () => {
  const { book } = opened();
  const round: Record<string, unknown> = { big: 10n, apiKey: "k", inner: { authorization: "Basic x" } };
  round["self"] = round;
  book.info(round, "odd");
  expect(book.tail(1)[0]?.facts).toContain('"big":"10","apiKey":"[secret]","inner":{"authorization":"[secret]"}');
});

test("hands on what its level lets through, and without one everything, of which it keeps what is not for developers", () => {
  const open = opened();
  open.book.debug({}, "small");
  expect([open.lines.length, open.book.tail(9).length]).toEqual([1, 0]);
  const strict = opened({ level: "info" });
  strict.book.debug({}, "small");
  strict.book.setLevel("debug", "karma");
  strict.book.debug({ plugin: "karma" }, "of karma");
  strict.book.debug({ plugin: "other" }, "of another");
  expect(strict.lines.map(([message]) => message)).toEqual(["of karma"]);
  expect(strict.book.tail(9).map(({ owner }) => owner)).toEqual(["karma"]);
});
