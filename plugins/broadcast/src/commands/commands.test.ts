/** What is kept for announcements, read and changed from chat. */
import { mkdirSync, rmSync } from "node:fs";
import type { Stage } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

function ask(town: Stage, text: string, who = "ann"): Promise<string> {
  return tell(town.person(who), text);
}

describe("groups", () => {
  test("are listed, the private ones apart", async () => {
    await using town = await home.open();
    expect(await ask(town, "!get_groups", "ben")).toMatch(/\| Everybody here \| 2 +\| ~town-square, ~off-topic \|/);
    expect(town.person("ben").sees).not.toContain("Führung");
    expect(await ask(town, "!get_private_groups", "ben")).toMatch(/\| Führung 🎩 +\| 1 +\| ~leads \|/);
  });

  test("are shown whole by their name", async () => {
    await using town = await home.open();
    const ids = Array.from({ length: 30 }, (_, index) => `"@p${index}"`);
    home.write(`[groups]\nbig = [${ids.join(", ")}]\n`);
    expect(await ask(town, "!get_groups")).toContain("@\u200Bp24 and 5 more |");
    expect(await ask(town, "!get_groups Big")).toContain("**big** (30):");
    expect(town.person("ann").sees).toContain("`@p29`");
    expect(await ask(town, "!get_groups bigg")).toBe("There is no group called `bigg`. Did you mean `big`?");
  });

  test("are added, several in one message, by id or by name, and the file keeps its comments", async () => {
    await using town = await home.open();
    const { ops } = town.town.channels;
    const before = home.text;
    const said = await ask(
      town,
      `!add_group "Etage 1" = ["${ops.id}", "~off-topic"]\n!add_private_group "Chefs" = ["leads"]`,
    );
    expect(said).toBe(
      ":white_check_mark: **Etage 1** is added, with 2 channels.\n:white_check_mark: **Chefs** is added, with 1 channel.",
    );
    for (const line of before.split("\n")) expect(home.text.split("\n")).toContain(line);
    expect(await ask(town, "!get_groups")).toMatch(/\| Etage 1 +\| 2 +\| ~ops, ~off-topic \|/);
    expect(await ask(town, "!get_private_groups")).toContain("Chefs");
  });

  test("that are there already get other channels, and it is told what they had", async () => {
    await using town = await home.open();
    expect(await ask(town, '!add_group man = ["off-topic"]')).toBe(
      `:white_check_mark: **man** was there already. It has 1 channel now; before it was \`"man" = ["${town.town.channels.ops.id}"]\`.`,
    );
  });

  test("that are no TOML, or name what is not there, change nothing", async () => {
    await using town = await home.open();
    const before = home.text;
    expect(await ask(town, '!add_group "A" = ["x"]\n!add_group "B" = [')).toMatch(
      /^Line 2, column \d+: .* Nothing was changed\./,
    );
    expect(await ask(town, '!add_group "A" = ["nowhere"]')).toBe(
      "A: `nowhere` is neither the id nor the name of a channel.\nNothing was changed.",
    );
    expect(home.text).toBe(before);
  });

  test("with a dead id are told of, when they are added and when they are announced to", async () => {
    await using town = await home.open();
    const dead = "a".repeat(26);
    expect(await ask(town, `!add_group "A" = ["${dead}", "ops"]`)).toContain(
      `:warning: \`${dead}\`: there is no channel of this id`,
    );
    expect(await ask(town, "!get_groups")).toContain(`:warning: \`${dead}\`, ~ops`);
    await ask(town, "Lunch is here");
    expect(await ask(town, "A")).toContain(
      `:warning: It will not arrive everywhere: ${dead}: it is gone, or in a team or a private channel that I am not in.`,
    );
  });

  test("are renamed and removed, and their aliases follow", async () => {
    await using town = await home.open();
    expect(await ask(town, '!rename_group "Everybody here" "Alle 🎉"')).toBe(
      ":white_check_mark: **Everybody here** is called **Alle 🎉** now. Its aliases follow.",
    );
    expect(await ask(town, "!aliases")).toMatch(/\| `all` \| Alle 🎉 +\|/);
    expect(await ask(town, "!rename_group man “Alle 🎉”")).toContain("There is a group **Alle 🎉** already.");
    expect(await ask(town, "!remove_group Alle")).toBe("There is no group called `Alle`. Did you mean `Alle 🎉`?");
    expect(await ask(town, '!remove_group "Alle 🎉"')).toContain(
      "**Alle 🎉** is removed. So is the alias `all`. To have it back: `!add_group",
    );
    expect(await ask(town, "!aliases")).toContain("There are no aliases.");
    expect(home.text).toContain("# the channels of the town");
  });

  test("are understood by their old names, until something else is called so", async () => {
    await using town = await home.open();
    await ask(town, '!rename_group man "Men only"');
    await ask(town, '!rename_group "men only" Crew');
    await ask(town, "Lunch is here", "ben");
    const shown = await ask(town, '"man", men  only minus ~town-square', "ben");
    expect(shown).toContain("To **1 channel**: ~ops.");
    expect(shown).toContain(":information_source: `man` is called **Crew** now.");
    await ask(town, '!add_group man = ["~off-topic"]');
    expect(await ask(town, "man", "ben")).toContain("To **1 channel**: ~off-topic.");
  });

  test("take along what the file says about them, and leave no way in when they are removed", async () => {
    await using town = await home.open(
      { auditors: ["cat"] },
      {
        toml: ({ ops }) =>
          `[groups]\nchefs = ["${ops}"]\n[headers]\nchefs = "**Chefs**"\n[footers]\nchefs = "Bye" # short\n\n# nobody else\n[rights.chefs]\nauthors = ["@ann"]\n\n[rights."Old chefs"]\napprove = true\n`,
      },
    );
    expect(await ask(town, '!rename_group chefs "Old chefs"')).toBe(
      ":white_check_mark: **chefs** is called **Old chefs** now. Its header, footer and rights follow.",
    );
    expect(home.text).toContain('# nobody else\n[rights."Old chefs"]\nauthors = ["@ann"]');
    expect(home.text).not.toMatch(/chefs =.*Bye|approve/);
    expect(await ask(town, "Lunch is here", "ben")).toContain("to whom shall this go?");
    expect(await ask(town, '"Old chefs"', "ben")).toContain("ann may announce to it");
    await ask(town, "cancel", "ben");
    const removed = await ask(town, '!remove_group "Old chefs"');
    expect(removed).toContain("**Old chefs** is removed. So are its header and its footer. What the file says");
    expect(home.text).not.toMatch(/Bye|\*\*Chefs/);
    const [, back = ""] = /To have it back: `(.*)`$/.exec(removed) ?? [];
    await ask(town, back);
    await ask(town, "Lunch is here", "ben");
    expect(await ask(town, '"Old chefs"', "ben")).toContain("ann may announce to it");
  });

  test("are changed by administrators alone, and it is recorded for auditors", async () => {
    await using town = await home.open({ auditors: ["cat"] });
    const before = home.text;
    expect(await ask(town, '!add_group x = ["ops"]', "ben")).toBe(
      "Only administrators of this bot may change groups and aliases.",
    );
    expect(home.text).toBe(before);
    await ask(town, '!add_group x = ["ops"]');
    await town.wait("1s");
    await ask(town, "!remove_group x");
    expect(await ask(town, "!broadcast audit", "ben")).toContain("Only auditors");
    const listed = await ask(town, "!broadcast audit", "cat");
    expect(listed).toMatch(/@ann \| removed a group[^]*@ann \| added a group/);
  });

  test("in a file that cannot be written, or is wrong, stay as they are", async () => {
    await using town = await home.open();
    await ask(town, "!get_groups");
    home.write("[groups\n");
    expect(await ask(town, "!get_groups")).toMatch(
      /^:warning: channels\.toml, line 1, column \d+: .*What was right last still counts\./,
    );
    expect(town.person("ann").sees).toContain("Everybody here");
    expect(await ask(town, '!add_group x = ["ops"]')).toContain("Put that right first: nothing was changed.");
    rmSync(home.path);
    mkdirSync(home.path);
    expect(await ask(town, '!add_group x = ["ops"]')).toMatch(/^channels\.toml cannot be read: it is a folder\./);
  });

  test("are nobody's business in channels, or of those who may not announce", async () => {
    await using town = await home.open();
    await town.person("ann").says("!get_groups", { in: "ops" });
    expect(town.person("ann").sees).toBe("This works in a direct message to me only.");
    expect(await ask(town, "!get_groups", "cat")).toBe("You may not announce anything here. Please ask @ben or @ann.");
  });
});

