/** A moment means the same in a schedule and in what a person types: also when clocks pass it over, or show it twice. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMoment } from "../time/moment.ts";
import { timetable } from "./timetable.ts";

const ZONES = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC"];

test.each([
  ["Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:00:00.000Z"],
  ["Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00.000Z"],
  ["Pacific/Apia", "2011-12-30 12:00", "2011-12-30T10:00:00.000Z"],
])("in %s %s is %s", (zone, text, iso) => {
  expect(readMoment(text, { now: new Date(0), zone })?.toISOString()).toBe(iso);
});

test("whatever the moment and the zone", () => {
  const minutes = fc.integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2036, 0, 1) / 60_000 });
  fc.assert(
    fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
      const text = new Date(minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
      const planned = timetable(text, { zone, where: "test", nowMs: 0 }).after(0, 0);
      expect(readMoment(text, { now: new Date(0), zone })?.getTime()).toBe(planned);
    }),
  );
});
