/** What whoever comes from Errbot must find again of what happens around a bot: files, events, rooms, and the line to the server. */
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { asks, onStage } from "../test/shop.ts";
import chatops from "./index.ts";

const ann = { who: "ann" };

test("errbot-34 sends files and takes them", async () => {
  await using town = await onStage({}, (made) =>
    made
      .command("report", { about: "R" }, async (ctx) => {
        const file = await ctx.rest.files.upload({ channel: ctx.channelId, name: "report.csv", content: "a,b\n1,2\n" });
        await ctx.reply("Here.", { fileIds: [file.id] });
      })
      .on("file", async (ctx) => {
        const [id = ""] = ctx.post.file_ids ?? [];
        const { name } = await ctx.rest.files.info(id);
        let text = "";
        for await (const piece of await ctx.rest.files.download(id)) text += new TextDecoder().decode(piece);
        await ctx.reply(`${name}: ${text}`);
      }),
  );
  const ben = town.person("ben");
  expect(await asks(town, "!report")).toBe("Here.");
  expect(ben.posts.at(-1)?.metadata?.files?.map(({ name }) => name)).toEqual(["report.csv"]);
  await ben.looksAt("ops");
  const file = await ben.uploads("notes.txt", "hello file");
  await ben.says("Look", { in: "ops", files: [file] });
  expect(ben.sees).toBe("notes.txt: hello file");
});

test("errbot-35 is told of connections, messages, mentions, presence, reactions, files, its own posts, who comes and goes, and topics", async () => {
  const heard: string[] = [];
  await using town = await stage((options) => {
    const made = new Bot(options).plugin(chatops);
    const tell = (word: string): void => void heard.push(word);
    made
      .on("connected", () => tell("connected"))
      .on("presence", ({ update }) => tell(`presence ${String(update.frame.data["status"])}`));
    made.on("typing", () => tell("typing")).on("own", (ctx) => tell(`own ${ctx.post.message}`));
    made.on("reaction-added", ({ update }) => tell(`+${update.reaction.emoji_name}`));
    made.on("reaction-removed", ({ update }) => tell(`-${update.reaction.emoji_name}`));
    made
      .on("join", (ctx) => tell(`join ${ctx.user.username}`))
      .on("leave", (ctx) => tell(`leave ${ctx.user.username}`));
    made.on("invited", () => tell("invited")).on("removed", () => tell("removed"));
    made.on("topic", (ctx) => tell(`topic ${String(ctx.post.props["new_header"])}`));
    made.on("mention", (ctx) => ctx.reply("You called?")).on("message", (ctx) => tell(`message ${ctx.text}`));
    return made;
  });
  const cat = town.person("cat");
  await cat.says("hello", { in: "ops" });
  await cat.says("hey @wright", { in: "ops" });
  await cat.reacts("wave");
  await cat.unreacts("wave");
  const { id } = town.town.channels.ops;
  await cat.calls(`PUT /api/v4/channels/${id}/patch`, { header: "On call: Cat" });
  await cat.leaves("ops");
  await cat.joins("ops");
  await cat.calls("POST /api/v4/users/me/typing", { channel_id: id });
  await town.person("ann").calls(`DELETE /api/v4/channels/${id}/members/${town.town.bot.id}`);
  await town.person("ann").calls(`POST /api/v4/channels/${id}/members`, { user_id: town.town.bot.id });
  expect(heard).toContain("connected");
  const order = ["message hello", "own You called?", "+wave", "-wave", "topic On call: Cat", "leave cat", "join cat"];
  expect(heard.filter((each) => order.includes(each))).toEqual(order);
  for (const each of ["presence online", "typing", "removed", "invited"]) expect(heard).toContain(each);
});

test("errbot-36 rooms: joined at the start, made, filled, listed, named and archived, by administrators only", async () => {
  await using town = await stage((options) => new Bot(options).plugin(chatops, { channels: ["~lounge"] }));
  const team = { team_id: town.town.team.id, name: "lounge", display_name: "Lounge", type: "O" };
  await town.person("cat").calls("POST /api/v4/channels", team);
  await town.restart();
  await town.wait("1s");
  expect(await asks(town, "!room list", ann)).toContain("| demo | ~lounge | Lounge | open |");
  await asks(town, "!room create den", ann);
  await asks(town, "!room invite ~den @cat", ann);
  await asks(town, "!room topic ~den Purring", ann);
  expect(await asks(town, "!room occupants ~den", ann)).toContain("~den has 3 in it.");
  expect(await asks(town, "!room topic ~den", ann)).toContain("Purring");
  for (const call of ["destroy ~den", "leave ~den", "invite ~den @ben", "topic ~den x"])
    expect(await asks(town, `!room ${call}`, { who: "cat" })).toContain("Only administrators");
});

test("errbot-38 comes back after the line was cut, misses nothing, waits where it is told to, and hears teams and group messages", async () => {
  await using town = await onStage();
  const { sim } = town;
  sim.faults.requests.status(429, { on: "POST /api/v4/posts", times: 1, of: "wright" });
  await town.person("ben").says("!basket", { in: "ops" });
  await town.wait("5s");
  expect(town.person("ben").sees).toBe("a basket");
  sim.faults.lines.drop();
  await town.wait("30s");
  expect(await asks(town, "!basket add coffee")).toBe("added coffee");
  await town.stop();
  await town.person("ben").says("!basket add tea", { in: "ops" });
  await town.restart();
  expect(town.person("ben").sees).toBe("added tea");
  const ids = [town.town.bot.id, town.town.people.ben.id, town.town.people.cat.id];
  const group = await town.person("ben").calls<{ id: string }>("POST /api/v4/channels/group", ids);
  await town.person("ben").calls("POST /api/v4/posts", { channel_id: group.id, message: "!basket" });
  const posts = await town
    .person("cat")
    .calls<{ posts: Record<string, { message: string }> }>(`GET /api/v4/channels/${group.id}/posts`);
  expect(Object.values(posts.posts).map(({ message }) => message)).toContain("a basket");
});
