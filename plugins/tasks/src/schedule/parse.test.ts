import fc from "fast-check";
import { placeInToml } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Check, ScheduleFileError, parseSchedule } from "./parse.ts";

const checkNothing: Check = () => {};

function troubleOf(text: string, check: Check = checkNothing): string {
  try {
    parseSchedule(text, check);
  } catch (error) {
    if (error instanceof ScheduleFileError) return `${error.place.line}:${error.place.column} ${error.message}`;
    throw error;
  }
  return "";
}

describe("scheduler.toml", () => {
  test("in postbot's form", () => {
    const text = '[tasks]\nmy_task = "0 7 * * 1"       # every Monday at 07:00\n';
    expect([...parseSchedule(text, checkNothing).values()]).toEqual([
      { name: "my_task", when: "0 7 * * 1", options: {}, args: [], channel: undefined },
    ]);
  });

  test("with tables that say more", () => {
    const text = `timezone = "Europe/Berlin"
[tasks]
plan = "@daily"
inline = { cron = "every 15 min", timezone = "UTC" }
[tasks.report]
cron = "0 7 * * 1"
jitter = "5 min"
missed = "once"
overlap = "queue"
timeout = "10 min"
args = ["--all", 3, true]
enabled = false
except = ["2026-12-24..2027-01-01"]
rerun = true
channel = "~reports"
[tasks.described]
timeout = "2 h"
`;
    const planned = parseSchedule(text, checkNothing);
    expect(planned.get("plan")?.options).toEqual({ timezone: "Europe/Berlin" });
    expect(planned.get("inline")).toMatchObject({ when: "every 15 min", options: { timezone: "UTC" } });
    expect(planned.get("report")).toEqual({
      name: "report",
      when: "0 7 * * 1",
      options: {
        timezone: "Europe/Berlin",
        jitter: "5 min",
        missed: "once",
        overlap: "queue",
        timeout: "10 min",
        enabled: false,
        except: ["2026-12-24..2027-01-01"],
        rerunsAfterCrash: true,
      },
      args: ["--all", "3", "true"],
      channel: "~reports",
    });
    expect(planned.get("described")).toMatchObject({ when: "never", options: { timeout: "2 h" } });
  });

  test("may be empty, or say nothing of tasks", () => {
    expect(parseSchedule("", checkNothing).size).toBe(0);
    expect(parseSchedule("# nothing yet\n", checkNothing).size).toBe(0);
  });

  test.each([
    ["[tasks]\nplan = 0 7 * * 1", /^2:\d+ /],
    ["[tasks\nplan = 1", /^1:\d+ /],
    ["[tasks]\nplan = 7", /^2:8 plan: /],
    ["[tasks]\nok = '@daily'\n[tasks.plan]\ncron = 7", /^4:8 cron: /],
    ["[tasks]\nplan = { cron = '@daily', missed = 'never' }", /^2:36 missed: .*skip/],
    ["[tasks.plan]\ncorn = '@daily'", '2:8 "corn" means nothing here: did you mean cron?'],
    ["[task]\nplan = '@daily'", '1:1 "task" means nothing here: did you mean tasks?'],
    ["[tasks]\n'a b' = '@daily'", '2:9 "a b" is no name of a task'],
    ["[tasks]\nplan = '@daily'\nplan = '@weekly'", /^3:\d+ /],
  ])("%j is refused, with its line", (text, trouble) => {
    expect(troubleOf(text)).toMatch(trouble);
  });

  test("is refused for what cannot be planned, with the line of what it is about", () => {
    const text = '[tasks.plan]\ncron = "0 7 31 2 *"\ntimezone = "Berlin"';
    const refuse = (message: string) => () => {
      throw new Error(message);
    };
    expect(troubleOf(text, refuse("never comes"))).toBe("2:8 never comes");
    expect(troubleOf(text, refuse('"Berlin" is no time zone'))).toBe('3:12 "Berlin" is no time zone');
    expect(troubleOf(text, refuse('its jitter "x" is no length'))).toBe('1:1 its jitter "x" is no length');
  });

  test("may hold anything: it is read, or refused with a place", () => {
    const line = fc.oneof(
      fc.constantFrom("[tasks]", "[tasks.a]", "a = '@daily'", "cron = 1", "a.b = {", '"x".y = ""'),
      fc.string(),
    );
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, (all) => {
        expect(troubleOf(all)).toMatch(/^(?:\d+:\d+ .*)?$/s);
      }),
    );
  });
});

test("a key that is nowhere is placed at what would hold it", () => {
  expect(placeInToml("\n[tasks]\n", ["tasks", "x"])).toEqual({ line: 2, column: 1 });
  expect(placeInToml("x = 1", ["tasks"])).toEqual({ line: 1, column: 1 });
  expect(placeInToml('tasks."p.q".cron = 1', ["tasks", "p.q", "cron"])).toEqual({ line: 1, column: 20 });
});
