/** Announcements that repeat, as their author meets them: each of their times is a broadcast of its own, sent once. */
import { describe, expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

/** What the bot has told its author last. */
function told(town: Announced, count = 1): string {
  const { posts } = town.stage.person("ann");
  return posts
    .filter(({ user_id: by }) => by === town.stage.town.bot.id)
    .slice(-count)
    .map(({ message }) => message)
    .join("\n");
}

async function repeating(line: string, more: Parameters<typeof Announced.open>[0] = {}): Promise<Announced> {
  const town = await Announced.open(more);
  for (const said of ["The meeting begins", "Everybody", line, "yes"]) await town.tell(said);
  return town;
}

const COPIES = (times: number): string[] => Array<string>(times * 2).fill("The meeting begins");

describe("an announcement that repeats", () => {
  test("is shown with its next times, confirmed, listed, and sent at each of them", async () => {
    await using town = await Announced.open();
    await town.tell("The meeting begins");
    await town.tell("Everybody");
    expect(await town.tell("every weekday at 9:00")).toContain(
      "It goes out **every weekday at 09:00** (UTC): first on Thu 2026-01-01 09:00, then Fri 2026-01-02 09:00 and Mon 2026-01-05 09:00.",
    );
    await town.tell("yes");
    const confirmed = town.stage.person("ann").posts.at(-2)?.message;
    expect(confirmed).toContain("Confirmed: it goes to 2 channels, **every weekday at 09:00** (UTC): first on Thu");
    expect(confirmed).toContain("It is broadcast 1: `broadcast cancel 1` takes it back");
    expect(await town.tell("broadcast list")).toContain(
      "| 1 | The meeting begins | repeating, every weekday at 09:00 | to 2 | Thu 2026-01-01 09:00 |",
    );
    await town.stage.wait("61m");
    expect(await town.copies()).toEqual(COPIES(1));
    expect(told(town)).toContain("**Broadcast 2, of 1 which repeats: 2 of 2 arrived**");
    const listed = await town.tell("broadcast list");
    expect(listed).toContain("| 2 | The meeting begins | sent | 2 of 2 | Thu 2026-01-01 09:00 |");
    expect(listed).toContain("| to 2 | Fri 2026-01-02 09:00 |");
  });

  test("is kept for as long as it repeats, with those to whom somebody agreed", async () => {
    await using town = await Announced.open({ approveOver: 1 });
    for (const said of ["Lunch", "Everybody", "0 9 1 1 *", "yes"]) await town.tell(said, "ben");
    await town.stage.person("ann").looksAt("@wright");
    await town.stage.person("ann").clicks("Agree");
    // Half a year is longer than anything else of a broadcast is remembered.
    const { clock, sim } = town.stage;
    for (const day of [2, 100, 200, 300, 364]) {
      clock.jump(Date.UTC(2026, 0, 1 + day, 10));
      await town.stage.wait("1m");
    }
    clock.jump(Date.UTC(2027, 0, 1, 8, 59));
    await town.stage.wait("2m");
    const late = [...sim.world.posts.values()].filter(({ create_at: at }) => at > Date.UTC(2027, 0, 1));
    expect(late.filter(({ message }) => message === "Lunch")).toHaveLength(2);
  });

  test("every other week is sent in every other week, also when one of its times is left out", async () => {
    await using town = await Announced.open();
    for (const said of ["The meeting begins", "Everybody"]) await town.tell(said);
    expect(await town.tell("every other week on monday and friday at 9:00")).toContain(
      "**every other week on Monday and Friday at 09:00** (UTC): first on Fri 2026-01-02 09:00, then Mon 2026-01-12 09:00 and Fri 2026-01-16 09:00.",
    );
    await town.tell("yes");
    const day = async (of: number): Promise<number> => {
      town.stage.clock.jump(Date.UTC(2026, 0, of, 8, 59));
      await town.stage.wait("2m");
      return (await town.copies()).length / 2;
    };
    expect([await day(2), await day(5), await day(9), await day(12)]).toEqual([1, 1, 1, 2]);
    expect(await town.tell("broadcast skip 1")).toContain("Its next time is Mon 2026-01-26 09:00.");
    expect([await day(16), await day(19), await day(26)]).toEqual([2, 2, 3]);
    expect(await town.tell("broadcast list")).toContain("| Fri 2026-01-30 09:00 |");
    expect(await town.tell("broadcast move 1 every 3 weeks on tuesday at 9:00")).toContain(
      "first on Tue 2026-01-27 09:00, then Tue 2026-02-17 09:00",
    );
  });

  test("is not what its author announced last", async () => {
    await using town = await repeating("*/15 * * * *");
    for (const said of ["The lift is broken", "~ops", "yes"]) await town.tell(said);
    await town.stage.wait("16m");
    expect(told(town)).toContain("of 1 which repeats");
    expect(await town.tell("broadcast show last")).toContain("> The lift is broken");
  });

  test("leaves out a time that is skipped, waits while it is paused, and ends when it is cancelled", async () => {
    await using town = await repeating("*/15 * * * *");
    expect(await town.tell("broadcast skip 1")).toContain("Its next time is Thu 2026-01-01 08:30.");
    await town.stage.wait("16m");
    expect(await town.copies()).toEqual([]);
    await town.stage.wait("15m");
    expect(await town.copies()).toEqual(COPIES(1));
    expect(await town.tell("broadcast pause 1")).toContain("**Broadcast 1** is paused: it goes out by `*/15 * * * *`");
    await town.stage.wait("15m");
    await town.tell("broadcast resume 1");
    expect(await town.copies()).toEqual(COPIES(1));
    await town.stage.wait("15m");
    expect(await town.copies()).toEqual(COPIES(2));
    expect(await town.tell("broadcast cancel 1")).toContain("**Broadcast 1** repeats no more.");
    await town.stage.wait("30m");
    expect(await town.copies()).toEqual(COPIES(2));
    expect(await town.tell("broadcast skip 1")).toContain("Broadcast 1 has ended already.");
    expect(await town.tell("broadcast recall 1")).toContain("each of its times is taken back by its own number");
  });

  test("is sent once for a time at which the bot was away, and told when it is too late for that", async () => {
    await using town = await repeating("*/15 * * * *");
    town.stage.kill();
    await town.stage.wait("22m");
    await town.stage.restart();
    await town.stage.wait("1m");
    expect(await town.copies()).toEqual(COPIES(1));
    await town.stage.wait("8m");
    expect(await town.copies()).toEqual(COPIES(2));
    await using daily = await repeating("daily at 9:00");
    daily.stage.kill();
    await daily.stage.wait("3h");
    await daily.stage.restart();
    await daily.stage.wait("1m");
    expect(await daily.copies()).toEqual([]);
    expect(told(daily)).toContain(
      "**Broadcast 1** (every day at 09:00) was not sent for Thu 2026-01-01 09:00: I was away",
    );
  });

  test("goes to those who are its targets then, and tells what has changed, once", async () => {
    await using town = await repeating("*/15 * * * *");
    const { ops, leads } = town.stage.town.channels;
    await town.stage.sim
      .person("ann")
      .calls(`POST /api/v4/channels/${leads.id}/members`, { user_id: town.stage.town.bot.id });
    await town.tell(`!add_group "Everybody" = ["${ops.id}", "${leads.id}"]`);
    await town.stage.wait("16m");
    expect(told(town)).toContain("2 of 2 arrived");
    expect(told(town)).toContain(
      ":information_source: Its targets have changed since you confirmed it. New: ~leads; no longer among them: ~off-topic.",
    );
    expect(await town.copies()).toEqual(["The meeting begins"]);
    await town.stage.wait("15m");
    expect(told(town)).toContain("**Broadcast 3, of 1 which repeats: 2 of 2 arrived**");
    expect(told(town)).not.toContain("have changed");
  });

  test("says something else from the next time on when its author edits their message", async () => {
    await using town = await Announced.open();
    const ann = town.stage.person("ann");
    const post = await ann.says("The meeting begins", { in: "@wright" });
    for (const said of ["Everybody", "*/15 * * * *", "yes"]) await town.tell(said);
    await town.stage.wait("16m");
    await ann.looksAt("@wright");
    await ann.edits(post, "The meeting began");
    expect(told(town)).toContain("This changes what broadcast 1 will say:");
    await ann.clicks("Change them");
    expect(told(town)).toContain("Broadcast 1 will say that.");
    await town.stage.wait("15m");
    expect((await town.copies()).toSorted()).toEqual(
      [...COPIES(1), "The meeting began", "The meeting began"].toSorted(),
    );
  });
});

describe("an announcement for later", () => {
  test("goes to those who are its targets when it is sent", async () => {
    await using town = await Announced.open();
    for (const said of ["Lunch", "~leads, Everybody", "in 15m", "yes"]) await town.tell(said);
    await town.tell(`!add_group "Everybody" = ["${town.stage.town.channels.ops.id}"]`);
    await town.stage.wait("16m");
    expect(told(town)).toContain("2 of 3 arrived** (1 left out)");
    expect(told(town)).toContain("have changed since you confirmed it. No longer among them: ~off-topic.");
    expect(await town.tell("broadcast list")).toContain("| sent | 2 of 3 | Thu 2026-01-01 08:15 |");
  });

  test("goes to nobody when its author may not announce any more, and says so", async () => {
    await using town = await Announced.open();
    for (const said of ["Lunch", "Everybody", "in 15m", "yes"]) await town.tell(said, "ben");
    const { ops } = town.stage.town.channels;
    const file = `[groups]\n"Everybody" = [ "${ops.id}",]\n[rights."Everybody"]\nauthors = ["@ann"]\n`;
    town.write(file);
    await town.stage.wait("16m");
    expect(await town.copies()).toEqual([]);
    const { posts } = town.stage.person("ben");
    expect(posts.at(-1)?.message).toContain("0 of 2 arrived** (2 left out)");
    expect(posts.at(-1)?.message).toMatch(
      /No longer among them: ~ops, ~off-topic; "Everybody": only @.?ann may announce to it\./,
    );
  });

  test("goes to nobody else than those to whom somebody agreed", async () => {
    await using town = await Announced.open({ approveOver: 1 });
    for (const said of ["Lunch", "Everybody", "in 15m", "yes"]) await town.tell(said, "ben");
    await town.stage.person("ann").looksAt("@wright");
    expect(told(town)).toContain(":clock3: It goes out **Thu 2026-01-01 08:15 (UTC)**.");
    await town.stage.person("ann").clicks("Agree");
    const { ops, leads } = town.stage.town.channels;
    await town.tell(`!add_group "Everybody" = ["${ops.id}", "${leads.id}"]`);
    await town.stage.wait("16m");
    const { posts } = town.stage.person("ben");
    expect(posts.at(-1)?.message).toContain("1 of 2 arrived");
    expect(posts.at(-1)?.message).toContain("new, and left out because somebody would have to agree to them: ~leads");
  });
});

describe("the time of an announcement", () => {
  test("is changed before it goes out, and not afterwards", async () => {
    await using town = await Announced.open();
    for (const said of ["The meeting begins", "Everybody", "in 2h", "yes"]) await town.tell(said);
    expect(await town.tell("broadcast move 1 at 25:00")).toContain("No clock ever shows 25:00. Write it like");
    expect(await town.tell("broadcast move 1 when it suits")).toContain(
      'I do not understand "when it suits" as a time.',
    );
    expect(await town.tell("broadcast move 1 every friday at 9:00")).toContain("Broadcast 1 goes out once");
    expect(await town.tell("broadcast move 1 in 10 min")).toBe(
      ":clock3: **Broadcast 1** goes out **Thu 2026-01-01 08:10 (UTC)**.",
    );
    expect(await town.tell("broadcast edit 1 The meeting began")).toContain("This changes what broadcast 1 will say:");
    await town.stage.person("ann").clicks("Change them");
    await town.stage.wait("11m");
    expect(await town.copies()).toEqual(["The meeting began", "The meeting began"]);
    expect(await town.tell("broadcast move 1 in 1h")).toContain("Broadcast 1 has begun already.");
  });

  test("is changed to now, and to everybody's own", async () => {
    await using town = await Announced.open({ timezone: "Asia/Kathmandu" });
    for (const said of ["The meeting begins", "Everybody", "in 2h", "yes"]) await town.tell(said);
    expect(await town.tell("broadcast move 1 at 14:00 their time")).toContain("goes out **at 14:00, their time**.");
    await town.stage.wait("14m");
    expect(await town.copies()).toEqual([]);
    await town.stage.wait("2m");
    expect(await town.copies()).toEqual(COPIES(1));
    for (const said of ["The meeting begins", "Everybody", "in 2h", "yes"]) await town.tell(said);
    await town.tell("broadcast move 2 now");
    const { posts } = town.stage.person("ann");
    expect(posts.map(({ message }) => message)).toContain(":clock3: **Broadcast 2** goes out at once.");
    await town.stage.wait("10s");
    expect(await town.copies()).toHaveLength(4);
  });

  test("that repeats is changed for all that come", async () => {
    await using town = await repeating("daily at 9:00");
    expect(await town.tell("broadcast move 1 in 1h")).toContain("Broadcast 1 repeats: say other times, like");
    expect(await town.tell("broadcast move 1 */15 * * * *")).toContain(
      "goes out **by `*/15 * * * *`** (UTC): first on",
    );
    await town.stage.wait("16m");
    expect(await town.copies()).toEqual(COPIES(1));
    expect(await town.tell("broadcast list")).toContain("| to 2 | Thu 2026-01-01 08:30 |");
  });

  test("is not changed behind the back of who agreed to it", async () => {
    await using town = await Announced.open({ approveOver: 1 });
    for (const said of ["Lunch", "Everybody", "in 15m", "yes"]) await town.tell(said, "ben");
    await town.stage.person("ann").looksAt("@wright");
    await town.stage.person("ann").clicks("Agree");
    expect(await town.tell("broadcast move last in 2m", "ben")).toContain("Somebody agreed to its time too");
    expect(await town.tell("broadcast move 1 in 2m")).toContain("goes out **Thu 2026-01-01 08:02 (UTC)**.");
  });
});

describe("a time", () => {
  test.each([
    ["at 25:00", "No clock ever shows 25:00."],
    ["today at 7:00", "Thu 2026-01-01 07:00 (UTC) is over already."],
    ["2027-01-01 9:00", "Fri 2027-01-01 09:00 (UTC) is too far away: half a year is the most."],
    ["on 24 march", "At what time on 24 March?"],
    ["on 31.12.2025", "is over already. When shall it go out?"],
    ["0 9 31 2 *", '"0 9 31 2 *" never comes: no month that it names has such a day; correct the day or the month.'],
    ["61 9 * * *", '"61 9 * * *" is no time: '],
    ["*/5 9 * * *", "That is too often: every 15 minutes is the most."],
    ["at 9:00 in Europe/Berln", '"Europe/Berln" is no time zone: write an IANA name like "Europe/Berlin".'],
  ])("%s is answered kindly, and nothing is lost", async (text, why) => {
    await using town = await Announced.open();
    await town.tell("The meeting begins");
    await town.tell("Everybody");
    const answer = await town.tell(text);
    expect(answer).toContain(why);
    expect(answer).toContain("every monday at 9:00");
    expect(answer).toContain("I am still waiting for `yes` or `no`.");
    await town.tell("yes");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(COPIES(1));
  });

  test("may be said before the targets", async () => {
    await using town = await Announced.open();
    await town.tell("The meeting begins");
    expect(await town.tell("at 25:00")).toContain("And to whom shall it go?");
    expect(await town.tell("at 10:00 Europe/Berlin")).toBe(
      ":clock3: It goes out **Thu 2026-01-01 10:00 (Europe/Berlin)**. To whom?",
    );
    expect(await town.tell("Everybody")).toContain("It goes out **Thu 2026-01-01 10:00 (Europe/Berlin)**.");
  });
});