describe("aliases", () => {
  test("are added as postbot's users write them, in any case, and removed", async () => {
    await using town = await home.open();
    expect(await ask(town, "!add_alias WG Everybody here")).toBe(
      ":white_check_mark: `wg` stands for **Everybody here** now.",
    );
    expect(await ask(town, '!add_alias ot "~off-topic"')).toContain("`ot` stands for **~off-topic**");
    expect(home.text).toContain('wg = "Everybody here"');
    await ask(town, "Lunch is here");
    expect(await ask(town, "Wg")).toContain("To **2 channels**: ~town-square, ~off-topic.");
    await ask(town, "no");
    expect(await ask(town, "!remove_alias Wg")).toContain("`wg` does not stand for **Everybody here** any more.");
    expect(await ask(town, "!remove_alias wg")).toContain("There is no alias `wg`.");
  });

  test("that would shadow a group, or lead nowhere, are refused", async () => {
    await using town = await home.open();
    const before = home.text;
    expect(await ask(town, "!add_alias MAN Everybody here")).toContain(
      "There is a group **man**, which would always be meant instead",
    );
    expect(await ask(town, "!add_alias x Everybody heer")).toContain("Did you mean `Everybody here`?");
    expect(await ask(town, "!add_alias x ops")).toContain("is not on the whitelist of channels.toml");
    expect(await ask(town, "!add_alias x")).toContain("Write the alias and what it stands for");
    expect(home.text).toBe(before);
  });
});

