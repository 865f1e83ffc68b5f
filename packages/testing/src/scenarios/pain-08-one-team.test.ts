/** Pain 8: bots are bound to one team. Ours is wherever it was invited, and asks where a name is meant that several teams have. */
import { Bot, type BotOptions, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";

const crier = (options: BotOptions): Bot =>
  new Bot(options).command(
    "tell",
    { about: "Tell another place", args: { place: z.string(), text: z.string() } },
    async (ctx, { place, text }) => {
      await ctx.to(place).post(text);
    },
  );

/** Another team with a channel of the name of one in the first; the bot and ann are in both. */
async function secondTeam(
  town: Stage,
  channelName: string,
): Promise<{ readonly id: string; readonly channelId: string }> {
  const ann = town.person("ann");
  const team = await ann.calls<{ id: string }>("POST /api/v4/teams", {
    name: "north",
    display_name: "North",
    type: "O",
  });
  await ann.calls(`POST /api/v4/teams/${team.id}/members`, { team_id: team.id, user_id: town.town.bot.id });
  const channel = { team_id: team.id, name: channelName, display_name: channelName, type: "O" };
  const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", channel);
  await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: town.town.bot.id });
  return { id: team.id, channelId: id };
}

const messagesIn = (town: Stage, channelId: string): string[] =>
  (town.sim.world.postsOfChannel.get(channelId) ?? []).filter(({ type }) => type === "").map(({ message }) => message);

describe("a bot in two teams", () => {
  test("hears and answers in both", async () => {
    await using town = await stage((options) => new Bot(options).on("mention", (ctx) => ctx.reply("here")));
    const { channelId } = await secondTeam(town, "news");
    const post = (channel: string): Promise<unknown> =>
      town.person("ann").calls("POST /api/v4/posts", { channel_id: channel, message: "@wright?" });
    await post(channelId);
    await post(town.town.channels.ops.id);
    expect(messagesIn(town, channelId)).toEqual(["@wright?", "here"]);
    expect(messagesIn(town, town.town.channels.ops.id)).toEqual(["@wright?", "here"]);
  });

  test("means the channel of the team in which it was asked, or of the one that was named", async () => {
    await using town = await stage(crier);
    const { channelId } = await secondTeam(town, "ops");
    await town.person("ann").says("!tell ~ops hello", { in: "off-topic" });
    await town.person("ann").says("!tell ~north/ops Hi", { in: "off-topic" });
    // What another team has is not meant unless it is named.
    await town.person("ann").calls(`PUT /api/v4/channels/${channelId}/patch`, { name: "elsewhere" });
    await town.person("ann").says("!tell ~elsewhere psst", { in: "off-topic" });
    expect(town.person("ann").sees).toMatch(/^There is no channel called ~elsewhere/);
    expect(messagesIn(town, town.town.channels.ops.id)).toEqual(["hello"]);
    expect(messagesIn(town, channelId)).toEqual(["Hi"]);
  });

  test("asks which is meant where nothing tells", async () => {
    await using town = await stage(crier);
    await secondTeam(town, "ops");
    const ann = town.person("ann");
    await ann.says("tell ~ops hello", { in: "@wright" });
    expect(ann.sees).toMatch(/^There is a ~ops in several teams\. Which is meant: ~\w+\/ops or ~\w+\/ops\?$/);
    await ann.says("tell ~north/nowhere hello");
    expect(ann.sees).toBe("There is no channel called ~north/nowhere, or I am not allowed to see it.");
    await ann.says("tell ~south/ops hello");
    expect(ann.sees).toBe("I am in no team called south.");
  });

  test("does not say that there is no such channel when the server did not say so", async () => {
    await using town = await stage(crier);
    town.sim.faults.requests.status(500, { on: "GET */channels/name/*", of: "wright", times: 100 });
    const ann = town.person("ann");
    const asked = ann.says("!tell ~ops hello", { in: "off-topic" });
    await town.wait("1m");
    await asked;
    expect(ann.sees).toMatch(/^Something went wrong\. Ref /);
  });
});
