/** Buttons, dialogs and choices of a bot, as a server and its people meet them. What is promised of them in detail is tried beside the framework. */
import { Bot, button, dialog, field, z } from "matterwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answered } from "../conformance/world.ts";
import { SOON, Stand, placesOf } from "./places.ts";

const TIMEOUT_MS = 120_000;

describe.each(placesOf(process.env))("on $name", { timeout: TIMEOUT_MS }, (place) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await Stand.at(place);
  }, TIMEOUT_MS);
  afterAll(() => stand?.leave(), TIMEOUT_MS);

  async function start(callbackUrl: string | undefined): Promise<void> {
    const why = dialog("why", { title: "Why", fields: { why: field.textarea().min(5) } }, (ctx, { why }) =>
      ctx.to(ctx.channelId).post(`because ${why}`),
    );
    const yes = button("yes", { n: z.int() }, (ctx, { n }) => ctx.edit(`${n} for @${ctx.user.username}`));
    const no = button("no", {}, (ctx) => why.open(ctx));
    const reach = callbackUrl === undefined ? {} : { callbackUrl };
    await stand.start((options) =>
      new Bot({ ...options, slash: false, ...reach })
        .use(yes, no, why)
        .command("decide", { about: "Ask" }, (ctx) =>
          ctx.reply("Decide!", { actions: [yes("Yes", { n: 7 }), no("No…")] }),
        ),
    );
  }

  const click = (post: { readonly id: string }, action: string): Promise<Answered> =>
    stand.world.call("cat", `POST /api/v4/posts/${post.id}/actions/${action}`, { body: {} });

  test("a dialog is opened by a click, refused, submitted, and a click changes the message", async () => {
    const { world } = stand;
    await start(stand.url);
    const socket = await world.socket("cat");
    await world.post("cat", "!decide");
    const post = await stand.found("Decide!");
    expect((await click(post, "1no")).status).toBe(200);
    await vi.waitFor(() => expect(socket.events("open_dialog").length).toBe(1), SOON);
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
    await stand.found("because of reasons");
    expect((await click(post, "0yes")).status).toBe(200);
    const changed = await stand.found("7 for @");
    expect([changed.id, changed.at("props.attachments")]).toEqual([post.id, undefined]);
  });

  test("without an address the bot puts reactions there, and a reaction is a click", async () => {
    const { world } = stand;
    await start(undefined);
    await world.post("cat", "!decide");
    const post = await stand.found("Decide!\n");
    await vi.waitFor(async () => {
      const reactions = await world.call("cat", `GET /api/v4/posts/${post.id}/reactions`);
      expect((JSON.parse(reactions.text) as unknown[]).length).toBe(2);
    }, SOON);
    const reaction = { user_id: world.id("cat"), post_id: post.id, emoji_name: "one" };
    await world.call("cat", "POST /api/v4/reactions", { body: reaction });
    await vi.waitFor(async () => expect((await stand.found("7 for @")).id).toBe(post.id), SOON);
  });
});