describe("channels", () => {
  test("are listed with their ids", async () => {
    await using town = await home.open();
    const { "off-topic": offTopic } = town.town.channels;
    const listed = await ask(town, "!channels", "ben");
    expect(listed).toContain("4 channels:");
    expect(listed).toMatch(new RegExp(`Off-Topic +\\| \`~off-topic\` +\\| \`${offTopic.id}\` \\| yes +\\| yes`));
  });

  test("are found by any of their names, also when they are newer than the list", async () => {
    await using town = await home.open();
    const [ann, { team, bot }] = [town.person("ann"), town.town];
    expect(await ask(town, "!id Town Square")).toContain(town.town.channels["town-square"].id);
    expect(await ask(town, '!id "~ops"')).toBe(`Ops (~demo/ops): \`${town.town.channels.ops.id}\``);
    expect(await ask(town, "!id opps")).toContain("Did you mean `Ops`");
    const made = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: team.id,
      name: "brand-new",
      display_name: "Brand new",
      type: "O",
    });
    await ann.calls(`POST /api/v4/channels/${made.id}/members`, { user_id: bot.id });
    expect(await ask(town, "!id brand-new")).toBe(
      `Brand new (~demo/brand-new): \`${made.id}\`\n\nIt is newer than my list of channels: \`!refresh_channels\` reads it anew.`,
    );
    expect(await ask(town, "!refresh_channels")).toBe(":arrows_counterclockwise: I know 5 channels now.");
    expect(await ask(town, "!id Brand new")).toBe(`Brand new (~demo/brand-new): \`${made.id}\``);
  });

  test("that come are known after an hour by themselves, and those that are renamed", async () => {
    await using town = await home.open();
    const ann = town.person("ann");
    await ask(town, "!channels");
    await ann.calls(`PUT /api/v4/channels/${town.town.channels.ops.id}/patch`, { display_name: "Operations" });
    expect(await ask(town, "!channels")).not.toContain("Operations");
    await town.wait("61m");
    expect(await ask(town, "!channels")).toContain("Operations");
  });
});

describe("who may not announce", () => {
  test("is told whom to ask", async () => {
    await using town = await home.open();
    expect(await ask(town, "Lunch is here", "cat")).toBe(
      "You may not announce anything here. Please ask @ben or @ann.",
    );
  });

  test("is told how the operator names somebody, where nobody is named", async () => {
    await using town = await home.open({ admins: [], authors: [] });
    expect(await ask(town, "Lunch is here", "cat")).toContain("`BOT_ADMINS=@name`");
  });

  test("may, where everybody may", async () => {
    await using town = await home.open({ authors: ["*"] });
    expect(await ask(town, "Lunch is here", "cat")).toContain("Step 1 of 2");
    expect(await ask(town, "no", "cat")).toContain("Forgotten");
    expect(await ask(town, '!add_group x = ["ops"]', "cat")).toContain("Only administrators");
  });
});
