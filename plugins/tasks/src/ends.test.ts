/** What becomes of runs when the bot stops or dies. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, ended, lives, said, until } from "../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("when the bot ends", () => {
  test("in good order, its programs end with it, and that is told", async () => {
    home.write("endless.sh", "#!/bin/sh\ntrap '' TERM; echo $$ > pid; while :; do sleep 0.01; done");
    await using town = await home.open();
    await ask(town, "!run endless");
    const pid = Number(await home.wrote("pid"));
    await town.stop();
    await until(() => !lives(pid));
    await town.restart();
    const ann = town.person("ann");
    await ann.looksAt("ops");
    await until(() => ann.sees !== "");
    expect(ann.sees).toMatch(/^:warning: A run of the task `endless` was cut off: /);
  });

  test("in the middle of a run, that is told at the next start; it is run again only if the task says so", async () => {
    const hang = (name: string): string => `
      import { appendFileSync, readFileSync } from "node:fs";
      const ran = new URL("${name}.ran", import.meta.url);
      export async function run() {
        appendFileSync(ran, "x");
        if (readFileSync(ran, "utf8") === "x") await new Promise(() => {});
      }`;
    home.write("once.js", hang("once"));
    home.write("again.js", `export const rerunsAfterCrash = true; ${hang("again")}`);
    await using town = await home.open();
    await ask(town, "!run once");
    await ask(town, "!run again");
    for (const name of ["once", "again"]) expect(await home.wrote(`${name}.ran`)).toBe("x");
    town.kill();
    await town.restart();
    await said(town, "the tasks are ready", 2);
    await town.wait("1m");
    await ended(town, "once");
    await ended(town, "again");
    const ben = town.person("ben");
    await ben.looksAt("ops");
    expect(ben.posts.map(({ message }) => message).toSorted()).toEqual([
      expect.stringMatching(/^:warning: A run of the task `again` was cut off: /),
      expect.stringMatching(/^:warning: A run of the task `once` was cut off: /),
    ]);
    expect(await home.wrote("once.ran")).toBe("x");
    expect(await home.wrote("again.ran")).toBe("xx");
  });
});

test("files that are still looked at when the bot is stopped are given up in silence", async () => {
  home.write(
    "slow.mjs",
    'import { writeFileSync } from "node:fs"; writeFileSync(new URL("begun", import.meta.url), "1"); for (;;);',
  );
  await using town = await home.open({ isHasty: true });
  await home.wrote("begun");
  await town.stop();
  // Whoever looks at it hears in the next moments that its process is gone.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(town.log.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
});
