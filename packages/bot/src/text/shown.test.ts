import { expect, test } from "vitest";
import { inWords, moment, momentIn } from "./duration.ts";
import { table } from "./table.ts";

test.each([
  [0, "less than a second"],
  [1_000, "1 second"],
  [59_999, "59 seconds"],
  [60_000, "1 minute"],
  [3_661_000, "1 hour 1 minute"],
  [7_200_000, "2 hours"],
  [86_400_000 * 3 + 59_000, "3 days"],
  [93_784_000, "1 day 2 hours"],
])("%i ms are %s", (lengthMs, words) => {
  expect(inWords(lengthMs)).toBe(words);
});

test("a moment is told in UTC", () => {
  expect(moment(Date.UTC(2026, 0, 1, 8, 0, 59))).toBe("2026-01-01 08:00 UTC");
});

test("a moment is told as clocks in a zone show it", () => {
  expect(momentIn(Date.UTC(2026, 0, 1, 8, 0, 59), "Europe/Berlin")).toBe("Thu 2026-01-01 09:00");
  expect(momentIn(Date.UTC(2026, 0, 1, 19), "Asia/Kolkata")).toBe("Fri 2026-01-02 00:30");
  expect(momentIn(Date.UTC(2026, 0, 1, 8), "Mars/City")).toBe("Thu 2026-01-01 08:00");
});

test("a table stays a table, whatever is in its cells", () => {
  expect(table(["a", "b"], [["x|y", "two\nlines"]])).toBe("| a | b |\n| :--- | :--- |\n| x\\|y | two lines |");
});
