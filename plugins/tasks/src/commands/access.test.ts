/** Who may run which task: the rules of access look at the task as they look at any argument. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Home, ask, ended } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
  for (const name of ["report", "restore"]) home.write(`${name}.sh`, '#!/bin/sh\necho "$0 ran with [$*]"');
});
afterEach(() => home[Symbol.dispose]());

test("a rule may let somebody run one task and not another, however it is written", async () => {
  const rules = [
    { allow: "run", users: "@ben", args: { task: "report" } },
    { allow: "task log", users: "@ben", args: { task: "report" } },
  ];
  await using town = await home.open({ access: { rules } });
  const ben = town.person("ben");
  await ask(town, "!run report --all", "ben");
  await ended(town, "report");
  expect(ben.posts.map(({ message }) => message)).toContainEqual(expect.stringContaining("report.sh ran with [--all]"));
  expect(await ask(town, "!task log report", "ben")).toContain("@ben");
  for (const call of ["!run restore", '!run "restore"', "!run --task restore", "!run --task=restore report"])
    expect(await ask(town, call, "ben")).toContain("Only administrators");
  expect(await ask(town, "!task log restore", "ben")).toContain("Only administrators");
  // What there is besides is not told.
  expect(await ask(town, "!run restor", "ben")).toContain("Only administrators");
  expect(await ask(town, "!tasks", "ben")).toContain("Only administrators");
  expect(await ask(town, "!run report", "cat")).toContain("Only administrators");
  expect((await town.bot.schedules.get("tasks/restore")).past).toEqual([]);
});

test("a rule may keep an administrator from a task, and from its arguments", async () => {
  const rules = [
    { deny: "run", args: { task: "restore" }, because: "restoring is done by hand" },
    { deny: "run", args: { words: "*--force*" }, because: "nothing is forced here" },
  ];
  await using town = await home.open({ access: { rules } });
  expect(await ask(town, "!run restore")).toContain("restoring is done by hand");
  expect(await ask(town, "!run report now --force")).toContain("nothing is forced here");
  await ask(town, "!run report");
  await ended(town, "report");
  expect((await town.bot.schedules.get("tasks/report")).past).toHaveLength(1);
});
