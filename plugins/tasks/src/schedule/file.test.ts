/** The scheduler file while the bot runs, and what administrators do about it. */
import type { Stage } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, said, until } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("scheduler.toml", () => {
  const says = '#!/bin/sh\necho "$TASK_TRIGGER $TASK_ARGS $TASK_PLANNED_AT"';

  /** Gives the bot time to notice what has changed. */
  async function noticed(town: Stage, isSo: () => Promise<boolean>): Promise<void> {
    await town.wait("1m");
    await until(isSo);
  }

  test("takes effect while the bot runs, also its arguments and its channel", async () => {
    home.write("say.sh", says);
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("off-topic");
    home.write(
      "scheduler.toml",
      '[tasks.say]\ncron = "30 9 * * *"\ntimezone = "Europe/Berlin"\nargs = ["--all", 3]\nchannel = "~off-topic"\n',
    );
    await town.person("cat").looksAt("ops");
    await noticed(town, async () => (await town.bot.schedules.get("tasks/say")).when === "30 9 * * *");
    await until(() => town.person("cat").posts.length > 0);
    expect(town.person("cat").sees).toBe(
      ":calendar: The task `say` (`30 9 * * *`, Europe/Berlin) comes next: Thu 2026-01-01 09:30, Fri 2026-01-02 09:30, " +
        "Sat 2026-01-03 09:30, Sun 2026-01-04 09:30, Mon 2026-01-05 09:30.",
    );
    await town.wait("30m");
    await until(() => ben.posts.length > 0);
    expect(ben.sees).toBe('schedule ["--all","3"] 2026-01-01T08:30:00.000Z');
  });

  test("that is wrong is told with its line, and the last one that was right stays, also through a restart", async () => {
    home.write("say.sh", says);
    home.write("scheduler.toml", '[tasks]\nsay = "@daily"\n');
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("ops");
    home.write("scheduler.toml", '[tasks]\nsay = "0 7 31 2 *"\n');
    await noticed(town, () => Promise.resolve(ben.posts.length > 0));
    expect(ben.sees).toMatch(
      /^:warning: scheduler\.toml, line 2, column 7: .*31 2.*\. The last schedule that was right stays\.$/,
    );
    expect(await ask(town, "!tasks")).toMatch(/^:warning: scheduler\.toml, line 2, column 7: [^]*\| `@daily` UTC \|/);
    await town.restart();
    await said(town, "the tasks are ready", 2);
    expect(await ask(town, "!tasks")).toMatch(/^:warning: scheduler\.toml, line 2[^]*\| `@daily` UTC \|/);
    home.write("scheduler.toml", '[tasks]\nsay = "@weekly"\n');
    await noticed(town, async () => (await town.bot.schedules.get("tasks/say")).when === "@weekly");
    expect(await ask(town, "!tasks")).not.toContain(":warning:");
  });

  test("that was never right plans nothing, and says so", async () => {
    home.write("say.sh", says);
    home.write("scheduler.toml", '[tasks]\nsay = "0 7 * *"\n');
    await using town = await home.open();
    expect(await ask(town, "!tasks")).toMatch(
      /^:warning: scheduler\.toml, line 2, column 7: .*\. Nothing is planned until it is put right\.\n/,
    );
    const logged = town.log.find(({ message }) => message.startsWith("the scheduler file is wrong"))?.message;
    expect(logged).toBe("the scheduler file is wrong. Nothing is planned until it is put right");
  });

  test("is left out for a while, or once, when an administrator says so", async () => {
    home.write("say.sh", says);
    home.write("scheduler.toml", '[tasks]\nsay = "0 * * * *"\n');
    await using town = await home.open();
    expect(await ask(town, "!task skip next say")).toBe(
      "`say` leaves out Thu 2026-01-01 09:00. Next: Thu 2026-01-01 10:00 (UTC).",
    );
    expect(await ask(town, "!task pause say")).toContain("`say` is paused");
    expect(await ask(town, "!tasks")).toContain("| paused by @ann |");
    expect(await ask(town, "!task resume say")).toBe(
      "`say` runs at its times again. Next: Thu 2026-01-01 10:00 (UTC).",
    );
    await town.person("ben").looksAt("ops");
    await town.wait("59m");
    await town.wait("1h5m");
    await until(() => town.person("ben").posts.length > 0);
    expect(town.person("ben").posts.map(({ message }) => message)).toEqual(["schedule [] 2026-01-01T10:00:00.000Z"]);
  });
});
