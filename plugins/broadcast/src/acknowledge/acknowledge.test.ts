/** An announcement that asks its readers to confirm that they have read it, as its author and its readers meet it. */
import type { HttpResponse, HttpTransport } from "@matterwright/client";
import type { NewPost, Post } from "@matterwright/protocol";
import type { StageOptions } from "@matterwright/testing";
import type { BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { broadcastStore, orders, shellAcks } from "../index.ts";
import { Announced } from "../../test/announced.ts";

const withoutCallbacks: StageOptions = { callbackUrl: false };

/** What the table says that came with the bot's last message to ann. */
function table(town: Announced): string[] {
  const { world } = town.stage.sim;
  const [file = ""] = town.stage.person("ann").posts.at(-1)?.file_ids ?? [];
  const content = world.files.get(file)?.content ?? new Uint8Array();
  return new TextDecoder().decode(content).trimEnd().split("\r\n");
}

async function announced(town: Announced, ...more: readonly string[]): Promise<void> {
  for (const said of ["The lift is broken", "Everybody", ...more, "yes"]) await town.tell(said);
  await town.stage.wait("30s");
}

test("readers confirm with a button, once each, and their author is told who has and who has not, with a table", async () => {
  await using town = await Announced.open();
  const [ann, ben, cat] = ["ann", "ben", "cat"].map((name) => town.stage.person(name));
  await town.tell("The lift is broken");
  await town.tell("Everybody");
  expect(await town.tell("ack")).toContain(
    ":ballot_box_with_check: Readers are asked to confirm that they have read it, with a button, or a reaction.",
  );
  await town.tell("yes");
  await town.stage.wait("30s");
  expect(ann?.sees).toContain("`acks 1` tells who has read it.");
  await ben?.looksAt("ops");
  expect(ben?.sees).toBe("The lift is broken");
  await ben?.clicks("I have read this");
  expect(ben?.ephemerals.at(-1)?.message).toContain("Thank you: it is noted");
  await ben?.clicks("I have read this");
  expect(ben?.ephemerals.at(-1)?.message).toBe("You have confirmed this already. Thank you.");
  const said = await town.tell("acks");
  expect(said).toContain("**Broadcast 1: 1 of 2 have read it** (50 %).");
  expect(said).toMatch(/\| ~ops +\| 1 +\| 2 +\|/);
  expect(said).toMatch(/Missing: @\u200Bcat\.$/);
  expect(table(town)).toMatchObject([
    "person,name,where,has read it,when,how",
    expect.stringMatching(/^'@ben,[^,]*,~\S+; ~\S+,yes,2026-01-01T08:0.*Z,button$/),
    expect.stringMatching(/^'@cat,[^,]*,~\S+; ~\S+,no,,$/),
  ]);
  // Who announces is not asked, and whoever is asked may do it anywhere.
  await ann?.looksAt("off-topic");
  await ann?.clicks("I have read this");
  expect(ann?.ephemerals.at(-1)?.message).toBe("This is your own announcement: you are not counted.");
  await cat?.looksAt("off-topic");
  await cat?.clicks("I have read this");
  expect(await town.tell("!acks last")).toContain("**Broadcast 1: 2 of 2 have read it** (100 %)");
  expect(ann?.sees).toContain("Nobody is missing.");
});

test("where the server cannot call the bot a reaction does it, also one that was made while the bot was away", async () => {
  await using town = await Announced.open({}, withoutCallbacks);
  const [ben, cat] = ["ben", "cat"].map((name) => town.stage.person(name));
  await announced(town, "ack");
  await ben?.looksAt("ops");
  const copy = ben?.posts.at(-1);
  expect(copy?.props.attachments?.[0]?.text).toBe("_Please react with :white_check_mark: when you have read this._");
  expect(copy?.metadata?.reactions?.map(({ emoji_name: name }) => name)).toEqual(["white_check_mark"]);
  await ben?.reacts("white_check_mark", copy);
  await ben?.reacts("tada", copy);
  await town.stage.stop();
  await cat?.looksAt("off-topic");
  await cat?.reacts("white_check_mark", cat.posts.at(-1));
  await town.stage.wait("2h");
  await town.stage.restart();
  expect(await town.tell("acks")).toContain("2 of 2 have read it");
  expect(table(town)[1]).toMatch(/^'@ben,.*,reaction$/);
  await ben?.unreacts("white_check_mark", copy);
  expect(await town.tell("acks")).toContain("1 of 2 have read it");
});

test("who is missing is reminded until the deadline, alone, with a link and the button; then the author is told", async () => {
  await using town = await Announced.open();
  const [ann, ben, cat] = ["ann", "ben", "cat"].map((name) => town.stage.person(name));
  await announced(town, "ack by 9:00 remind every 25m");
  await ben?.looksAt("ops");
  await ben?.clicks("I have read this");
  await town.stage.wait("25m");
  expect(ann?.sees).toBe(":bell: **Broadcast 1**: I have reminded 1 person who had not read it.");
  await cat?.looksAt("@wright");
  expect(cat?.sees).toContain(
    ":bell: **You have not confirmed yet that you have read this.** Please do so by Thu 2026-01-01 09:00 (UTC).\n\n> The lift is broken\n\n[Open the message](",
  );
  await ben?.looksAt("@wright");
  expect(ben?.posts.filter(({ message }) => message.startsWith(":bell:"))).toEqual([]);
  // It is no announcement of its own.
  expect(await town.tell("broadcast list")).not.toContain("have not confirmed");
  expect(await town.tell("broadcast show")).toContain("The lift is broken");
  await cat?.clicks("I have read this");
  await town.stage.wait("25m");
  expect(cat?.posts.filter(({ message }) => message.startsWith(":bell:"))).toHaveLength(1);
  await town.stage.wait("10m");
  expect(ann?.sees).toContain("**Broadcast 1: its deadline is over, and 2 of 2 have read it** (100 %)");
  expect(table(town)).toHaveLength(3);
  const said = ann?.posts.length;
  await town.stage.wait("2h");
  expect(ann?.posts).toHaveLength(said ?? -1);
});

test("people are reminded by a command, once for each time it is given, and by nothing after it was taken back", async () => {
  await using town = await Announced.open();
  const cat = town.stage.person("cat");
  await announced(town, "ack within 1h remind 30m before");
  await town.tell("broadcast remind");
  await town.stage.wait("10s");
  expect(town.stage.person("ann").posts.some(({ message }) => message === ":bell: 2 people are being reminded.")).toBe(
    true,
  );
  await cat.looksAt("@wright");
  expect(cat.posts.filter(({ message }) => message.startsWith(":bell:"))).toHaveLength(1);
  await town.tell("broadcast recall last withdraw");
  await town.stage.person("ann").clicks("Take them back");
  await town.stage.wait("2h");
  expect(cat.posts.filter(({ message }) => message.startsWith(":bell:"))).toHaveLength(1);
  expect(town.stage.person("ann").posts.some(({ message }) => message.includes("its deadline is over"))).toBe(false);
  expect(await town.tell("broadcast remind")).toBe("Broadcast 1 was taken back.");
  await cat.looksAt("ops");
  expect(cat.posts.at(-1)).toMatchObject({ message: "_This message was withdrawn by @ann._" });
  expect(cat.posts.at(-1)?.props.attachments).toBeUndefined();
});

test("nobody is reminded twice, and nothing is forgotten, whenever the program dies", async () => {
  // What is done for the reminders are some 280 calls and writes, twelve after this point.
  for (const after of [15, 70, 120, 170, 220, 285]) {
    await using town = await Announced.open();
    await announced(town, "ack within 30m remind 10m before");
    await town.stage.wait("19m20s");
    town.stage.life.endAfter(after);
    await town.stage.wait("2m");
    expect(town.stage.life.isOver).toBe(true);
    await town.stage.restart();
    await town.stage.wait("5m");
    for (const who of ["ben", "cat"]) {
      const reader = town.stage.person(who);
      await reader.looksAt("@wright");
      const bells = reader.posts.filter(({ message }) => message.startsWith(":bell:"));
      expect({ after, who, bells: bells.length }).toEqual({ after, who, bells: 1 });
    }
    await town.stage.wait("20m");
    const told = town.stage.person("ann").posts.filter(({ message }) => message.includes("its deadline is over"));
    expect({ after, told: told.length }).toEqual({ after, told: 1 });
  }
}, 60_000);

test("who has confirmed by the time the reminders go out is not reminded, and while it is sent nobody is gone through", async () => {
  await using town = await Announced.open();
  const [ann, ben, cat] = ["ann", "ben", "cat"].map((name) => town.stage.person(name));
  for (const said of ["The lift is broken", "Everybody", "ack", "rehearse", "at 8:10", "yes"]) await town.tell(said);
  await town.stage.wait("2s");
  expect(await town.tell("acks")).toContain("0 of 0 have read it");
  await town.stage.wait("11m");
  expect(await town.tell("acks")).toContain("0 of 2 have read it");
  // Their direct channels are the last thing before the reminder itself.
  town.stage.sim.faults.requests.status(500, { on: "POST */channels/direct", times: 3, of: "wright" });
  await town.tell("broadcast remind");
  await ben?.looksAt("ops");
  await ben?.clicks("I have read this");
  await town.stage.wait("2m");
  expect(ann?.sees).toMatch(/I have reminded 1 of 2 people who had not read it. 1 needed none any more.$/);
  for (const who of [ben, cat]) await who?.looksAt("@wright");
  expect([ben, cat].map((who) => who?.posts.filter(({ message }) => message.startsWith(":bell:")).length)).toEqual([
    0, 1,
  ]);
});

test("only its author and administrators are told; and what cannot be is said", async () => {
  await using town = await Announced.open();
  await announced(town);
  expect(await town.tell("acks")).toContain("Broadcast 1 asks nobody to confirm anything. Write `ack` before");
  expect(await town.tell("acks 1", "ben")).toContain("Broadcast 1 is somebody else's");
  await town.tell("Lunch is here");
  await town.tell("Everybody");
  for (const [said, answer] of [
    ["ack by noonish", "I cannot read `noonish` as a time"],
    ["ack by 2025-01-01", "`2025-01-01` is over already."],
    ["ack within a while", "I cannot read `a while` as a length of time"],
    ["ack remind every 4h", "Reminders need an end"],
    ["ack by 17:00 remind every 1m", "every 15 minutes at the most"],
    ["ack by 17:00 remind often", "I cannot read `often`"],
    ["ack native", "This server has no licence for Mattermost's own acknowledgements."],
  ] as const)
    expect(await town.tell(said)).toContain(answer);
  expect(await town.tell("ack by 17:00, remind daily")).toContain(
    "by **Thu 2026-01-01 17:00 (UTC)**, with a button, or a reaction. Who has not is reminded every 1 day until then.",
  );
  expect(await town.tell("ack within two hours remind half an hour before")).toMatch(
    /within \*\*2 hours\*\*.*30 minutes before/,
  );
  expect(await town.tell("no ack")).not.toContain(":ballot_box_with_check:");
  const ann = town.stage.person("ann");
  await ann.clicks("Ask readers to confirm");
  expect(ann.sees).toContain(":ballot_box_with_check:");
  await ann.clicks("Do not ask for confirmation");
  expect(ann.sees).not.toContain(":ballot_box_with_check:");
});

test("of people who left nobody is asked any more, of those who came nobody ever was, and bots are not counted", async () => {
  await using town = await Announced.open();
  const [ann, cat] = ["ann", "cat"].map((name) => town.stage.person(name));
  await announced(town, "ack within 1h remind 30m before");
  await town.stage.wait("1m");
  const dan = await ann?.calls<{ id: string }>("POST /api/v4/users", {
    username: "dan",
    email: "dan@x.y",
    password: "Passw0rd!",
  });
  const { team, channels } = town.stage.town;
  await ann?.calls(`POST /api/v4/teams/${team.id}/members`, { team_id: team.id, user_id: dan?.id });
  await ann?.calls(`POST /api/v4/channels/${channels.ops.id}/members`, { user_id: dan?.id });
  await cat?.leaves("ops");
  await cat?.leaves("off-topic");
  await town.stage.wait("30m");
  expect(ann?.sees).toBe(":bell: **Broadcast 1**: I have reminded 1 person who had not read it.");
  expect(await town.tell("acks")).toMatch(/0 of 1 have read it[^]*Missing: @\u200Bben\.$/);
});

test("of a channel with more members than are gone through it is told how many have read it", async () => {
  const around = ({ http, ...options }: BotOptions): BotOptions => ({
    ...options,
    http: async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method !== "GET" || !/\/channels\/\w{26}\/members$/.test(pathname))
        return (http as HttpTransport)(request);
      // A crowd, as the server would list it.
      const page = searchParams.get("page") ?? "0";
      return answered(Array.from({ length: 200 }, (_, index) => ({ user_id: `${page}-${index}` })));
    },
  });
  await using town = await Announced.open({}, { around });
  await announced(town, "ack");
  const ben = town.stage.person("ben");
  await ben.looksAt("ops");
  await ben.clicks("I have read this");
  const said = await town.tell("acks");
  expect(said).toMatch(/\| ~ops +\| 1 +\| \? \(it has 4 members, more than I go through by name\) +\|/);
  expect(said).toContain("**Broadcast 1: 1 has read it**, of more than I know by name.");
  expect(table(town).at(-1)).toMatch(/^,,~\S+,0 have,,"it has \d members, more than I go through by name"$/);
});

test("a server with the licence for it is asked for its own acknowledgements, and believed", async () => {
  const ids: string[] = [];
  const around = ({ http, ...options }: BotOptions): BotOptions => ({
    ...options,
    http: async (request) => {
      const forward = http as HttpTransport;
      if (request.url.includes("/license/client"))
        return answered({ IsLicensed: "true", SkuShortName: "professional" });
      if (request.method === "POST" && request.url.endsWith("/posts")) {
        const { metadata, ...post } = JSON.parse(request.body as string) as NewPost;
        if (metadata?.priority?.requested_ack === true) ids.push(post.channel_id);
        return forward({ ...request, body: JSON.stringify(post) });
      }
      const answer = await forward(request);
      if (!request.url.endsWith("/posts/ids")) return answer;
      const posts = JSON.parse(await answer.text()) as Post[];
      const acks = [{ user_id: town.stage.town.people.ben.id, post_id: "", acknowledged_at: 1_767_254_500_000 }];
      for (const post of posts) post.metadata = { ...post.metadata, acknowledgements: acks };
      return answered(posts);
    },
  });
  await using town = await Announced.open({}, { around });
  await announced(town, "ack native");
  expect(ids).toHaveLength(2);
  expect(await town.tell("acks")).toContain("1 of 2 have read it");
  expect(table(town)[1]).toMatch(/^'@ben,.*,yes,2026-01-01T08:01:40.000Z,Mattermost$/);
});

test("a shell is told the same, and what would be over before it goes out is not sent", async () => {
  await using town = await Announced.open();
  await announced(town, "ack");
  const ben = town.stage.person("ben");
  await ben.looksAt("ops");
  await ben.clicks("I have read this");
  const { durable, bot, clock } = town.stage;
  const said = await shellAcks("1", { durable, rest: bot.rest, now: () => clock.now() });
  expect(said.lines).toEqual([
    "Broadcast 1: 1 of 2 have read it",
    "  ~ops  1 of 2",
    "  ~off-topic  1 of 2",
    "  missing  @cat",
  ]);
  expect(said.csv.split("\r\n")).toHaveLength(4);
  const store = broadcastStore(durable);
  for (const ack of ["ack soon", "ack native"])
    await orders.place(store, ack, { to: "~ops", text: "Lunch is here", fileIds: [], ack });
  await town.stage.wait("4s");
  expect([await orders.answer(store, "ack soon"), await orders.answer(store, "ack native")]).toEqual([
    { kind: "refused", why: "`ack soon` says neither until when nor how: write for example `by friday 17:00`." },
    { kind: "refused", why: expect.stringContaining("This server has no licence") },
  ]);
  for (const text of ["Lunch is here", "Everybody", "ack by 9:00", "at 10:00"]) await town.tell(text);
  expect(town.stage.person("ann").sees).toContain(":no_entry: It goes out when the time to confirm it is over");
});

function answered(value: unknown): HttpResponse {
  const body = JSON.stringify(value);
  return { status: 200, headers: {}, text: () => Promise.resolve(body), bytes: () => [] as never };
}
