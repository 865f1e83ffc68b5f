/** Ten years of schedules over every change of every zone, against clocks on walls that are read minute by minute. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot } from "../src/index.ts";
import { type Shift, shiftsOf, timesOnWalls } from "./wall-clock.ts";

const FROM_MS = Date.UTC(2026, 0, 1, 8);
const TO_MS = Date.UTC(2036, 0, 1, 8);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** `npm run prove` lives through the ten years in every zone. */
const isLong = process.env["MATTERWRIGHT_LONG"] === "1";

interface Zone {
  readonly zone: string;
  readonly shifts: readonly Shift[];
}

/** Of all zones whose clocks show the same for these ten years, one. */
function zones(): Zone[] {
  const all = ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({
    zone,
    shifts: shiftsOf(zone, FROM_MS, TO_MS),
  }));
  return [...new Map(all.map((each) => [JSON.stringify(each.shifts), each])).values()];
}

const SELDOM = ["30 2 * * *", "0 0 * * *", "15 1,2,3 * * *", "45 1-3 * * 0", "59 23 * * *", "0 3 28-31 * *"];
const OFTEN = ["*/20 * * * *", "0 */2 * * *", "10 */3 * * 6,0"];

test(
  "around every change of every zone, schedules say the times that the rule does",
  { timeout: 120_000 },
  async () => {
    const places = zones();
    await using town = await stage((options) => {
      const bot = new Bot(options);
      for (const [place, { zone }] of places.entries())
        for (const [line, when] of [...SELDOM, ...OFTEN].entries())
          bot.every(`${place}-${line}`, when, { timezone: zone }, () => {});
      return bot;
    });
    let compared = 0;
    for (const [place, { zone, shifts }] of places.entries()) {
      for (const { atMs } of shifts.slice(1)) {
        for (const [line, when] of [...SELDOM, ...OFTEN].entries()) {
          const aroundMs = line < SELDOM.length ? 1.5 * DAY_MS : 6 * HOUR_MS;
          const wanted = timesOnWalls(when, shifts, atMs - aroundMs, atMs + aroundMs);
          town.clock.jump(atMs - aroundMs);
          const next = await town.bot.schedules.next(`${place}-${line}`, wanted.length);
          expect(
            next.map((time) => time.toISOString()),
            `${when} in ${zone}`,
          ).toEqual(wanted.map((time) => new Date(time).toISOString()));
          compared += wanted.length;
        }
      }
    }
    town.clock.jump(FROM_MS);
    expect(places.length).toBeGreaterThan(50);
    expect(compared).toBeGreaterThan(30_000);
  },
);

const MIXED = ["30 2 * * *", "0 9 * * 1-5", "0 0 1 * *", "15 23 * * 6"];
const SOME: ReadonlySet<string> = new Set(["Africa/Casablanca", "America/Santiago", "Australia/Lord_Howe", "UTC"]);

test(
  "ten years of mixed schedules are run: each time once, none left out, whatever the clocks do",
  { timeout: 1_800_000 },
  async () => {
    const lived = isLong ? zones() : zones().filter(({ zone }) => SOME.has(zone) || zone === "America/Godthab");
    const runs = new Map<string, number[]>();
    await using town = await stage((options) => {
      const bot = new Bot(options);
      for (const { zone } of lived)
        for (const when of MIXED) {
          const times: number[] = [];
          const name = `${zone} ${when}`.replaceAll(/[^\w]/g, ".");
          runs.set(`${zone} ${when}`, times);
          bot.every(name, when, { timezone: zone, missed: "all" }, (_ctx, { planned }) => void times.push(+planned));
        }
      return bot;
    });
    for (let nowMs = FROM_MS; nowMs < TO_MS; nowMs += 20 * DAY_MS) {
      town.clock.jump(Math.min(nowMs + 20 * DAY_MS, TO_MS));
      await town.wait("61s");
    }
    for (const { zone, shifts } of lived)
      for (const when of MIXED)
        expect(runs.get(`${zone} ${when}`), `${when} in ${zone}`).toEqual(
          timesOnWalls(when, shifts, FROM_MS, TO_MS + 61_000),
        );
  },
);
