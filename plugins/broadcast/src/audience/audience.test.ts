/** Where announcements go, as an administrator names it. */
import type { Stage } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

/** What the bot makes of an answer. */
async function answerTo(town: Stage, answer: string, who = "ann"): Promise<string> {
  await tell(town.person(who), "no");
  await tell(town.person(who), "Lunch is here");
  return tell(town.person(who), answer);
}

/** The line that names the targets. */
async function to(town: Stage, answer: string, who = "ann"): Promise<string | undefined> {
  return /^To .*$/m.exec(await answerTo(town, answer, who))?.[0];
}

describe("targets", () => {
  test("are named in every way, mixed, each once, and in the order in which they were named", async () => {
    await using town = await home.open();
    const { ops, leads } = town.town.channels;
    expect(await to(town, `${leads.id}, "Everybody here", ~ops, Off-Topic, ~demo/ops`)).toBe(
      "To **4 channels**: ~leads, ~town-square, ~off-topic, ~ops.",
    );
    expect(await to(town, `man\nFÜHRUNG 🎩, ${ops.id}`)).toBe("To **2 channels**: ~ops, ~leads.");
    expect(await to(town, `http://simulator/demo/channels/ops`)).toBe("To **1 channel**: ~ops.");
  });

  test("are told when they are named more than once", async () => {
    await using town = await home.open();
    const { leads } = town.town.channels;
    const twice = await answerTo(town, `${leads.id}, "Everybody here", ~ops, ~off-topic, ~leads`);
    expect(twice).toMatch(/~leads.*~off-topic.* are named more than once, and get one copy each\./);
    expect(await answerTo(town, "~ops, ~ops")).toContain("~ops is named more than once, and gets one copy.");
    expect(await answerTo(town, "~ops, ~leads, ~ops minus ~ops")).not.toContain("more than once");
  });

  test("are added and taken away, and what is in both is told in words", async () => {
    await using town = await home.open();
    expect(await to(town, "all, man minus ~off-topic")).toBe("To **2 channels**: ~town-square, ~ops.");
    const both = await answerTo(town, "all and ~off-topic");
    expect(both).toContain("To **1 channel**: ~off-topic.");
    expect(both).toContain(':information_source: "all" and "~off-topic" means what is in both, one target.');
    const none = await answerTo(town, "all and man");
    expect(none).toContain("With a comma between them it means all of both.");
    expect(none).toContain(":no_entry: There is nobody to send it to.");
  });

  test("are patterns, whole teams, people, and all members of a channel", async () => {
    await using town = await home.open();
    expect(await to(town, "~o*")).toBe("To **2 channels**: ~off-topic, ~ops.");
    expect(await to(town, "team:Demo minus ~leads")).toBe("To **3 channels**: ~off-topic, ~ops, ~town-square.");
    expect(await to(town, "members(~leads) minus @ben")).toBe("To **2 people**: @ann, @cat.");
    expect(await answerTo(town, "@wright, @nobody, team:south")).toMatch(/`@wright`[^]*`@nobody`[^]*`team:south`/);
    await tell(town.person("ann"), "@cat");
    await tell(town.person("ann"), "yes");
    expect(home.started[0]?.targets).toEqual([
      { channelId: "", userId: town.town.people.cat.id, name: "@cat", why: "named" },
    ]);
  });

  test("that are patterns leave out what an author may not name", async () => {
    await using town = await home.open();
    const said = await answerTo(town, "~o*", "ben");
    expect(said).toContain("To **1 channel**: ~off-topic.");
    expect(said).toContain("1 of 2 channels (like ~o*) are not on the whitelist and are left out.");
    expect(await answerTo(town, "members(~off-topic), @cat", "ben")).toMatch(
      /only administrators[^]*only administrators/,
    );
  });

  test("of a group may be people, and a group may be some authors' alone", async () => {
    const rights = '\n[rights.man]\nauthors = ["@cat"]\n';
    await using town = await home.open(
      {},
      { toml: ({ ops }) => `[groups]\nman = ["${ops}"]\nus = ["@ann", "@ben"]${rights}` },
    );
    expect(await to(town, "us", "ben")).toBe("To **2 people**: @ann, @ben.");
    expect(await answerTo(town, "man", "ben")).toContain(":no_entry_sign: `man`: only @\u200Bcat may announce to it.");
    expect(await to(town, "man", "cat")).toBe("To **1 channel**: ~ops.");
    expect(await answerTo(town, "us", "cat")).toContain("`us`: you may not announce to it");
    expect(await to(town, "man", "ann")).toBe("To **1 channel**: ~ops.");
  });

  test("that several channels are called ask back", async () => {
    await using town = await home.open();
    const [ann, { bot }] = [town.person("ann"), town.town];
    const team = await ann.calls<{ id: string }>("POST /api/v4/teams", {
      name: "south",
      display_name: "South",
      type: "O",
    });
    await ann.calls(`POST /api/v4/teams/${team.id}/members`, { team_id: team.id, user_id: bot.id });
    await tell(ann, "!refresh_channels");
    expect(await answerTo(town, "~town-square")).toContain(
      "several channels have that name: write ~demo/town-square, ~south/town-square.",
    );
    expect(await to(town, "~south/town-square")).toBe("To **1 channel**: ~town-square.");
  });

  test("that are newer than the list of channels are found, with a hint", async () => {
    await using town = await home.open();
    const [ann, { team, bot }] = [town.person("ann"), town.town];
    await tell(ann, "!channels");
    const made = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: team.id,
      name: "brand-new",
      display_name: "Brand new",
      type: "O",
    });
    await ann.calls(`POST /api/v4/channels/${made.id}/members`, { user_id: bot.id });
    const said = await answerTo(town, "brand-new");
    expect(said).toContain("To **1 channel**: ~brand-new.");
    expect(said).toContain("~brand-new is newer than my list of channels: `!refresh_channels` reads it anew.");
  });
});
