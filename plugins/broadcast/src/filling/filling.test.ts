/** An announcement with places for values, and the table that fills them, as its author sees it. */
import type { Actor } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, type Ids, tell, usual } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

const TEXT = "Hello {{name}}, your slot is {{slot}}";

/** Sends a text with a table, and reads what the bot answers. */
async function send(person: Actor, text: string, csv: string): Promise<string> {
  await person.looksAt("@wright");
  const file = await person.uploads("slots.csv", csv);
  await person.says(text, { in: "@wright", files: [file] });
  return person.sees;
}

/** What each target of the last one is sent with. */
function sent(): unknown[] {
  return home.started.at(-1)?.targets.map(({ name, values }) => [name, values?.["name"], values?.["slot"]]) ?? [];
}

describe("a table that comes with the message", () => {
  test("says where it goes and fills the text, is shown with two examples, and is not sent along", async () => {
    await using town = await home.open();
    const ann = town.person("ann");
    const shown = await send(
      ann,
      TEXT,
      "channel;Name;slot\n~ops;Operations;9:00\n@cat;Cat;9:30\nman;Men;x\n~leads;The leads;10:00\n",
    );
    expect(shown).toContain("**Step 2 of 2: shall I send this?**\nTo **2 channels and 1 person**: ~ops, @cat, ~leads.");
    expect(shown).toContain(
      ":bookmark_tabs: `{{channel}}`, `{{Name}}`, `{{slot}}` from **slots.csv** (4 rows), which is not sent along.",
    );
    expect(shown).toContain(
      "*For ~ops:*\n\nHello Operations, your slot is 9:00\n\n---\n*For @cat:*\n\nHello Cat, your slot is 9:30",
    );
    expect(await tell(ann, "preview ~leads")).toBe("*For ~leads:*\n\nHello The leads, your slot is 10:00");
    expect(await tell(ann, "preview nobody")).toBe("`nobody` is none of the targets.");
    expect(await tell(ann, "explain @cat")).toMatch(/\| @cat +\| row 3 of slots\.csv: named +\|$/);
    await tell(ann, "yes");
    expect(home.started[0]?.draft).toMatchObject({ text: TEXT, isTemplate: true, fileIds: [] });
    // The row of the channel counts more than that of a group that it is in.
    expect(sent()).toEqual([
      ["~ops", "Operations", "9:00"],
      ["@cat", "Cat", "9:30"],
      ["~leads", "The leads", "10:00"],
    ]);
  });

  test("may have one row for a whole group, and other targets may be named", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await send(ben, TEXT, "group,name,slot\nall,Everybody,8:00\n");
    await tell(ben, "~off-topic");
    expect(ben.sees).toContain("To **1 channel**: ~off-topic.");
    await tell(ben, "yes");
    expect(sent()).toEqual([["~off-topic", "Everybody", "8:00"]]);
    await send(ben, TEXT, "group,name,slot\nall,Everybody,8:00\n");
    expect(await tell(ben, "man")).toContain(":no_entry: ~ops has no row in slots.csv.");
    expect(await tell(ben, "yes")).toContain("This cannot be sent as it is.");
    expect(home.started).toHaveLength(1);
  });

  test("names what is wrong by row and column, and takes a better one", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const shown = await send(
      ben,
      `${TEXT} in {{romo}}`,
      "target,name,slot,room\nma,Men,9:00,1\nEverybody here,All,,2\n~leads,Leads,1,1\n,x,y,z",
    );
    expect(shown.split("\n").filter((line) => line.startsWith(":no_entry:"))).toEqual([
      ":no_entry: Row 2 of slots.csv, column `target`: I know nothing called `ma`. Did you mean `man`?",
      ":no_entry: Row 4 of slots.csv, column `target`: `~leads`: it is not on the whitelist, so it can be reached by a group only.",
      ":no_entry: Row 5 of slots.csv, column `target`: it names no target.",
      ":no_entry: `{{romo}}`: there is no such column in slots.csv. Did you mean `{{room}}`?",
      ":no_entry: Its columns are `target`, `name`, `slot`, `room`: change your message, or send the table again; or write `as it is` to send the braces themselves.",
      ":no_entry: Row 3 of slots.csv, column `slot`: it is empty (~town-square).",
      ":no_entry: Row 3 of slots.csv, column `slot`: it is empty (~off-topic).",
    ]);
    await tell(ben, "yes");
    expect(home.started).toEqual([]);
    expect(await send(ben, "", "target,name,slot,romo\nman,Men,9:00,1\n")).toContain(
      "Hello Men, your slot is 9:00 in 1",
    );
    await tell(ben, "yes");
    expect(sent()).toEqual([["~ops", "Men", "9:00"]]);
    // Neither the better table, nor the one before it.
    expect(home.started[0]?.draft.fileIds).toEqual([]);
  });

  test("that says two things for one target, or cannot be read, is refused with what is wrong", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    for (const [csv, why] of [
      ["target,name,slot\nman,a,1\nman,b,1\n", "Rows 2 and 3 say different things for ~ops."],
      ["target,name,Name\nman,a,1\n", "**slots.csv** has two columns called `Name`."],
      ["target,name,slot\n", "**slots.csv** has no rows: its first one names the columns"],
      ['target,name,slot\nman,"a,1\n', "**slots.csv**, row 2: a quotation mark begins there that does not end."],
      ["target,name,slot\nman,a,1,2\n", "**slots.csv**, row 2: it has more cells than there are columns."],
    ] as const) {
      expect(await send(ben, TEXT, csv)).toContain(`:no_entry: ${why}`);
      await tell(ben, "no");
    }
    // Twice the same is no harm.
    expect(await send(ben, TEXT, "target,name,slot\nman,a,1\nman,a,1\n")).toContain("shall I send this?");
  });

  test("of somebody who may not notify everybody notifies nobody, and too long for one target is named", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const shown = await send(
      ben,
      "{{sign}}{{word}}: {{text}}",
      `target,sign,word,text\nman,@,all,x\nall,-,-,${"y".repeat(16_400)}\n`,
    );
    expect(shown).toContain(":warning: `@all` will notify nobody: you may not use it.");
    expect(shown).toContain(
      ":no_entry: The message has 16,404 characters for ~town-square, ~off-topic, and a post holds 16,383.",
    );
    await send(ben, "", "target,sign,word,text\nman,@,all,x\n");
    expect(ben.sees).toContain("\n---\n@\u200Ball: x\n");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.isQuiet).toBe(true);
  });
});

