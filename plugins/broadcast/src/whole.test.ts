/** The whole of it, as people meet it: a message to the bot, where it shall go, yes, what arrived, and what can be done with it then. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { Announced } from "../test/announced.ts";

test("a message with a file is announced to a group, word for word, and its author sees it arrive", async () => {
  await using town = await Announced.open();
  const ann = town.stage.person("ann");
  await ann.looksAt("@wright");
  const plan = await ann.uploads("plan.txt", "To the roof");
  await ann.says("The lift is broken. See the plan.", { in: "@wright", files: [plan] });
  await town.tell("Everybody");
  await town.tell("yes");
  await town.stage.wait("1m");
  expect(ann.sees).toContain("2 of 2 arrived");
  for (const place of ["ops", "off-topic"]) {
    await ann.looksAt(place);
    expect(ann.sees).toBe("The lift is broken. See the plan.");
    expect(ann.posts.at(-1)?.metadata?.files?.map(({ name }) => name)).toEqual(["plan.txt"]);
  }
});

test("a rehearsal is the copy and nothing else, unless it does not arrive", async () => {
  await using town = await Announced.open();
  const ann = town.stage.person("ann");
  await town.tell("The lift is broken.");
  await town.tell("Everybody");
  const before = ann.posts.length;
  await town.tell("rehearse");
  await town.stage.wait("1m");
  expect(ann.posts.slice(before + 1).map(({ message }) => message)).toEqual([
    ":performing_arts: A rehearsal, here alone. I am still waiting for `yes` or `no`.",
    "The lift is broken.",
  ]);
  town.stage.sim.faults.channels.archive("~ops");
  await town.tell("rehearse ~ops");
  await town.stage.wait("1m");
  expect(ann.sees).toContain("0 of 1 arrived** (1 failed)");
});

test("people are announced to by direct message, which is found when it is sent", async () => {
  await using town = await Announced.open();
  await town.tell("The lift is broken.");
  expect(await town.tell("members(~ops) minus @ann, ~ops")).toContain(
    "To **1 channel and 2 people**: @ben, @cat, ~ops.",
  );
  await town.tell("yes");
  await town.stage.wait("1m");
  expect(town.stage.person("ann").sees).toContain("3 of 3 arrived");
  for (const who of ["ben", "cat"]) {
    await town.stage.person(who).looksAt("@wright");
    expect(town.stage.person(who).sees).toBe("The lift is broken.");
  }
});

describe("what was announced", () => {
  test("stands in the SQLite log, beside what was in the file before", async () => {
    const folder = mkdtempSync(join(tmpdir(), "broadcast log "));
    const logFile = join(folder, "broadcast_log.db");
    const before = new DatabaseSync(logFile);
    before.exec("CREATE TABLE broadcasts (message TEXT); INSERT INTO broadcasts VALUES ('of postbot')");
    before.close();
    await using town = await Announced.open({ logFile });
    town.stage.sim.faults.channels.archive("~ops");
    await town.announce("Lunch is here", "ben");
    await town.stage.person("ann").looksAt("@wright");
    const log = new DatabaseSync(logFile);
    expect(log.prepare("SELECT * FROM broadcasts").all()).toEqual([{ message: "of postbot" }]);
    expect(log.prepare("SELECT * FROM matterwright_broadcast").all()).toMatchObject([
      { id: 1, sender: "ben", message: "Lunch is here", state: "partly sent", targets: 2, arrived: 1, failed: 1 },
    ]);
    expect(log.prepare("SELECT target, state, reason FROM matterwright_delivery").all()).toMatchObject([
      { state: "failed", reason: "the channel is archived" },
      { target: "~off-topic", state: "sent", reason: null },
    ]);
    log.close();
    rmSync(folder, { recursive: true });
  });

  test("is listed and shown to its author and to administrators, and to nobody else", async () => {
    await using town = await Announced.open();
    await town.announce("Lunch is here");
    expect(await town.tell("broadcast list")).toContain("| 1 | Lunch is here | sent | 2 of 2 |");
    expect(await town.tell("!broadcast show")).toMatch(
      /Broadcast 1\*\* has ended: 2 of 2 arrived\.[\s\S]*> Lunch is here/,
    );
    expect(await town.tell("broadcast list", "ben")).toBe("Nothing was announced yet.");
    expect(await town.tell("broadcast show 1", "ben")).toContain("Broadcast 1 is somebody else's");
    expect(await town.tell("broadcast show 9")).toContain("There is no broadcast `9`");
  });

  test("is edited by `edit last`: the difference and the count are shown, and a click changes all", async () => {
    await using town = await Announced.open();
    await town.announce("Lunch at 12\nin the canteen");
    const question = await town.tell("edit last Lunch at 1\nin the canteen");
    expect(question).toContain(
      "This changes 2 copies of broadcast 1:\n\n```diff\n- Lunch at 12\n+ Lunch at 1\n  in the canteen\n```",
    );
    expect(await town.copies()).toEqual(Array(2).fill("Lunch at 12\nin the canteen"));
    await town.stage.person("ann").clicks("Change them");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(Array(2).fill("Lunch at 1\nin the canteen"));
    expect(town.stage.person("ann").sees).toContain("2 copies were changed.");
  });

  test("is edited by its author's edit of the original, and left as it is by a no", async () => {
    await using town = await Announced.open();
    await town.announce("Lunch is here", "ben");
    const ben = town.stage.person("ben");
    const original = ben.posts.find(({ message }) => message === "Lunch is here");
    await ben.edits(original!, "Lunch is late");
    expect(ben.sees).toContain("- Lunch is here\n+ Lunch is late");
    await ben.clicks("Leave it");
    expect(ben.sees).toBe("Nothing was changed.");
    await town.stage.wait("1s");
    await ben.edits(original!, "Lunch is late, @all");
    await ben.clicks("Change them");
    await town.stage.wait("10s");
    // He may not notify everybody.
    expect(await town.copies()).toEqual(Array(2).fill("Lunch is late, @\u200Ball"));
  });

  test("is taken back, with a note in its place", async () => {
    await using town = await Announced.open();
    await town.announce("Free beer");
    expect(await town.tell("broadcast recall last withdraw")).toContain(
      "This withdraws, with a note in their place, 2 copies of broadcast 1.",
    );
    await town.stage.person("ann").clicks("Take them back");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(Array(2).fill("_This message was withdrawn by @ann._"));
    expect(await town.tell("broadcast recall")).toBe("Broadcast 1 was taken back.");
  });

  test("with a file is taken back with a note: the file goes too", async () => {
    await using town = await Announced.open();
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    const plan = await ann.uploads("plan.txt", "Free beer in the cellar");
    await ann.says("See the plan", { in: "@wright", files: [plan] });
    await town.tell("Everybody");
    await town.tell("yes");
    while (!ann.sees.includes("2 of 2 arrived")) await town.stage.wait("1s");
    const { world } = town.stage.sim;
    const { ops, "off-topic": offTopic } = town.stage.town.channels;
    const copies = [ops, offTopic].flatMap(({ id }) => world.aliveInChannel.get(id)?.at(-1) ?? []);
    const files = copies.flatMap(({ file_ids: ids }) => ids ?? []);
    expect(files).toHaveLength(2);
    await town.tell("broadcast recall last withdraw");
    await ann.clicks("Take them back");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(Array(2).fill("_This message was withdrawn by @ann._"));
    for (const { id } of copies)
      expect(await ann.calls(`GET /api/v4/posts/${id}`)).not.toHaveProperty("file_ids", expect.arrayContaining(files));
    for (const file of files) await expect(ann.calls(`GET /api/v4/files/${file}`)).rejects.toThrow("404");
  });

  test("is corrected in the threads of its copies", async () => {
    await using town = await Announced.open();
    await town.announce("Lunch at 12");
    await town.tell("broadcast correct last At one, not at twelve");
    await town.stage.person("ann").clicks("Send it");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual([
      "Lunch at 12",
      "At one, not at twelve",
      "Lunch at 12",
      "At one, not at twelve",
    ]);
    expect(town.stage.person("ann").sees).toContain("Broadcast 2: 2 of 2 arrived");
  });

  test("that somebody had to agree to is not changed behind their back: they are asked again", async () => {
    await using town = await Announced.open({ approveOver: 1 });
    const [ann, ben] = [town.stage.person("ann"), town.stage.person("ben")];
    const seenBy = async (who: typeof ann): Promise<string> => {
      await who.looksAt("@wright");
      return who.sees;
    };
    await town.announce("Lunch at 12", "ben");
    await seenBy(ann);
    await ann.clicks("Agree");
    await town.stage.wait("10s");
    expect(await town.tell("edit last Free beer", "ben")).toMatch(
      /2 copies[^]*:busts_in_silhouette: Somebody else has to agree/,
    );
    await ben.clicks("Change them");
    expect(ben.sees).toContain("I have asked @ann. It is done as soon as one of them agrees.");
    expect(await seenBy(ann)).toMatch(
      /^:busts_in_silhouette: \*\*@ben wants to change what broadcast 1 says\*\*[^]*- Lunch at 12\n\+ Free beer/,
    );
    const first = /!approve (\w+)/.exec(ann.sees)?.[1] ?? "";
    // What is asked for again is void, by its button and by its name.
    await town.tell("edit last Free lunch", "ben");
    await ben.clicks("Change them");
    expect(await town.tell(`!approve ${first}`)).toContain("This waits for nobody any more");
    expect(await town.copies()).toEqual(Array(2).fill("Lunch at 12"));
    const second = ann.posts.findLast(({ message }) => message.includes("+ Free lunch"));
    await town.tell(`!approve ${/!approve (\w+)/.exec(second?.message ?? "")?.[1]}`);
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(Array(2).fill("Free lunch"));
    expect(await seenBy(ben)).toContain("2 copies were changed.");
    expect(await town.tell("!broadcast audit")).toContain("| agreed to a change | of broadcast 1, by @\u200Bben |");
  });

  test("in a group that wants it is not changed or corrected without a second person, not even by an administrator", async () => {
    await using town = await Announced.open({ approvers: ["cat"] });
    const ids = town.stage.town.channels;
    town.write(
      `[groups]\nchefs = ["${ids.ops.id}"]\nothers = ["${ids["off-topic"].id}"]\n[rights.chefs]\napprove = true\n`,
    );
    const [ann, cat] = [town.stage.person("ann"), town.stage.person("cat")];
    const agree = async (): Promise<void> => {
      await cat.looksAt("@wright");
      await cat.clicks("Agree");
      await town.stage.wait("10s");
    };
    for (const said of ["Lunch at 12", "chefs", "yes"]) await town.tell(said);
    await agree();
    await town.tell("edit last Lunch at 1");
    await ann.clicks("Change them");
    await town.tell("!approve nothing");
    expect((await town.copies()).filter((text) => text !== "")).toEqual(["Lunch at 12"]);
    await agree();
    expect(await town.copies()).toEqual(["Lunch at 1"]);
    await town.tell("broadcast correct last Sorry for the mess");
    await ann.clicks("Send it");
    await town.stage.wait("10s");
    expect(await town.copies()).toEqual(["Lunch at 1"]);
    await cat.looksAt("@wright");
    expect(cat.sees).toContain("**@ann wants to correct broadcast 1**");
    await agree();
    expect(await town.copies()).toEqual(["Lunch at 1", "Sorry for the mess"]);
    // What went elsewhere is nobody else's business.
    for (const said of ["Hello", "others", "yes"]) await town.tell(said);
    await town.stage.wait("10s");
    expect(await town.tell("edit last Hello, others")).not.toContain("Somebody else");
  });

  test("is not changed by what was agreed to when it has been changed meanwhile, and a refusal is told", async () => {
    await using town = await Announced.open({ approvers: ["cat"], approveMentions: true });
    const [ann, cat] = [town.stage.person("ann"), town.stage.person("cat")];
    await town.announce("Lunch at 12");
    await town.tell("edit last Lunch @here");
    await ann.clicks("Change them");
    await town.tell("edit last Lunch at 1");
    await ann.clicks("Change them");
    await town.stage.wait("10s");
    await cat.looksAt("@wright");
    await cat.clicks("Agree");
    expect(cat.sees).toContain("Broadcast 1 was changed meanwhile, so this is void");
    expect(await town.copies()).toEqual(Array(2).fill("Lunch at 1"));
    await town.tell("edit last Dinner @here");
    await ann.clicks("Change them");
    await cat.looksAt("@wright");
    const id = /!approve (\w+)/.exec(cat.posts.at(-1)?.message ?? "")?.[1];
    await town.tell(`!reject ${id} Not now`, "cat");
    await ann.looksAt("@wright");
    expect(ann.sees).toBe(":no_entry_sign: @cat does not agree, so broadcast 1 stays as it is. They say: Not now");
  });
});
