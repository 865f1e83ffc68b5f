/** Announcements by the clocks of those who read them, and quiet hours. The town begins at 08:00 in UTC. */
import { describe, expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

/** A quarter and half an hour after the town begins it is 14:00 there. */
const [KATHMANDU, KOLKATA] = ["Asia/Kathmandu", "Asia/Kolkata"];

async function living(zones: Readonly<Record<string, string>>, more: Parameters<typeof Announced.open>[0] = {}) {
  const town = await Announced.open(more);
  for (const [who, manualTimezone] of Object.entries(zones)) {
    const timezone = { useAutomaticTimezone: "false", manualTimezone, automaticTimezone: "" };
    await town.stage.sim.person(who).calls("PUT /api/v4/users/me/patch", { timezone });
  }
  return town;
}

/** What the bot has told its author last. */
function told(town: Announced): string {
  const { posts } = town.stage.person("ann");
  return posts.findLast(({ user_id: by }) => by === town.stage.town.bot.id)?.message ?? "";
}

/** Which of these people have it. */
async function have(town: Announced, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const who of ["ben", "cat"]) {
    const person = town.stage.person(who);
    await person.looksAt("@wright");
    if (person.posts.some(({ message }) => message === text)) found.push(who);
  }
  return found;
}

describe("by everybody's own clocks", () => {
  test("a person gets it at their time, a channel at that of most of its members", async () => {
    await using town = await living({ ann: KOLKATA, ben: KATHMANDU, cat: KOLKATA });
    for (const said of ["Lunch", "@ben, @cat, ~ops"]) await town.tell(said);
    const shown = await town.tell("at 14:00 their time");
    expect(shown).toContain(":clock3: It goes out **at 14:00, their time**.\nBy your clocks (Asia/Kolkata) that is\n");
    expect(shown).toMatch(/- \*\*Thu 2026-01-01 13:45\*\* \(Asia\/Kathmandu\): @.?ben\n/);
    expect(shown).toMatch(/- \*\*Thu 2026-01-01 14:00\*\* \(Asia\/Kolkata\): @.?cat, ~ops\n/);
    await town.tell("yes");
    await town.stage.wait("14m");
    expect(await have(town, "Lunch")).toEqual([]);
    await town.stage.wait("2m");
    expect(await have(town, "Lunch")).toEqual(["ben"]);
    expect(await town.tell("broadcast show 1")).toContain(
      "**Broadcast 1** goes on Thu 2026-01-01 14:00 (Asia/Kolkata), when the time of the next has come.",
    );
    expect(await town.copies()).toEqual([]);
    // Whatever happens in between.
    town.stage.kill();
    await town.stage.restart();
    await town.stage.wait("15m");
    expect(await have(town, "Lunch")).toEqual(["ben", "cat"]);
    expect(await town.copies()).toEqual(["Lunch"]);
    expect(told(town)).toContain("3 of 3 arrived");
  });

  test("each target is listed with its time, also in a dry run, and where all get it at once none is", async () => {
    await using town = await living({ ann: KOLKATA, ben: KATHMANDU, cat: KOLKATA });
    for (const said of ["Lunch", "@ben, @cat"]) await town.tell(said);
    expect(await town.tell("list")).not.toContain("When");
    await town.tell("at 14:00 their time");
    const listed = await town.tell("list");
    expect(listed).toContain("| Target | Why | When (Asia/Kolkata) |");
    expect(listed).toMatch(
      /\| @.?ben \| named \| Thu 2026-01-01 13:45 \|\n\| @.?cat \| named \| Thu 2026-01-01 14:00 \|/,
    );
    expect(await town.tell("explain @cat")).toMatch(/\| @.?cat \| named \| Thu 2026-01-01 14:00 \|/);
    expect(await town.tell("dry run")).toContain("| would be sent Thu 2026-01-01 13:45 |");
  });

  test("who has to agree sees who gets it when, and who waits for the end of quiet hours", async () => {
    await using town = await living(
      { ann: KATHMANDU, ben: KATHMANDU, cat: "America/New_York" },
      { approveOver: 1, authors: ["ben"], quietHours: "00:00-05:00" },
    );
    town.write(`[groups]\nboth = ["@ann", "@cat"]\n`);
    for (const said of ["Lunch", "both", "today at 14:00 their time", "yes"]) await town.tell(said, "ben");
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    expect(ann.sees).toContain(
      "By @ben's clocks (Asia/Kathmandu) that is\n- **Thu 2026-01-01 14:00** (Asia/Kathmandu): @",
    );
    expect(ann.sees).toMatch(/- \*\*Fri 2026-01-02 00:45\*\* \(America\/New_York\): @.?cat/);
    await ann.clicks("Agree");
    for (const said of ["Dinner", "both", "yes"]) await town.tell(said, "ben");
    await ann.looksAt("@wright");
    expect(ann.sees).toMatch(
      /:zzz: One of them is in quiet hours then .*@.?cat, Thu 2026-01-01 15:45 \(Asia\/Kathmandu\)\.\n/,
    );
    expect(ann.sees).not.toContain("ignore quiet hours");
  });

  test("what is over somewhere goes out there at once, and nowhere is an answer too", async () => {
    await using town = await living({ ann: "UTC", ben: KATHMANDU, cat: "America/New_York" });
    for (const said of ["Lunch", "@ben, @cat"]) await town.tell(said);
    expect(await town.tell("on 31.12.2025 at 9:00 their time")).toContain("is over everywhere. When shall it go out?");
    expect(await town.tell("in 2h their time")).toContain("That is the same moment for everybody");
    const shown = await town.tell("today at 13:30 their time");
    expect(shown).toMatch(/- \*\*at once\*\* \(Asia\/Kathmandu\): @.?ben\n- \*\*Thu 2026-01-01 18:30\*\*/);
    await town.tell("yes");
    await town.stage.wait("1m");
    expect(await have(town, "Lunch")).toEqual(["ben"]);
    await town.tell("broadcast cancel 1");
    await town.stage.wait("1m");
    expect(told(town)).toContain("1 of 2 arrived** (1 left out)");
  });

  test("what repeats comes at the time of each, and begins where the day does", async () => {
    // There it is 22:00.
    await using town = await living({ ann: "UTC", ben: "Pacific/Kiritimati", cat: "Pacific/Chatham" });
    for (const said of ["Lunch", "@ben, @cat"]) await town.tell(said);
    expect(await town.tell("every 2 hours their time")).toContain("it needs times of the day");
    const shown = await town.tell("every thursday at 22:15 their time");
    expect(shown).toContain("It goes out **every Thursday at 22:15**, their time: first on Thu 2026-01-01 22:15, then");
    expect(shown).toMatch(
      /- \*\*Thu 2026-01-01 08:15\*\* \(Pacific\/Kiritimati\): @.?ben\n- \*\*Thu 2026-01-01 08:30\*\*/,
    );
    await town.tell("yes");
    expect(await town.tell("broadcast list")).toContain("repeating, every Thursday at 22:15");
    await town.stage.wait("16m");
    expect(await have(town, "Lunch")).toEqual(["ben"]);
    await town.stage.wait("15m");
    expect(await have(town, "Lunch")).toEqual(["ben", "cat"]);
    expect(told(town)).toContain("**Broadcast 2, of 1 which repeats: 2 of 2 arrived**");
  });

  test("of whom nothing is known the bot's own zone is taken, and that is told", async () => {
    await using town = await living({ ann: "UTC" }, { timezone: KATHMANDU });
    for (const said of ["Lunch", "@ben, ~ops"]) await town.tell(said);
    const shown = await town.tell("at 14:00 their time");
    expect(shown).toMatch(/\*\*Thu 2026-01-01 08:15\*\* \(Asia\/Kathmandu\): @.?ben/);
    expect(shown).toMatch(/Of @.?ben I know the time zone not: I take it for Asia\/Kathmandu\./);
  });

  test("of a big channel some members are asked, and that is told", async () => {
    await using town = await living({ ann: KOLKATA });
    const { id: team } = town.stage.town.team;
    const ann = town.stage.sim.person("ann");
    for (let n = 0; n < 200; n++) {
      const account = { username: `zed${n}`, email: `zed${n}@example.com`, password: "Passw0rd!1" };
      const { id } = await ann.calls<{ id: string }>("POST /api/v4/users", account);
      await ann.calls(`POST /api/v4/teams/${team}/members`, { team_id: team, user_id: id });
    }
    for (const said of ["Lunch", "Everybody"]) await town.tell(said);
    const shown = await town.tell("at 14:00 their time");
    expect(shown).toContain("- **Thu 2026-01-01 14:00** (Asia/Kolkata): ~ops, ~off-topic");
    expect(shown).toContain(":information_source: Of ~off-topic I have asked the first 200 members.");
  });
});

