/** §2 Who hears what, and in which shape. */
import { inert } from "matterwright";
import { expect } from "vitest";
import type { Case } from "./case.ts";

export const events: readonly Case[] = [
  {
    section: "§2 trap 1",
    says: "The post in an event is a text with JSON in it; user_updated has an object.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await world.post("ben", "hi");
      await world.call("ben", "PUT /api/v4/users/me/patch", { body: { nickname: "Benny" } });
      await world.rest();
      const posted = JSON.parse(wright.events("posted")[0]?.text ?? "{}") as { data: Record<string, unknown> };
      expect([typeof posted.data["post"], typeof posted.data["set_online"]]).toEqual(["string", "boolean"]);
      const updated = JSON.parse(wright.events("user_updated")[0]?.text ?? "{}") as { data: Record<string, unknown> };
      expect(typeof updated.data["user"]).toBe("object");
    },
  },
  {
    section: "§2 trap 2",
    says: "mentions has only the receiver's own id, and is absent for the others; in a direct channel it is always there.",
    run: async (world) => {
      const [wright, cat] = [await world.socket("wright"), await world.socket("cat")];
      await world.post("ben", `@${world.town.nameOf("wright")} and @${world.town.nameOf("ann")}`);
      await world.rest();
      expect(wright.events("posted")[0]?.at("data.mentions")).toBe(JSON.stringify([world.id("wright")]));
      expect(cat.events("posted")[0]?.has("data.mentions")).toBe(false);
      const body = [world.id("ben"), world.id("wright")];
      const direct = await world.call("ben", "POST /api/v4/channels/direct", { body });
      wright.forget();
      await world.post("ben", "no name at all", { channel_id: direct.at("id") });
      await world.rest();
      const heard = wright.events("posted")[0];
      expect([heard?.at("data.mentions"), heard?.at("data.team_id")]).toEqual([
        JSON.stringify([world.id("wright")]),
        "",
      ]);
    },
  },
  {
    section: "§2 mentions",
    says: "A name mentions wherever a word may begin, but for what inert() has made of it.",
    run: async (world) => {
      const wright = await world.socket("wright");
      const name = `@${world.town.nameOf("wright")}`;
      const texts = ["@all", "@here", "@CHANNEL", "x-@all", "x.@channel", "(@all)", "**@here**", name, `${name}.`];
      // A socket learns its channels with the first event of one of them.
      await world.post("ben", "warm");
      await world.rest();
      for (const text of texts) {
        await world.post("ben", text);
        await world.post("ben", inert(text));
        await world.rest();
      }
      const heard = wright.events("posted").map((event) => [event.at("data.post.message"), event.has("data.mentions")]);
      expect(heard.slice(1)).toEqual(
        texts.flatMap((text) => [
          [text, true],
          [inert(text), false],
        ]),
      );
    },
  },
  {
    section: "§2 trap 10",
    says: "One's own post comes back as an event, whatever Connection-Id says, with the pending id it was sent with.",
    run: async (world) => {
      const wright = await world.socket("wright");
      const body = { channel_id: world.channel("dev"), message: "mine", pending_post_id: "mine:1" };
      const headers = { "Connection-Id": wright.connectionId };
      await world.call("wright", "POST /api/v4/posts", { body, headers });
      await world.rest();
      const [own] = wright.events("posted");
      expect([own?.at("data.post.user_id"), own?.at("data.post.pending_post_id")]).toEqual([
        world.id("wright"),
        "mine:1",
      ]);
    },
  },
  {
    section: "§2 trap 11",
    says: "user_added has its channel only in the broadcast; user_removed has two shapes.",
    run: async (world) => {
      const [wright, ben] = [await world.socket("wright"), await world.socket("ben")];
      const ops = world.channel("ops");
      await world.call("ann", `POST /api/v4/channels/${ops}/members`, { body: { user_id: world.id("wright") } });
      await world.rest();
      for (const listener of [wright, ben]) {
        const [added] = listener.events("user_added");
        expect([added?.at("data.user_id"), added?.has("data.channel_id")]).toEqual([world.id("wright"), false]);
        expect(added?.at("broadcast.channel_id")).toBe(ops);
      }
      await world.call("ann", `DELETE /api/v4/channels/${ops}/members/${world.id("wright")}`);
      await world.rest();
      const [theirs, own] = [ben.events("user_removed")[0], wright.events("user_removed")[0]];
      expect([theirs?.at("data.user_id"), theirs?.at("broadcast.channel_id")]).toEqual([world.id("wright"), ops]);
      expect([own?.at("data.channel_id"), own?.has("data.user_id")]).toEqual([ops, false]);
      expect(own?.at("broadcast.user_id")).toBe(world.id("wright"));
    },
  },
  {
    section: "§2 trap 12",
    says: "channel_created goes to the creator alone, status_change to the user alone, and a non-member hears no post.",
    run: async (world) => {
      const [ann, ben, cat] = [await world.socket("ann"), await world.socket("ben"), await world.socket("cat")];
      const channel = { team_id: world.town.teamId, name: "fresh", display_name: "Fresh", type: "O" };
      await world.call("ben", "POST /api/v4/channels", { body: channel });
      await world.post("ben", "not for cat", { channel_id: world.channel("ops") });
      await world.rest();
      expect([ben, ann, cat].map((each) => each.events("channel_created").length)).toEqual([1, 0, 0]);
      expect(cat.events("posted")).toEqual([]);
      for (const [who, listener] of [["ben", ben] as const, ["cat", cat] as const])
        for (const frame of listener.events("status_change")) expect(frame.at("data.user_id")).toBe(world.id(who));
      const read = await world.call("cat", `GET /api/v4/channels/${world.channel("ops")}/posts`);
      expect(read.status).toBe(200);
    },
  },
  {
    section: "§2",
    says: "Typing is heard by the others of the channel, not by who types, and only where one may write.",
    run: async (world) => {
      const [wright, cat] = [await world.socket("wright"), await world.socket("cat")];
      const typing = { seq: 1, action: "user_typing", data: { channel_id: world.channel("dev"), parent_id: "" } };
      await world.act(wright, typing);
      expect(wright.events("typing")).toEqual([]);
      expect(cat.events("typing").map((frame) => frame.at("data.user_id"))).toEqual([world.id("wright")]);
      await world.act(wright, { ...typing, seq: 2, data: { channel_id: world.channel("leads"), parent_id: "" } });
      expect(wright.replies.at(-1)?.at("status")).toBe("FAIL");
    },
  },
  {
    section: "§2",
    says: "hello and replies are written without blanks and end a line; events have blanks and do not.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await world.post("ben", "hi");
      await world.act(wright, { seq: 1, action: "ping" });
      expect(wright.events("hello")[0]?.text).toMatch(/^\{"event":"hello","data":.*\}\n$/s);
      expect(wright.replies[0]?.text).toMatch(/^\{"status":"OK",.*\}\n$/s);
      expect(wright.events("posted")[0]?.text).toMatch(/^\{"event": "posted", "data": \{.*, "seq": \d+\}$/s);
    },
  },
];