describe("places for values", () => {
  test("without a table are asked for, and can be sent as they are", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const text = "helm: {{ .Values.image }}";
    expect(await tell(ben, text)).toContain("For `{{.Values.image}}` send me a table as a CSV file");
    expect(await tell(ben, "man")).toContain(":no_entry: `{{.Values.image}}` has no value.");
    expect(await tell(ben, "yes")).toContain("This cannot be sent as it is.");
    expect(await tell(ben, "as it is")).toContain(`shall I send this?**\nTo **1 channel**: ~ops.\n\n---\n${text}\n`);
    await tell(ben, "yes");
    expect(home.started[0]?.draft).toMatchObject({ text, isTemplate: false });
  });

  test("need no table where the bot knows the value, or a default is given, and braces can be written", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, String.raw`{{channel}} of {{team}}, {{date}} at {{time}}: {{who|all of you}} \{{braces}}`);
    expect(await tell(ben, "man")).toContain("\n---\n~ops of Demo, 2026-01-01 at 08:00 (UTC): all of you {{braces}}\n");
    const ann = town.person("ann");
    await tell(ann, "{{team}}");
    expect(await tell(ann, "@cat")).toContain(
      ":no_entry: `{{team}}` means nothing for @\u200Bcat: `{{team|something else}}` says what stands there instead.",
    );
  });

  test("are kept with their table through an edit, a pause and a restart", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("@wright");
    const file = await ben.uploads("slots.csv", "target,name,slot\nman,Men,9:00\n");
    const post = await ben.says(TEXT, { in: "@wright", files: [file] });
    await town.restart();
    await town.wait("1s");
    await ben.edits(post, "{{slot}}: {{name}}");
    expect(ben.sees).toContain("\n---\n9:00: Men\n");
    await town.wait("10m");
    await tell(ben, "resume");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.text).toBe("{{slot}}: {{name}}");
    expect(sent()).toEqual([["~ops", "Men", "9:00"]]);
  });
});

test("headers and footers stand around what goes to a group, and the default around everything else", async () => {
  const toml = (ids: Ids): string =>
    `${usual(ids)}\n[headers]\n"*" = "News"\nman = "**{{channel}}, listen**"\n"Führung 🎩" = ""\n[footers]\n"Everybody here" = "-- \\nAsk @ann"\n`;
  await using town = await home.open({}, { toml });
  const ann = town.person("ann");
  await tell(ann, "Lunch is here");
  const shown = await tell(ann, "man, ~off-topic, all, Führung 🎩");
  expect(shown).toContain(
    "*For ~ops:*\n\n**~ops, listen**\n\nLunch is here\n\n---\n*For ~off-topic:*\n\nNews\n\nLunch is here\n\n-- \nAsk @\u200Bann",
  );
  await tell(ann, "yes");
  expect(home.started[0]?.targets.map(({ name, frame }) => [name, frame])).toEqual([
    ["~ops", { header: "**{{channel}}, listen**" }],
    ["~off-topic", { header: "News", footer: "-- \nAsk @ann" }],
    ["~town-square", { header: "News", footer: "-- \nAsk @ann" }],
    ["~leads", undefined],
  ]);
});

test("a place in a header that has no value somewhere is told, and stands there as it is", async () => {
  const toml = (ids: Ids): string => `${usual(ids)}\n[headers]\n"*" = "Dear {{first_name}} of {{team|no team}},"\n`;
  await using town = await home.open({}, { toml });
  const ann = town.person("ann");
  await tell(ann, "Lunch is here");
  const shown = await tell(ann, "man, @cat");
  expect(shown).toContain(
    ":warning: `{{first_name}}` in the header or footer has no value for ~ops: it stands there as it is.",
  );
  expect(shown).toContain("shall I send this?");
  expect(shown).toMatch(/\*For @cat:\*\n\nDear \S+ of no team,\n\nLunch is here/);
});
