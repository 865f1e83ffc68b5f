import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDuration, writeDuration } from "./length.ts";
import { readMoment } from "./moment.ts";

describe("a length of time", () => {
  test.each([
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["2 days", 172_800_000],
    ["1 hour and 5 minutes", 3_900_000],
    ["1 day, 2 hours", 93_600_000],
    ["1.5h", 5_400_000],
    ["PT15M", 900_000],
    ["p1dt12h", 129_600_000],
    ["250ms", 250],
    ["0s", 0],
  ])("%s", (text, lengthMs) => {
    expect(readDuration(text)).toBe(lengthMs);
  });

  test.each([
    "1 hour and",
    "1 hour,",
    "1h and and 5m",
    "",
    "5",
    "m",
    "1x",
    "30m1h",
    "1h2h",
    "P",
    "PT",
    "1h-5m",
    "9e9h",
    "999999w",
    "١h",
  ])("%j is none", (text) => {
    expect(readDuration(text)).toBeUndefined();
  });

  test("whatever is written is read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000_000_000 }), (lengthMs) => {
        expect(readDuration(writeDuration(lengthMs))).toBe(lengthMs);
      }),
    );
  });
});

describe("a moment", () => {
  /** A Thursday. */
  const now = new Date("2026-01-01T08:00:00Z");
  const berlin = (text: string): string | undefined => readMoment(text, { now, zone: "Europe/Berlin" })?.toISOString();

  test.each([
    ["now", "2026-01-01T08:00:00.000Z"],
    ["2026-01-31", "2026-01-30T23:00:00.000Z"],
    ["2026-07-01 18:00", "2026-07-01T16:00:00.000Z"],
    ["2026-07-01T18:00:30", "2026-07-01T16:00:30.000Z"],
    ["2026-07-01T18:00Z", "2026-07-01T18:00:00.000Z"],
    ["2026-07-01T18:00+05:30", "2026-07-01T12:30:00.000Z"],
    ["31.1.2026", "2026-01-30T23:00:00.000Z"],
    ["18:00", "2026-01-01T17:00:00.000Z"],
    ["9:00", "2026-01-02T08:00:00.000Z"],
    ["6pm", "2026-01-01T17:00:00.000Z"],
    ["12am", "2026-01-01T23:00:00.000Z"],
    ["today 9:30", "2026-01-01T08:30:00.000Z"],
    ["tomorrow 9:00", "2026-01-02T08:00:00.000Z"],
    ["tomorrow at 9am", "2026-01-02T08:00:00.000Z"],
    ["yesterday", "2025-12-30T23:00:00.000Z"],
    ["friday", "2026-01-01T23:00:00.000Z"],
    ["thu 8:00", "2026-01-08T07:00:00.000Z"],
    ["in 2h", "2026-01-01T10:00:00.000Z"],
    ["90 minutes ago", "2026-01-01T06:30:00.000Z"],
  ])("%s", (text, iso) => {
    expect(berlin(text)).toBe(iso);
  });

  test.each([
    "",
    "9",
    "25:00",
    "9:60",
    "13pm",
    "0am",
    "2026-02-30",
    "2026-02-30T10:00Z",
    "30.2.2026",
    "soon",
    "friday 99:00",
    "in",
    "in 5",
  ])("%j is none", (text) => {
    expect(berlin(text)).toBeUndefined();
  });

  test("a time that the clocks show twice is the first of both, and one that they leave out means the moment after", () => {
    expect(berlin("2026-10-25 02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(berlin("2026-03-29 02:30")).toBe("2026-03-29T01:00:00.000Z");
  });

  test("a zone that nobody knows is UTC", () => {
    expect(readMoment("18:00", { now, zone: "Mars/Olympus" })?.toISOString()).toBe("2026-01-01T18:00:00.000Z");
  });

  test("whatever is typed, a moment or nothing comes of it", () => {
    const word = fc.constantFrom(
      "in",
      "9:00",
      "2h",
      "ago",
      "friday",
      "2026-01-31",
      "T",
      "at",
      "99",
      "-",
      "pm",
      "tomorrow",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join(" ")),
    );
    const zone = fc.constantFrom("UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia");
    fc.assert(
      fc.property(text, zone, (typed, zone) => {
        const moment = readMoment(typed, { now, zone });
        expect(moment === undefined || !Number.isNaN(moment.getTime())).toBe(true);
      }),
    );
  });
});
