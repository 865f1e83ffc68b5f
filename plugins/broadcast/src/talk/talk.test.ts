/** The dialog in which somebody announces, as its author sees it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("an announcement", () => {
  test("is written, told its targets, shown, confirmed and sent", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const asked = await tell(ben, "management meeting at 10");
    expect(asked).toContain("**Step 1 of 2: to whom shall this go?**\n> management meeting at 10");
    expect(asked).toContain("**Everybody here** (2), **man** (1)");
    expect(asked).not.toContain("Führung");
    const shown = await tell(ben, "all, MAN");
    expect(shown).toContain("**Step 2 of 2: shall I send this?**\nTo **3 channels**: ~town-square, ~off-topic, ~ops.");
    expect(shown).toContain("\n---\nmanagement meeting at 10\n");
    expect(home.started).toEqual([]);
    await tell(ben, "Yes");
    expect(home.started).toHaveLength(1);
    const [{ draft, targets: sent, options } = expect.fail()] = home.started;
    expect(draft).toMatchObject({ text: "management meeting at 10", fileIds: [], authorId: town.town.people.ben.id });
    expect(sent.map(({ name, why }) => [name, why])).toEqual([
      ["~town-square", 'group "Everybody here" by alias "all"'],
      ["~off-topic", 'group "Everybody here" by alias "all"'],
      ["~ops", 'group "man"'],
    ]);
    expect(options.tellIn).toBe(ben.posts[0]?.channel_id);
    expect(ben.posts.some(({ message }) => message === ":white_check_mark: Confirmed: it goes to 3 channels.")).toBe(
      true,
    );
  });

  test("is confirmed by a button, once", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    await ben.clicks("Yes, send it");
    expect(home.targets).toEqual(["~ops"]);
    expect(ben.sees).toBe(":white_check_mark: Confirmed: it goes to 1 channel.");
    expect(ben.posts.at(-1)?.props["attachments"]).toBeUndefined();
  });

  test("is forgotten by a button, a word, or a command", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    for (const how of ["button", "no", "!cancel", "Nein."]) {
      await tell(ben, "Lunch is here");
      await tell(ben, "man");
      if (how === "button") await ben.clicks("No");
      else await tell(ben, how);
      expect(ben.sees).toBe(":x: Forgotten: nothing was sent.");
    }
    expect(home.started).toEqual([]);
  });

  test.each([
    ["a command's name before other words", "status of the network: it is down"],
    ["a word of help before others", "help the new colleagues on Monday"],
    ["a sign that is no command", "!!! Fire drill at noon"],
    ["a prefix before a word that is none", "!Important: the canteen is closed"],
    ["an emoji", ":tada: We did it"],
  ])("may begin with %s", async (_what, text) => {
    await using town = await home.open();
    const ben = town.person("ben");
    expect(await tell(ben, text)).toContain("Step 1 of 2");
    await tell(ben, "man");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.text).toBe(text);
  });

  test("that begins like a command says how that is written", async () => {
    await using town = await home.open();
    expect(await tell(town.person("ben"), "id cards are ready")).toMatch(
      /Step 1 of 2[^]*\n\n\(Did you mean the command\? Write `!id …`\.\)$/,
    );
    expect(await tell(town.person("cat"), "id cards are ready")).toContain("Please ask @ben or @ann.");
  });

  test("is not made of a command, nor of a misspelt one", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    for (const command of ["!man", "man", "--help"])
      expect(await tell(ben, command)).toContain("**Announcing something to many channels**");
    expect(await tell(ben, "!chanels")).toBe("There is no command `!chanels`. Did you mean `!channels`?");
    expect(await tell(ben, "yes")).toContain("There is nothing that waits for an answer.");
  });

  test("keeps what was understood of an answer, and asks for the rest", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    const asked = await tell(ben, 'man, "Everybody heer", ~off-topic');
    expect(asked).toContain("I know nothing called `Everybody heer`. Did you mean `Everybody here`?");
    expect(asked).toContain("I have kept the rest: 2 channels (~ops, ~off-topic).");
    expect(await tell(ben, "nothing at all")).toContain("I know nothing called `nothing at all`");
    await tell(ben, "Everybody here");
    await tell(ben, "yes");
    expect(home.targets).toEqual(["~ops", "~town-square", "~off-topic"]);
    await tell(ben, "Once more");
    await tell(ben, "man, nobody");
    await tell(ben, "skip");
    await tell(ben, "yes");
    expect(home.targets).toEqual(["~ops"]);
  });

  test("goes to single channels only when they are on the whitelist, or an administrator names them", async () => {
    await using town = await home.open();
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await tell(ben, "Lunch is here");
    expect(await tell(ben, "~ops")).toContain("`~ops`: it is not on the whitelist");
    expect(await tell(ben, "@cat")).toContain("only administrators may announce to people");
    await tell(ann, "Lunch is here");
    await tell(ann, `~ops, @cat, ${town.town.channels.leads.id}`);
    expect(ann.sees).toContain("To **2 channels and 1 person**: ~ops, @cat, ~leads.");
    await tell(ann, "yes");
    expect(home.targets).toEqual(["~ops", "@cat", "~leads"]);
  });

  test("takes up an edit of its message until it is confirmed", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const post = await ben.says("Lunch is here", { in: "@wright" });
    await ben.edits(post, "Lunch is there");
    expect(ben.sees).toContain("I have taken up your change:\n> Lunch is there");
    await tell(ben, "man");
    await town.wait("1s");
    await ben.edits(post, "Lunch is gone");
    expect(ben.sees).toContain("You have changed the message. Now it is this:");
    expect(ben.sees).toContain("\n---\nLunch is gone\n");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.text).toBe("Lunch is gone");
  });

  test("is forgotten when its message is deleted", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const post = await ben.says("Lunch is here", { in: "@wright" });
    await tell(ben, "man");
    await ben.deletes(post);
    expect(ben.posts.some(({ message }) => message.startsWith(":wastebasket: You have deleted the message"))).toBe(
      true,
    );
    expect(await tell(ben, "yes")).toContain("There is nothing that waits");
    expect(home.started).toEqual([]);
  });

  test("asks what a second message is, and loses neither", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const long = "And then there is the other thing that I wanted to say to everybody who reads this today.";
    await tell(ben, "Lunch is here");
    expect(await tell(ben, long)).toContain(`> Lunch is here\nAnd now you wrote:\n> ${long}`);
    expect(await tell(ben, "add")).toContain("Step 1 of 2");
    await tell(ben, "man");
    expect(await tell(ben, long)).toContain("`replace`");
    await tell(ben, "keep");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.text).toBe(`Lunch is here\n\n${long}`);
    await tell(ben, "Lunch is here");
    await tell(ben, long);
    await tell(ben, "replace");
    await tell(ben, "man");
    await tell(ben, "yes");
    expect(home.started[1]?.draft.text).toBe(long);
  });

  test("of two authors at once is two announcements", async () => {
    await using town = await home.open();
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await tell(ann, "From ann");
    await tell(ben, "From ben");
    await tell(ann, "all");
    await tell(ben, "man");
    await tell(ben, "yes");
    await tell(ann, "yes");
    expect(home.started.map(({ draft, targets: to }) => [draft.text, to.length])).toEqual([
      ["From ben", 1],
      ["From ann", 2],
    ]);
  });

  test("may be files alone, or many", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("@wright");
    const files = await Promise.all(["a.txt", "b.txt"].map((name) => ben.uploads(name, name)));
    await ben.says("", { in: "@wright", files });
    expect(ben.sees).toContain("> *(with 2 files)*");
    await tell(ben, "man");
    expect(ben.sees).toContain(":paperclip: *with 2 files*");
    await tell(ben, "yes");
    expect(home.started[0]?.draft.fileIds?.toSorted()).toEqual(files.map(({ id }) => id).toSorted());
  });

  test("of 20 files, in two messages, is told what a post holds", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("@wright");
    for (const half of [0, 1]) {
      const files = [];
      for (let index = 0; index < 10; index++) files.push(await ben.uploads(`${half}-${index}.txt`, "x"));
      await ben.says("", { in: "@wright", files });
    }
    await tell(ben, "add");
    expect(await tell(ben, "man")).toContain(":no_entry: These are 20 files, and a post holds 10.");
    expect(await tell(ben, "yes")).toContain("This cannot be sent as it is.");
    expect(home.started).toEqual([]);
  });

  test("of 40,000 characters, in three messages, is told how long a post may be", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    const part = "word ".repeat(2_700).trim();
    await tell(ben, part);
    await tell(ben, part);
    await tell(ben, part);
    expect(await tell(ben, "add")).toContain("Step 1 of 2");
    expect(await tell(ben, "man")).toMatch(/:no_entry: The message has 40,5\d\d characters, and a post holds 16,383\./);
    expect(ben.sees).toContain("this cannot be sent yet");
  });

  test("that would go elsewhere than it was shown is shown again", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    home.write(home.text.replace('man = [ "', `man = [ "${town.town.channels.leads.id}", "`));
    expect(await tell(ben, "yes")).toContain("It is not what I have shown you any more, so I have not sent it.");
    expect(home.started).toEqual([]);
    await tell(ben, "yes");
    expect(home.targets).toEqual(["~leads", "~ops"]);
  });

  test("is explained, listed, tried dry, and rehearsed before it is sent", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "all, man");
    expect(await tell(ben, "explain ~ops")).toMatch(/\| ~ops +\| group "man" +\|$/);
    expect(await tell(ben, "list")).toContain("~town-square");
    expect(await tell(ben, "dry run")).toContain(
      "**Dry run: nothing was sent.** 3 of 3 would arrive, in about 1 second.",
    );
    expect(home.started).toEqual([]);
    await tell(ben, "rehearse ~off-topic");
    expect(home.targets).toEqual(["~off-topic"]);
    expect(await tell(ben, "rehearse")).toContain("here alone");
    expect(home.targets).toEqual(["here"]);
    await tell(ben, "urgent");
    expect(ben.sees).toContain("It is marked **urgent**.");
    await tell(ben, "yes");
    expect(home.started.at(-1)?.draft.priority).toBe("urgent");
  });

  test("goes out at a time, if one is said", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    await tell(ben, "man");
    expect(await tell(ben, "at 12:30")).toContain(":clock3: It goes out **Thu 2026-01-01 12:30 (UTC)**.");
    expect(await tell(ben, "on 2025-01-01")).toContain("is over already. When shall it go out?");
    expect(await tell(ben, "now")).not.toContain(":clock3:");
    await tell(ben, "in 2h");
    await tell(ben, "yes");
    expect(new Date(home.started[0]?.options.dueAt ?? 0).toISOString()).toMatch(/^2026-01-01T10:00:00/);
    const confirmed = ben.posts.findLast(({ message }) => message.includes("Confirmed"))?.message;
    expect(confirmed).toContain("it goes to 1 channel, **Thu 2026-01-01 10:00 (UTC)**.\nIt is broadcast 1: ");
  });

  test("goes to the targets of a table that was sent as CSV", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await tell(ben, "Lunch is here");
    const file = await ben.uploads("targets.csv", "room;target\n1;man\n2;Everybody here\n");
    await ben.says("", { in: "@wright", files: [file] });
    expect(ben.sees).toContain("To **3 channels**");
  });
});
