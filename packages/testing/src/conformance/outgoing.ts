/** §6 Outgoing webhooks: which posts they hear, how they are told, and what becomes of their answers. */
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Answered, World } from "./world.ts";

const TOLD = "/outgoing";
const ROUTE = "POST /api/v4/hooks/outgoing";

function make(world: World, more: object = {}, replies: readonly unknown[] = [{ body: "" }]): Promise<Answered> {
  world.server.receiver.replies(TOLD, replies as never);
  const place = { team_id: world.town.teamId, channel_id: world.channel("dev") };
  const body = { ...place, display_name: "Out", callback_urls: [`${world.server.receiver.base}${TOLD}`], ...more };
  return world.call("ann", ROUTE, { body });
}

/** A post, and everything that it sets off. */
async function posted(world: World, message: string, more: object = {}): Promise<Answered> {
  const post = await world.post("cat", message, { ...more });
  await world.server.wait(500);
  return post;
}

async function newest(world: World): Promise<Answered> {
  const list = await world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts?per_page=1`);
  return world.call("cat", `GET /api/v4/posts/${String(list.at("order.0"))}`);
}

export const outgoing: readonly Case[] = [
  {
    section: "§6 trap 23",
    says: "tell the time in seconds where they send a form, and in milliseconds where they send JSON.",
    run: async (world) => {
      await make(world, { trigger_words: ["form"] });
      await make(world, { trigger_words: ["json"], content_type: "application/json" });
      const form = await posted(world, "form now");
      const seconds = new URLSearchParams(world.server.receiver.requests.at(-1)?.body);
      expect(Number(seconds.get("timestamp"))).toBe(Math.floor(Number(form.at("create_at")) / 1_000));
      const json = await posted(world, "json now");
      const body = JSON.parse(world.server.receiver.requests.at(-1)?.body ?? "{}") as Record<string, unknown>;
      expect([body["timestamp"], body["trigger_word"], body["file_ids"]]).toEqual([json.at("create_at"), "json", ""]);
    },
  },
  {
    section: "§6 trap 23",
    says: "hear open channels only.",
    run: async (world) => {
      expect((await make(world, { channel_id: world.channel("leads") })).status).toBe(403);
      await make(world, { channel_id: "", trigger_words: ["x"] });
      await world.post("ben", "x in private", { channel_id: world.channel("leads") });
      await posted(world, "x in the open");
      const texts = world.server.receiver.requests.map(({ body }) => new URLSearchParams(body).get("text"));
      expect(texts).toEqual(["x in the open"]);
    },
  },
  {
    section: "§6",
    says: "hear a whole first word, or its beginning, and without words their whole channel.",
    run: async (world) => {
      const word = await make(world, { trigger_words: ["go"] });
      await posted(world, "go on");
      await posted(world, "gopher");
      expect(world.server.receiver.requests.length).toBe(1);
      expect((await world.call("ann", `DELETE /api/v4/hooks/outgoing/${String(word.at("id"))}`)).status).toBe(200);
      await make(world, { trigger_words: ["go"], trigger_when: 1 });
      await posted(world, "gopher");
      await posted(world, "let it go");
      expect(world.server.receiver.requests.length).toBe(2);
      await make(world, { trigger_words: [] });
      await posted(world, "anything");
      expect(world.server.receiver.requests.length).toBe(3);
    },
  },
  {
    section: "§6",
    says: "answer in the name of who made them, as a comment where they say so, and do not hear each other.",
    run: async (world) => {
      const answer = { text: "<!here> ok", response_type: "comment", username: "robot", props: { more: 1 } };
      await make(world, { trigger_words: [] }, [{ body: answer, status: 500 }]);
      const post = await posted(world, "hello");
      const said = await newest(world);
      expect([said.at("root_id"), said.at("user_id")]).toEqual([post.at("id"), world.id("ann")]);
      expect([said.at("message"), said.at("props.override_username")]).toEqual(["@here ok", "robot"]);
      expect([said.at("props.webhook_display_name"), said.at("props.more")]).toEqual(["Out", 1]);
      expect(world.server.receiver.requests.length).toBe(1);
    },
  },
  {
    section: "§6",
    says: "lose their token to a change that does not repeat it, and get a new one when asked.",
    run: async (world) => {
      const made = await make(world, { trigger_words: ["a"] });
      const id = String(made.at("id"));
      const change = {
        id,
        channel_id: world.channel("dev"),
        callback_urls: made.at("callback_urls"),
        trigger_words: ["b"],
      };
      const changed = await world.call("ann", `PUT /api/v4/hooks/outgoing/${id}`, { body: change });
      expect([changed.status, changed.at("token"), changed.at("trigger_words.0")]).toEqual([200, "", "b"]);
      const renewed = await world.call("ann", `POST /api/v4/hooks/outgoing/${id}/regen_token`);
      expect([renewed.status, renewed.at("token")]).toEqual([200, expect.stringMatching(/^[a-z0-9]{26}$/)]);
    },
  },
  {
    section: "§6",
    says: "need words or a channel, an address of the web, and no rival with the same word and address.",
    run: async (world) => {
      const statuses = [
        (await make(world, { channel_id: "" })).status,
        (await make(world, { callback_urls: ["nowhere"] })).status,
        (await make(world, { trigger_words: ["one"] })).status,
        (await make(world, { trigger_words: ["one", "two"] })).status,
      ];
      expect(statuses).toEqual([400, 400, 201, 500]);
    },
  },
];
