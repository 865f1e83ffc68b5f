/** What an announcement says to each person who reads it in a direct message. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

/** What somebody reads last in their direct messages with the bot. */
async function read(town: Announced, who: string): Promise<string> {
  const person = town.stage.person(who);
  await person.looksAt("@wright");
  return person.posts.at(-1)?.message ?? "";
}

async function livingIn(town: Announced, who: string, manualTimezone: string): Promise<void> {
  const timezone = { useAutomaticTimezone: "false", manualTimezone, automaticTimezone: "" };
  await town.stage.sim.person(who).calls("PUT /api/v4/users/me/patch", { timezone });
}

test("one person reads times by their own clocks, a channel by those of the author, which are named", async () => {
  await using town = await Announced.open();
  await livingIn(town, "ann", "Europe/Berlin");
  await livingIn(town, "ben", "Asia/Kathmandu");
  await livingIn(town, "cat", "Pacific/Kiritimati");
  await town.tell("It began at {{time}} on {{date}}");
  const shown = await town.tell("~ops, @ben, @cat");
  expect(shown).toContain("*For ~ops:*\n\nIt began at 09:00 (Europe/Berlin) on 2026-01-01");
  expect(shown).toContain("It began at 13:45 on 2026-01-01");
  await town.tell("yes");
  await town.stage.wait("1m");
  expect(await town.copies()).toEqual(["It began at 09:00 (Europe/Berlin) on 2026-01-01"]);
  expect(await read(town, "ben")).toBe("It began at 13:45 on 2026-01-01");
  expect(await read(town, "cat")).toBe("It began at 22:00 on 2026-01-01");
  await town.stage.person("ann").looksAt("@wright");
  await town.tell("edit last It began on {{date}} at {{time}}");
  await town.stage.person("ann").clicks("Change them");
  await town.tell("broadcast correct last Not at {{time}}");
  await town.stage.person("ann").clicks("Send it");
  await town.stage.wait("1m");
  expect(await town.copies()).toEqual([
    "It began on 2026-01-01 at 09:00 (Europe/Berlin)",
    expect.stringMatching(/^Not at 09:0\d \(Europe\/Berlin\)$/),
  ]);
  expect(await read(town, "ben")).toMatch(/^Not at 13:4\d$/);
});

test("the time is that at which each gets it", async () => {
  await using town = await Announced.open();
  await livingIn(town, "ben", "Asia/Kathmandu");
  await livingIn(town, "cat", "Asia/Kolkata");
  for (const said of ["It is {{time}}", "@ben, @cat", "at 14:00 their time", "yes"]) await town.tell(said);
  await town.stage.wait("1h");
  expect([await read(town, "ben"), await read(town, "cat")]).toEqual(["It is 14:00", "It is 14:00"]);
});

test("people are greeted by their first name, or as others call them, and a channel by what is written for it", async () => {
  await using town = await Announced.open();
  await town.stage.sim.person("ben").calls("PUT /api/v4/users/me/patch", { first_name: "Benjamin", nickname: "Benny" });
  await town.stage.sim.person("cat").calls("PUT /api/v4/users/me/patch", { first_name: " ", nickname: "Kitty @all" });
  await town.tell("Hello {{first_name}}");
  expect(await town.tell("@ben, @cat, ~ops")).toContain(
    ":no_entry: `{{first_name}}` means nothing for ~ops: `{{first_name|something else}}` says what stands there instead.",
  );
  await town.tell("no");
  for (const said of ["Hello {{First_name|everybody}}", "@ben, @cat, ~ops", "yes"]) await town.tell(said);
  await town.stage.wait("1m");
  expect(await town.copies()).toEqual(["Hello everybody"]);
  expect(await read(town, "ben")).toBe("Hello Benjamin");
  expect(await read(town, "cat")).toBe("Hello Kitty @\u200Ball");
  await town.stage.sim.person("cat").calls("PUT /api/v4/users/me/patch", { first_name: "", nickname: "" });
  await town.stage.person("ann").looksAt("@wright");
  for (const said of ["Bye {{first_name}}", "@cat", "yes"]) await town.tell(said);
  await town.stage.wait("1m");
  expect(await read(town, "cat")).toBe("Bye cat");
  await town.stage.person("ann").looksAt("@wright");
  for (const said of ["Bye", "@cat", "yes"]) await town.tell(said);
  await town.stage.wait("1m");
  expect(await town.tell("edit last Hello {{first_name}}")).toContain(
    "`{{first_name|something else}}` says what stands there instead.",
  );
});
