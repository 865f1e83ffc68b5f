/** §8 Finding things: searches, names to complete, and the threads that one follows. */
import { expect } from "vitest";
import type { Case } from "./case.ts";

export const finding: readonly Case[] = [
  {
    section: "§8",
    says: "A search finds whole words in any case, in channels of one's own, and needs something to look for.",
    run: async (world) => {
      const post = await world.post("ben", "The Zeppelin has landed");
      await world.post("ben", "zeppelins are another matter for the airfield");
      const search = async (terms: string): Promise<unknown> => {
        const found = await world.call("cat", `POST /api/v4/teams/${world.town.teamId}/posts/search`, {
          body: { terms },
        });
        return found.at("order");
      };
      expect(await search("zeppelin landed")).toEqual([post.at("id")]);
      expect(await search("zeppelin -landed nothing")).toEqual([]);
      const empty = await world.call("cat", `POST /api/v4/teams/${world.town.teamId}/posts/search`, {
        body: { terms: "" },
      });
      expect([empty.status, empty.at("id")]).toEqual([400, "api.context.invalid_body_param.app_error"]);
    },
  },
  {
    section: "§8",
    says: "A thread that was answered is listed as unread for its author, until it is read.",
    run: async (world) => {
      const root = String((await world.post("ben", "root")).at("id"));
      const reply = { channel_id: world.channel("dev"), message: "reply", root_id: root };
      await world.call("cat", "POST /api/v4/posts", { body: reply });
      const threads = `/api/v4/users/me/teams/${world.town.teamId}/threads`;
      const before = await world.call("ben", `GET ${threads}`);
      expect([before.at("total_unread_threads"), before.at("threads.0.unread_replies")]).toEqual([1, 1]);
      expect(before.at("threads.0.participants.0.id")).toBe(world.id("cat"));
      expect((await world.call("ben", `PUT ${threads}/read`)).status).toBe(200);
      const after = await world.call("ben", `GET ${threads}?unread=true`);
      expect([after.at("total"), after.at("threads")]).toEqual([0, []]);
    },
  },
  {
    section: "§8",
    says: "Names are completed from their beginning.",
    run: async (world) => {
      const me = await world.call("ben", "GET /api/v4/users/me");
      const name = String(me.at("username"));
      const found = await world.call("ben", `GET /api/v4/users/autocomplete?in_team=${world.town.teamId}&name=${name}`);
      expect(found.at("users.0.username")).toBe(name);
      const none = await world.call(
        "ben",
        `GET /api/v4/users/autocomplete?in_team=${world.town.teamId}&name=${name}nobody`,
      );
      expect(none.at("users")).toEqual([]);
    },
  },
];
