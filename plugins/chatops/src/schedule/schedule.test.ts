import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, job, plugin, z } from "matterwright";
import { describe, expect, test } from "vitest";
import chatops from "../index.ts";

/** Two schedules of the bot, one of a plugin. The stage begins on Thursday, 1 January 2026, at 8:00 UTC. */
function clockwork(options: BotOptions): Bot {
  const karma = plugin({ name: "karma", setup: (bot) => void bot.every("tidy", "every 15 min", () => {}) });
  return new Bot(options)
    .plugin(chatops)
    .plugin(karma)
    .every("standup", "30 9 * * 1-5", { timezone: "Europe/Berlin", about: "Good morning" }, (ctx) =>
      ctx.to("~ops").post("Good morning!"),
    )
    .every("broken", "@hourly", { overlap: "queue" }, async (_ctx, { signal, asked }) => {
      if (asked === undefined) throw new Error("no such channel: ~plans");
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to"))));
    });
}

const answered = async (town: Stage, who: string, text: string): Promise<string> => {
  await town.person(who).says(text, { in: "town-square" });
  return town.person(who).sees;
};

/** Gives somebody the zone in which they read. */
async function livesIn(town: Stage, who: string, manualTimezone: string): Promise<void> {
  await town.person(who).calls("PUT /api/v4/users/me/patch", {
    timezone: { useAutomaticTimezone: "false", manualTimezone, automaticTimezone: "" },
  });
}

describe("!schedule list", () => {
  test("tells what is planned, when it comes, and how it went", async () => {
    await using town = await stage(clockwork);
    await town.wait("2h5m");
    const shown = await answered(town, "ben", "!schedule list");
    expect(shown.replace(/ref [0-9A-F]{4}/, "ref 7F3A")).toBe(
      [
        "| Schedule | When | Next, in UTC | Last | For |",
        "| :--- | :--- | :--- | :--- | :--- |",
        "| `broken` | `@hourly`, UTC | Thu 2026-01-01 11:00 | :x: failed, 2 times in a row 5 minutes ago (ref 7F3A) |  |",
        "| `karma/tidy` | `every 15 min` | Thu 2026-01-01 10:15 | :white_check_mark: done 5 minutes ago |  |",
        "| `standup` | `30 9 * * 1-5`, Europe/Berlin | Fri 2026-01-02 08:30 | :white_check_mark: done 1 hour 35 minutes ago | Good morning |",
      ].join("\n"),
    );
  });

  test("tells why something failed to administrators only, and narrows down", async () => {
    await using town = await stage(clockwork);
    await town.wait("1h");
    expect(await answered(town, "ann", "!schedules BROK")).toContain("`no such channel: ~plans`");
    expect(await answered(town, "ben", "!schedules brok")).not.toContain("plans");
    expect(await answered(town, "ben", "!schedules brok")).not.toContain("standup");
    expect(await answered(town, "ben", "!schedule coffee")).toBe("Nothing like `coffee` is planned.");
  });

  test("tells of jobs that wait beside them", async () => {
    const send = job("announce", z.object({}), () => {});
    await using town = await stage((options) =>
      new Bot(options)
        .plugin(chatops)
        .use(send)
        .hears("later", (ctx) => {
          for (const hours of [3, 2]) send.add(ctx, {}, { at: new Date(ctx.now.getTime() + hours * 3_600_000) });
        }),
    );
    await town.person("ben").says("later");
    expect(await answered(town, "ben", "!schedule list")).toBe(
      "| Jobs | Waiting | Next, in UTC |\n| :--- | :--- | :--- |\n| `announce` | 2 | Thu 2026-01-01 10:00 |",
    );
  });

  test("of a bot without schedules, and of one with very many", async () => {
    await using none = await stage((options) => new Bot(options).plugin(chatops));
    expect(await answered(none, "ben", "!schedule list")).toBe("Nothing is planned.");
    await using many = await stage((options) => {
      const bot = new Bot(options).plugin(chatops);
      for (let n = 0; n < 60; n++) bot.every(`s${n}`, "@daily", () => {});
      return bot;
    });
    await many.person("ben").says("!schedule list", { in: "town-square" });
    const said = many
      .person("ben")
      .posts.map(({ message }) => message)
      .join("\n");
    expect(said).toContain("10 more: give a part of a name.");
  });
});

