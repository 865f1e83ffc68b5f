/**
 * Buttons, dialogs and choices of a bot on a real server, when MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD are set. What the
 * simulator promises of them is tried beside the framework; here it is seen to be true.
 */
import { Bot, button, dialog, field, z } from "matterwright";
import { type Serving, serve } from "matterwright/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Answered, World } from "../conformance/world.ts";
import { realServerFromEnv } from "../node/env.ts";
import { RealServer, type RealServerOptions } from "../node/real.ts";

const TIMEOUT_MS = 120_000;
const real = realServerFromEnv(process.env);

describe.skipIf(real === undefined)("on a real server", { timeout: TIMEOUT_MS }, () => {
  let world: World;
  let door: Serving;
  const bots: Bot[] = [];
  const soon = { timeout: 15_000, interval: 100 };

  beforeAll(async () => {
    world = await World.build(await RealServer.reach(real as RealServerOptions));
    door = await serve({ fetch: (request) => (bots.at(-1) as Bot).fetch(request) }, { port: 0, host: "127.0.0.1" });
  }, TIMEOUT_MS);

  afterAll(async () => {
    for (const bot of bots) await bot.stop({ drainMs: 0 });
    await door?.close();
    await world?.leave();
  }, TIMEOUT_MS);

  async function start(callbackUrl: string | undefined): Promise<void> {
    const reach = callbackUrl === undefined ? {} : { callbackUrl };
    const bot = new Bot({ url: world.server.base, token: await world.town.tokenOf("wright"), slash: false, ...reach });
    const why = dialog("why", { title: "Why", fields: { why: field.textarea().min(5) } }, (ctx, { why }) =>
      ctx.to(ctx.channelId).post(`because ${why}`),
    );
    const yes = button("yes", { n: z.int() }, (ctx, { n }) => ctx.edit(`${n} for @${ctx.user.username}`));
    const no = button("no", {}, (ctx) => why.open(ctx));
    bot
      .use(yes, no, why)
      .command("decide", { about: "Ask" }, (ctx) =>
        ctx.reply("Decide!", { actions: [yes("Yes", { n: 7 }), no("No…")] }),
      );
    await bots.at(-1)?.stop();
    bots.push(bot);
    await bot.start();
  }

  /** The newest post in the channel that begins so. */
  function found(text: string): Promise<Answered & { readonly id: string }> {
    return vi.waitFor(async () => {
      const list = await world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts`);
      const order = list.at("order") as string[];
      const id = order.find((each) => String(list.at(`posts.${each}.message`)).startsWith(text));
      if (id === undefined) throw new Error(`nobody wrote "${text}"`);
      return Object.assign(await world.call("cat", `GET /api/v4/posts/${id}`), { id });
    }, soon);
  }

  const click = (post: { readonly id: string }, action: string): Promise<Answered> =>
    world.call("cat", `POST /api/v4/posts/${post.id}/actions/${action}`, { body: {} });

  test("a dialog is opened by a click, refused, submitted, and a click changes the message", async () => {
    await start(`http://127.0.0.1:${door.port}`);
    const socket = await world.socket("cat");
    await world.post("cat", "!decide");
    const post = await found("Decide!");
    expect((await click(post, "1no")).status).toBe(200);
    await vi.waitFor(() => expect(socket.events("open_dialog").length).toBe(1), soon);
    const [opened] = socket.events("open_dialog");
    const submit = (why: string): Promise<Answered> =>
      world.call("cat", "POST /api/v4/actions/dialogs/submit", {
        body: {
          url: opened?.at("data.dialog.url"),
          callback_id: opened?.at("data.dialog.dialog.callback_id"),
          state: opened?.at("data.dialog.dialog.state"),
          channel_id: world.channel("dev"),
          team_id: world.town.teamId,
          submission: { why },
        },
      });
    expect(JSON.parse((await submit("no")).text)).toEqual({ errors: { why: "At least 5 characters, please." } });
    expect(JSON.parse((await submit("of reasons")).text)).toEqual({});
    await found("because of reasons");
    expect((await click(post, "0yes")).status).toBe(200);
    const changed = await found("7 for @");
    expect([changed.id, changed.at("props.attachments")]).toEqual([post.id, undefined]);
  });

  test("without an address the bot puts reactions there, and a reaction is a click", async () => {
    await start(undefined);
    await world.post("cat", "!decide");
    const post = await found("Decide!\n");
    await vi.waitFor(async () => {
      const reactions = await world.call("cat", `GET /api/v4/posts/${post.id}/reactions`);
      expect((JSON.parse(reactions.text) as unknown[]).length).toBe(2);
    }, soon);
    const reaction = { user_id: world.id("cat"), post_id: post.id, emoji_name: "one" };
    await world.call("cat", "POST /api/v4/reactions", { body: reaction });
    await vi.waitFor(async () => expect((await found("7 for @")).id).toBe(post.id), soon);
  });
});