describe("quiet hours", () => {
  const quietHours = "13:00-14:00";

  test("hold back what is due in them until they end, which is told before", async () => {
    await using town = await living({ ben: KATHMANDU, cat: "Europe/Berlin" }, { quietHours });
    await town.tell("Lunch");
    const shown = await town.tell("@ben, @cat");
    expect(shown).toMatch(
      /:zzz: One of them is in quiet hours then \(13:00-14:00\), and gets it when they end: @.?ben, Thu 2026-01-01 08:15 \(UTC\)\./,
    );
    await town.tell("yes");
    await town.stage.wait("1m");
    expect(await have(town, "Lunch")).toEqual(["cat"]);
    await town.stage.wait("15m");
    expect(await have(town, "Lunch")).toEqual(["ben", "cat"]);
    expect(told(town)).toContain("2 of 2 arrived");
  });

  test("hold back what the bot can only send when they have begun", async () => {
    await using town = await living({ ben: KATHMANDU, cat: "Europe/Berlin" }, { quietHours: "13:50-14:10" });
    await town.tell("Lunch");
    expect(await town.tell("@ben, @cat")).not.toContain("quiet hours");
    await town.tell("in 1m");
    await town.tell("yes");
    town.stage.kill();
    await town.stage.wait("6m");
    await town.stage.restart();
    await town.stage.wait("1m");
    expect(await have(town, "Lunch")).toEqual(["cat"]);
    await town.stage.wait("20m");
    expect(await have(town, "Lunch")).toEqual(["ben", "cat"]);
  });

  test("count for none who may say so", async () => {
    const more = { quietHours, quietOverride: ["@cat"], authors: ["ben", "cat"] };
    await using town = await living({ ann: KATHMANDU, ben: KATHMANDU, cat: KATHMANDU }, more);
    for (const said of ["Fire", "Everybody"]) await town.tell(said, "ben");
    expect(await town.tell("ignore quiet hours", "ben")).toContain("Quiet hours count for you");
    await town.tell("no", "ben");
    await town.tell("Fire", "cat");
    expect(await town.tell("Everybody", "cat")).toContain(
      "Write `ignore quiet hours` to send it to them all the same.",
    );
    expect(await town.tell("ignore quiet hours", "cat")).not.toContain(":zzz:");
    expect(await town.tell("keep quiet hours", "cat")).toContain(":zzz:");
    await town.tell("ignore quiet hours", "cat");
    await town.tell("yes", "cat");
    await town.stage.wait("1m");
    expect(await town.copies()).toEqual(["Fire", "Fire"]);
  });

  test("are written from when to when", async () => {
    await using town = await Announced.open({ quietHours: "at night" });
    const line = town.stage.log.find(({ facts }) => facts["plugin"] === "broadcast");
    expect(JSON.stringify(line)).toContain('`quietHours`: write from when to when, like \\"22:00-07:00\\"');
  });
});