describe("!schedule next", () => {
  test("shows five times in the reader's zone, or in the schedule's where that is not known", async () => {
    await using town = await stage(clockwork);
    expect(await answered(town, "ben", "!schedule next standup")).toBe(
      [
        "`standup` (`30 9 * * 1-5`, Europe/Berlin) comes next, in Europe/Berlin:",
        "- Thu 2026-01-01 09:30",
        "- Fri 2026-01-02 09:30",
        "- Mon 2026-01-05 09:30",
        "- Tue 2026-01-06 09:30",
        "- Wed 2026-01-07 09:30",
      ].join("\n"),
    );
    await livesIn(town, "ben", "Asia/Kolkata");
    const shown = await answered(town, "ben", "!schedule next standup");
    expect(shown).toContain("comes next, in Asia/Kolkata:\n- Thu 2026-01-01 14:00");
  });

  test("shows when a schedule would come before it is made, and what is wrong with it", async () => {
    await using town = await stage(clockwork);
    await livesIn(town, "ben", "Asia/Kolkata");
    expect(await answered(town, "ben", "!schedule next 30 9 * * 1-5")).toBe(
      [
        "A schedule `30 9 * * 1-5` would come, in Asia/Kolkata:",
        "- Fri 2026-01-02 09:30",
        "- Mon 2026-01-05 09:30",
        "- Tue 2026-01-06 09:30",
        "- Wed 2026-01-07 09:30",
        "- Thu 2026-01-08 09:30",
      ].join("\n"),
    );
    expect(await answered(town, "ben", "!schedule next every 6 h")).toContain("would come");
    expect(await answered(town, "ben", "!schedule next 0 7 31 2 *")).toMatch(/^"0 7 31 2 \*" never comes/);
    expect(await answered(town, "ben", "!schedule next 2025-01-01 09:00")).toBe(
      "`2025-01-01 09:00` does not come any more.",
    );
  });

  test("knows a plugin's schedule by its short name, and says what may have been meant", async () => {
    await using town = await stage(clockwork);
    expect(await answered(town, "ben", "!schedule next tidy")).toContain("`karma/tidy` (`every 15 min`) comes next");
    expect(await answered(town, "ben", "!schedule next stanup")).toBe(
      "There is no schedule called `stanup`. Did you mean `standup`?",
    );
    expect(await answered(town, "ben", "!schedule next coffee")).toBe(
      "There is no schedule called `coffee`. `!schedule list` shows what there is.",
    );
  });
});

describe("acting on a schedule", () => {
  test("is for administrators", async () => {
    await using town = await stage(clockwork);
    for (const verb of ["run", "pause", "resume", "skip", "cancel"])
      expect(await answered(town, "ben", `!schedule ${verb} standup`)).toMatch(/Only administrators/);
  });

  test("runs it now, one after another, and ends what runs", async () => {
    await using town = await stage(clockwork);
    expect(await answered(town, "ann", "!schedule run broken")).toBe("`broken` runs now.");
    expect(await answered(town, "ann", "!schedule list broken")).toContain(":runner: now");
    expect(await answered(town, "ann", "!schedule run broken")).toMatch(/^`broken` is running; I run it again/);
    expect(await answered(town, "ann", "!schedule cancel broken")).toBe("I told 2 runs of `broken` to end.");
    const { past, state } = await town.bot.schedules.get("broken");
    expect([state, past[0]?.result, past[0]?.by]).toEqual(["planned", "cancelled", "@ann"]);
    expect(await answered(town, "ann", "!schedule cancel broken")).toBe("`broken` is not running.");
  });

  test("does not start again what runs and must not overlap", async () => {
    await using town = await stage((options) =>
      new Bot(options).plugin(chatops).every("long", "never", () => new Promise(() => {})),
    );
    expect(await answered(town, "ann", "!schedule run long")).toBe("`long` runs now.");
    expect(await answered(town, "ann", "!schedule run long")).toMatch(/is running already, so I did not/);
    expect(await answered(town, "ann", "!schedule next long")).toBe("`long` has no times to come.");
  });

  test("pauses it and lets it go on; what passed meanwhile is not made up for", async () => {
    await using town = await stage(clockwork);
    expect(await answered(town, "ann", "!schedule pause standup")).toMatch(/^`standup` is paused/);
    await town.restart();
    await town.wait("1h");
    expect(await answered(town, "ann", "!schedule list standup")).toContain("paused by @ann");
    expect(town.person("ann").posts.map(({ message }) => message)).not.toContain("Good morning!");
    expect(await answered(town, "ann", "!schedule resume standup")).toContain("- Fri 2026-01-02 09:30");
    expect(await answered(town, "ann", "!schedule resume standup")).toBe("`standup` is not paused.");
    await town.person("ann").looksAt("ops");
    await town.wait("1m");
    expect(town.person("ann").posts.map(({ message }) => message)).not.toContain("Good morning!");
  });

  test("leaves out the next time, and then the one after it", async () => {
    await using town = await stage(clockwork);
    expect(await answered(town, "ann", "!schedule skip standup")).toMatch(
      /^I leave out Thu 2026-01-01 09:30\. .*\n- Fri/,
    );
    expect(await answered(town, "ann", "!schedule skip standup")).toMatch(
      /^I leave out Fri 2026-01-02 09:30\. .*\n- Mon/,
    );
    await town.restart();
    await town.wait("1h");
    const { past } = await town.bot.schedules.get("standup");
    expect(past).toMatchObject([{ result: "skipped", reason: "somebody wanted it left out" }]);
  });
});
