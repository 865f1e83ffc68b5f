/** Announcements that nobody went on with, and those during which the program ended. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("an announcement", () => {
  test("nobody goes on with is told of, and kept for a day, through a restart", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await town.restart();
    await tell(ben, "man");
    await town.wait("6m");
    expect(ben.sees).toContain("I waited 5 minutes for an answer, and stop asking now. Nothing was sent.");
    expect(await tell(ben, "yes")).toContain("Write `resume` to see your announcement again");
    expect(await tell(ben, "resume")).toContain("\n---\nLunch is here\n");
    await tell(ben, "yes");
    expect(home.started.map(({ targets }) => targets.map(({ name }) => name))).toEqual([["~ops"]]);
  });

  test("goes on when its targets come late", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await town.wait("10m");
    expect(await tell(ben, "man, all")).toContain("Step 2 of 2");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.text).toBe("Lunch is here");
  });

  test("that was confirmed is sent once, whenever the program dies", async () => {
    for (let after = 0; after < 24; after += 3) {
      home.started.length = 0;
      await using town = await home.open();
      const ben = town.person("ben");
      await tell(ben, "Lunch is here");
      await tell(ben, "man");
      town.life.endAfter(after);
      await tell(ben, "yes");
      town.kill();
      await town.wait("2m");
      await town.restart();
      await town.wait("1m");
      expect(home.started.map(({ targets: to }) => to.length)).toEqual([1]);
      expect(await tell(ben, "yes")).toContain("There is nothing that waits for an answer.");
    }
  });
});
