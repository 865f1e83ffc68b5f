/**
 * Outgoing webhooks of a real server and a bot with a port of its own, when MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD are set.
 * In the simulator the same is tried beside the framework. Only here does waiting take time.
 */
import { nodeHttp } from "@matterwright/client";
import { sleep, systemClock } from "@matterwright/clock";
import type { Post } from "@matterwright/protocol";
import { Bot, outgoingWebhook } from "matterwright";
import { type Serving, serve } from "matterwright/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realServerFromEnv } from "../node/env.ts";
import { RealServer, type RealServerOptions } from "../node/real.ts";
import type { ClientStage } from "./deed.ts";
import { clientStage } from "./stage.ts";

const TIMEOUT_MS = 120_000;
const real = realServerFromEnv(process.env);

describe.skipIf(real === undefined)("outgoing webhooks of a real server", () => {
  let town: ClientStage | undefined;
  let bot: Bot | undefined;
  let door: Serving | undefined;
  let hall = "";
  let token = "";
  const heard: (readonly [text: string, apartMs: number])[] = [];

  beforeAll(async () => {
    town = await clientStage(await RealServer.reach(real as RealServerOptions), nodeHttp());
    const { network, team } = town;
    const ann = await town.as("ann");
    hall = (await ann.channels.create({ team_id: team, name: town.name("hall"), display_name: "Hall", type: "O" })).id;
    await ann.channels.addMember(hall, town.world.id("ben"));
    bot = new Bot({ url: network.url, token: await town.world.town.tokenOf("wright") })
      .use(outgoingWebhook("/outgoing", { token: () => token }))
      .command("greet", { about: "Say hello" }, (ctx) => ctx.reply(`Hello, @${ctx.user.username}! <!channel>`))
      .on("message", (ctx) => void heard.push([ctx.text, Math.abs(ctx.post.create_at - systemClock.now())]));
    door = await serve(bot, { port: 0, host: "127.0.0.1" });
    await bot.start();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await bot?.stop();
    await door?.close();
    await town?.world.leave();
  }, TIMEOUT_MS);

  /** Looks until it is there, for ten seconds. */
  async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value | undefined> {
    for (let time = 0; time < 50; time++) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(systemClock, 200);
    }
    return undefined;
  }

  test.each(["application/x-www-form-urlencoded", "application/json"] as const)("told as %s", async (type) => {
    const { as, team } = town as ClientStage;
    const ann = await as("ann");
    const ben = await as("ben");
    const made = await ann.webhooks.createOutgoing({
      team_id: team,
      channel_id: hall,
      display_name: "to the bot",
      callback_urls: [`http://127.0.0.1:${door?.port}/outgoing`],
      content_type: type,
    });
    ({ token } = made);
    const said = `good morning as ${type}`;
    await ben.posts.create({ channel_id: hall, message: said });
    const found = await eventually(() => Promise.resolve(heard.find(([text]) => text === said)));
    expect(found?.[1]).toBeLessThan(30_000);
    const { id } = await ben.posts.create({ channel_id: hall, message: "!greet" });
    const answer = await eventually(async (): Promise<Post | undefined> => {
      const { order, posts } = await ben.posts.inChannel(hall, { after: id });
      return order.map((each) => posts[each]).find((post) => post?.props.from_webhook === "true");
    });
    expect(answer?.message).toMatch(/^Hello, @ben.*! <\u200B!channel>$/);
    await ann.webhooks.deleteOutgoing(made.id);
  });
});
