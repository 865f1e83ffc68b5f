/** Announcements that somebody else has to agree to. */
import type { Stage } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

const settings = { approveOver: 1, approveMentions: true, approvers: ["cat"], mentions: ["ben"] };

/** Ben wants to announce, and says yes. */
async function wanted(town: Stage, { text = "Lunch is here", to = "all" } = {}): Promise<string> {
  const ben = town.person("ben");
  await tell(ben, text);
  await tell(ben, to);
  return tell(ben, "yes");
}

/** What somebody sees who looks at the bot. */
async function seenBy(town: Stage, who: string): Promise<string> {
  await town.person(who).looksAt("@wright");
  return town.person(who).sees;
}

describe("an announcement to many", () => {
  test("waits until one of those who may agree does", async () => {
    await using town = await home.open(settings);
    await wanted(town);
    const [ben, cat] = [town.person("ben"), town.person("cat")];
    expect(ben.posts.at(-2)?.message ?? "").toContain(
      "I have asked @cat, @ann. It goes to 2 channels as soon as one of them agrees.",
    );
    expect(home.started).toEqual([]);
    expect(await seenBy(town, "cat")).toContain(
      "**@ben wants to announce this to 2 channels** (~town-square, ~off-topic)",
    );
    await cat.clicks("Agree");
    expect(home.started.map(({ draft, targets }) => [draft.text, draft.authorId, targets.length])).toEqual([
      ["Lunch is here", town.town.people.ben.id, 2],
    ]);
    expect(cat.sees).toBe(":white_check_mark: Agreed: it goes to 2 channels.");
    expect(await seenBy(town, "ben")).toBe(":white_check_mark: @cat agrees: it goes to 2 channels.");
    await seenBy(town, "ann");
    await town.person("ann").clicks("Agree");
    expect(home.started).toHaveLength(1);
  });

  test("may be refused with a reason, by a command", async () => {
    await using town = await home.open(settings);
    await wanted(town);
    const id = /!approve (\w+)/.exec(await seenBy(town, "cat"))?.[1] ?? "";
    expect(await tell(town.person("ben"), `!approve ${id}`)).toBe("You may not agree to what others announce.");
    expect(await tell(town.person("cat"), `!reject ${id} Not before noon`)).toBe(
      ":no_entry_sign: Refused: its author is told.",
    );
    expect(await seenBy(town, "ben")).toContain("@cat does not agree, so nothing was sent. They say: Not before noon");
    expect(await tell(town.person("cat"), `!approve ${id}`)).toContain("This waits for nobody any more");
    expect(home.started).toEqual([]);
  });

  test("is never agreed to by its author, administrator or not", async () => {
    await using town = await home.open(settings);
    const ann = town.person("ann");
    await tell(ann, "Lunch is here");
    await tell(ann, "all");
    await tell(ann, "yes");
    const id = /!approve (\w+)/.exec(await seenBy(town, "cat"))?.[1] ?? "";
    expect(await tell(ann, `!approve ${id}`)).toBe("This is your own: somebody else has to agree to it.");
    expect(home.started).toEqual([]);
  });

  test("that is changed afterwards is not what was agreed to", async () => {
    await using town = await home.open(settings);
    const ben = town.person("ben");
    const post = await ben.says("Lunch is here", { in: "@wright" });
    await tell(ben, "all");
    await tell(ben, "yes");
    await seenBy(town, "cat");
    await ben.edits(post, "Lunch is gone");
    expect(ben.sees).toContain("That is void now");
    await town.person("cat").clicks("Agree");
    expect(home.started).toEqual([]);
  });

  test("waits through a restart, for a day", async () => {
    await using town = await home.open(settings);
    await wanted(town);
    await town.restart();
    // A day has thousands of small steps, of which none matters here.
    const begunAt = town.clock.now();
    const later = async (hours: number): Promise<void> => {
      town.clock.jump(begunAt + hours * 3_600_000);
      await town.wait("1m");
    };
    await later(23);
    const id = /!approve (\w+)/.exec(await seenBy(town, "cat"))?.[1] ?? "";
    await later(25);
    expect(await tell(town.person("cat"), `!approve ${id}`)).toContain("This waits for nobody any more");
    expect(home.started).toEqual([]);
  });
});

describe("somebody else has to agree", () => {
  test("to a mention of everybody, and to a group that says so", async () => {
    await using town = await home.open(settings, {
      toml: ({ ops, leads }) =>
        `[groups]\nman = ["${ops}"]\n[private_groups]\nchefs = ["${leads}"]\n[rights.chefs]\napprove = true\n`,
    });
    await wanted(town, { text: "Hello", to: "man" });
    expect(home.started).toHaveLength(1);
    await wanted(town, { text: "Hello @here", to: "man" });
    await wanted(town, { text: "Hello", to: "chefs" });
    expect(home.started).toHaveLength(1);
    const asked = town
      .person("ben")
      .posts.map(({ message }) => message)
      .join("\n");
    expect(asked).toContain("because it says `@here`. I have asked");
    expect(asked).toContain("to whatever goes to **chefs**. I have asked");
  });

  test("and where there is nobody, nothing is sent and it is told what to do", async () => {
    await using town = await home.open({ approveOver: 1, admins: [] });
    expect(await wanted(town)).toContain(
      "there is nobody else to ask: whoever runs this bot names somebody in `BROADCAST_APPROVERS`",
    );
    expect(home.started).toEqual([]);
  });
});
