/** When something shall go out, as people write it. */
import { describe, expect, test } from "vitest";
import { whenIn } from "./words.ts";

describe("what repeats is read from", () => {
  test.each([
    ["every monday at 9:00", "0 9 * * 1", "every Monday at 09:00"],
    ["Every Monday and Friday at 9:00 and 17:00.", "0 9,17 * * 1,5", "every Monday and Friday at 09:00 and 17:00"],
    ["every sun, mon at 9am", "0 9 * * 1,0", "every Monday and Sunday at 09:00"],
    ["at 9:00 every monday", "0 9 * * 1", "every Monday at 09:00"],
    ["mondays at 9", "0 9 * * 1", "every Monday at 09:00"],
    ["daily at 8:30", "30 8 * * *", "every day at 08:30"],
    ["8:00 daily", "0 8 * * *", "every day at 08:00"],
    ["every day at noon", "0 12 * * *", "every day at 12:00"],
    ["every weekday at 7.30", "30 7 * * 1-5", "every weekday at 07:30"],
    ["weekends at 10:00", "0 10 * * 6,0", "every Saturday and Sunday at 10:00"],
    ["on the 1st and 15th of every month at 9:00", "0 9 1,15 * *", "on the 1st and 15th of every month at 09:00"],
    ["monthly on the 2nd at 9", "0 9 2 * *", "on the 2nd of every month at 09:00"],
    ["every last day of the month at 17:00", "0 17 L * *", "on the last day of every month at 17:00"],
    ["every first monday of the month at 9:00", "0 9 * * 1#1", "on the first Monday of every month at 09:00"],
    ["every month on the last friday at 4pm", "0 16 * * 5#L", "on the last Friday of every month at 16:00"],
    ["every year on december 24 at 9:00", "0 9 24 12 *", "every 24 December at 09:00"],
    ["every hour", "0 * * * *", "every hour"],
    ["every 2 hours", "0 */2 * * *", "every 2 hours"],
    ["0 9 * * 1-5", "0 9 * * 1-5", "by `0 9 * * 1-5`"],
    ["cron 30 8 * * 1", "30 8 * * 1", "by `30 8 * * 1`"],
    ["@daily", "@daily", "by `@daily`"],
  ])("%s", (text, line, shown) => {
    expect(whenIn(text)).toEqual({ kind: "repeat", line, shown });
  });
});

test.each([
  ["every other week on monday at 9:00", 2, "0 9 * * 1", "every other week on Monday at 09:00"],
  ["every two weeks on monday at 9:00", 2, "0 9 * * 1", "every other week on Monday at 09:00"],
  ["every 2 weeks on monday 9:00", 2, "0 9 * * 1", "every other week on Monday at 09:00"],
  ["every other monday and friday at 9:00", 2, "0 9 * * 1,5", "every other week on Monday and Friday at 09:00"],
  ["on monday of every second week at 9:00", 2, "0 9 * * 1", "every other week on Monday at 09:00"],
  ["fortnightly on tuesday at noon", 2, "0 12 * * 2", "every other week on Tuesday at 12:00"],
  ["every third week on weekdays at 8:00", 3, "0 8 * * 1-5", "every 3 weeks on each weekday at 08:00"],
  ["at 9:00 every 4 weeks on friday", 4, "0 9 * * 5", "every 4 weeks on Friday at 09:00"],
])("%s leaves weeks out", (text, everyWeeks, line, shown) => {
  expect(whenIn(text)).toEqual({ kind: "repeat", line, shown, everyWeeks });
});

test("every week is nothing else than every monday", () => {
  expect(whenIn("every week on monday at 9:00")).toEqual(whenIn("every 1 week on monday at 9:00"));
});

test("a zone may be named with it", () => {
  expect(whenIn("every monday at 9:00 in Europe/Berlin")).toMatchObject({ line: "0 9 * * 1", zone: "Europe/Berlin" });
  expect(whenIn("at 17:30 UTC")).toMatchObject({ kind: "once", zone: "UTC" });
});

describe("one moment is read from", () => {
  test.each([
    ["at 17:30", { time: { hour: 17, minute: 30 } }],
    ["at 9", { time: { hour: 9, minute: 0 } }],
    ["tomorrow at 9pm", { day: { shown: "tomorrow", text: "tomorrow" }, time: { hour: 21, minute: 0 } }],
    ["next friday 9:00", { day: { shown: "Friday", text: "friday" }, time: { hour: 9, minute: 0 } }],
    ["24.12. 9:00", { day: { shown: "24 December", day: 24, month: 12 }, time: { hour: 9, minute: 0 } }],
    ["on 3 March at 9:00", { day: { shown: "3 March", day: 3, month: 3 }, time: { hour: 9, minute: 0 } }],
    ["2026-12-24T18:00", { day: { shown: "24 December 2026", text: "2026-12-24" }, time: { hour: 18, minute: 0 } }],
  ])("%s", (text, read) => {
    expect(whenIn(text)).toEqual({ kind: "once", ...read });
  });

  test("a length of time, and now", () => {
    expect(whenIn("in 2 hours and 30 min")).toEqual({ kind: "after", text: "in 2 hours and 30 min" });
    expect(whenIn("In two hours")).toEqual({ kind: "after", text: "in 2 hours" });
    expect(whenIn("in an hour")).toEqual({ kind: "after", text: "in 1 hour" });
    expect(whenIn("in half an hour.")).toEqual({ kind: "after", text: "in 30 minutes" });
    expect(whenIn("in a week")).toEqual({ kind: "after", text: "in 1 week" });
    expect(whenIn("in a hurry")).toBeUndefined();
    expect(whenIn("Right now!")).toEqual({ kind: "now" });
  });
});

test.each([
  ["at 25:00", "No clock ever shows 25:00."],
  ["every sunday at 24:01", "No clock ever shows 24:01."],
  ["every 31st of february at 9:00", "There is no 31 February in any calendar."],
  ["on 29.2.2027 at 9:00", "There is no 29 February 2027 in any calendar."],
  ["every 32nd at 9:00", "No month has a 32nd day."],
  ["every monday", "Every Monday, but at what time?"],
  ["weekly at 9:00", "On which day of the week? Write `every monday at 9:00`."],
  [
    "every other day at 9:00",
    "I can repeat by days of the week, of the month and of the year, and every other week, but not every other day, month or year.",
  ],
  ["every other week at 9:00", "On which days of the week? Write `every other week on monday at 9:00`."],
  ["every 3 weeks on the 1st at 9:00", "On which days of the week? Write `every 3 weeks on monday at 9:00`."],
  ["every 60 weeks on monday at 9:00", "I can repeat every week, or every 2 to 12 weeks."],
  ["every 5 minutes", "That is too often: once an hour is the most."],
  ["every 5 hours", "I can repeat every hour, or every 2, 3, 4, 6, 8 or 12 hours."],
  ["at 9:00 and 10:00", "These are several times: I need one of them."],
  [
    "daily at 9:00 and 17:30",
    "Several times of one day need the same minutes, like 9:30 and 17:30: otherwise announce it twice.",
  ],
])("%s cannot be, and it is told why", (text, why) => {
  expect(whenIn(text)).toEqual({ kind: "wrong", why });
});

test.each([
  "Every Monday at 9:00 we have lunch",
  "at 9:00 the lift is repaired",
  "in 2 days the lift is repaired",
  "Everybody",
  "monday",
  "@ann",
  "Floor 1, 2",
  "every monday\nat 9:00",
])("%s says something else", (text) => {
  expect(whenIn(text)).toBeUndefined();
});
