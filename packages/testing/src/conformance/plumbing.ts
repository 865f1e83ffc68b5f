/** §6 to §10 Webhooks, lists, limits and headers: what every client meets. */
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Answered } from "./world.ts";

export const plumbing: readonly Case[] = [
  {
    section: "§6 trap 23",
    says: "An incoming webhook answers the text ok and posts; an unknown one is refused without a secret in the answer.",
    run: async (world) => {
      const hook = await world.call("ann", "POST /api/v4/hooks/incoming", {
        body: { channel_id: world.channel("dev") },
      });
      expect(hook.status).toBe(201);
      const cat = await world.socket("cat");
      const sent = await world.call("nobody", `POST /hooks/${String(hook.at("id"))}`, {
        body: { text: "from outside" },
      });
      expect([sent.status, sent.text]).toEqual([200, "ok"]);
      await world.rest();
      const [posted] = cat.events("posted");
      expect([posted?.at("data.post.message"), posted?.at("data.post.props.from_webhook")]).toEqual([
        "from outside",
        "true",
      ]);
      const unknown = "POST /hooks/abcdefghijkmnopqrstuwxyz13";
      const refused = await world.call("nobody", unknown, { body: { text: "x" } });
      expect([refused.status, refused.at("id")]).toEqual([400, "web.incoming_webhook.general.app_error"]);
    },
  },
  {
    section: "§8 trap 25",
    says: "Pages hold at most 200, but a thread refuses more.",
    run: async (world) => {
      const post = await world.post("ben", "root");
      const page = await world.call("ben", `GET /api/v4/channels/${world.channel("dev")}/posts?per_page=5000`);
      expect(page.status).toBe(200);
      const thread = `GET /api/v4/posts/${String(post.at("id"))}/thread?perPage=201`;
      expect((await world.call("ben", thread)).status).toBe(400);
    },
  },
  {
    section: "§10 trap 25",
    says: "ETags have no quotes, and the same one again answers 304 without a body.",
    run: async (world) => {
      await world.post("ben", "hi");
      const target = `GET /api/v4/channels/${world.channel("dev")}/posts`;
      const etag = String((await world.call("ben", target)).headers["etag"]);
      expect(etag).toMatch(/^\d+\.\d+\.\d+\.\d{13}$/);
      const again = await world.call("ben", target, { headers: { "If-None-Match": etag } });
      expect([again.status, again.text]).toEqual([304, ""]);
    },
  },
  {
    section: "§8 trap 25",
    says: "When others read a membership, last_viewed_at is -1.",
    run: async (world) => {
      const members = await world.call("ben", `GET /api/v4/channels/${world.channel("dev")}/members`);
      const found = JSON.parse(members.text) as { user_id: string; last_viewed_at: number }[];
      const viewed = new Map(found.map((member) => [member.user_id, member.last_viewed_at]));
      expect(viewed.get(world.id("cat"))).toBe(-1);
      expect(viewed.get(world.id("ben"))).toBeGreaterThanOrEqual(0);
    },
  },
  {
    section: "§8 trap 25",
    says: "Who is in no channel at all is answered a list that is no JSON.",
    run: async (world) => {
      const answer = await world.call("eve", "GET /api/v4/users/me/channels");
      expect([answer.status, answer.text.startsWith("[{"), answer.text.trimEnd().endsWith("}")]).toEqual([
        200,
        true,
        true,
      ]);
      expect(answer.text).toContain("app.channel.get_channels.not_found.app_error");
    },
  },
  {
    section: "§10",
    says: "Every answer of the API has a request id of its own, and an error repeats it.",
    run: async (world) => {
      const refused = await world.call("nobody", "GET /api/v4/users/me");
      expect(refused.at("request_id")).toBe(refused.headers["x-request-id"]);
      expect((await world.call("ben", "GET /api/v4/users/me")).headers["x-request-id"]).toMatch(/^[a-z0-9]{26}$/);
    },
  },
  {
    section: "§8",
    says: "A channel's members are counted without those who are deactivated, and nobody becomes a guest without a licence.",
    run: async (world) => {
      const counted = async (): Promise<unknown[]> => {
        const stats = await world.call("ann", `GET /api/v4/channels/${world.channel("dev")}/stats`);
        return [stats.at("member_count"), stats.at("guest_count")];
      };
      const [members, guests] = await counted();
      expect(guests).toBe(0);
      const refused = await world.call("ann", `POST /api/v4/users/${world.id("cat")}/demote`);
      expect([refused.status, refused.at("id")]).toEqual([501, "api.team.demote_user_to_guest.license.error"]);
      const active = (is: boolean): Promise<unknown> =>
        world.call("ann", `PUT /api/v4/users/${world.id("cat")}/active`, { body: { active: is } });
      await active(false);
      expect(await counted()).toEqual([Number(members) - 1, 0]);
      await active(true);
      expect(await counted()).toEqual([members, 0]);
    },
  },
  {
    section: "§8",
    says: "The members of many channels are counted in one call, which is refused where one is unknown or may not be read.",
    run: async (world) => {
      const count = (who: string, body: unknown): Promise<Answered> =>
        world.call(who, "POST /api/v4/channels/stats/member_count", { body });
      const [dev, leads] = [world.channel("dev"), world.channel("leads")];
      const stats = await world.call("ann", `GET /api/v4/channels/${dev}/stats`);
      expect(JSON.parse((await count("ben", [dev, dev])).text)).toEqual({ [dev]: stats.at("member_count") });
      expect(JSON.parse((await count("ben", [])).text)).toEqual({});
      const foreign = await count("wright", [dev, leads]);
      expect([foreign.status, foreign.at("id")]).toEqual([403, "api.context.permissions.app_error"]);
      const unknown = await count("ben", [dev, "x".repeat(26)]);
      expect([unknown.status, unknown.at("id")]).toEqual([404, "app.channel.get.existing.app_error"]);
      expect([(await count("ben", { channels: [dev] })).at("id"), (await count("nobody", [dev])).status]).toEqual([
        "api.payload.parse.error",
        401,
      ]);
    },
  },
  {
    section: "§8",
    says: "Preferences are changed and deleted by their owner only, and what is no preference is refused.",
    run: async (world) => {
      const target = `/api/v4/users/${world.id("ben")}/preferences`;
      const [set, unset] = [`PUT ${target}`, `POST ${target}/delete`];
      const answered = async (call: string, body: unknown): Promise<unknown> => {
        const answer = await world.call("ben", call, { body });
        return answer.status === 200 ? answer.text.trim() : [answer.status, answer.at("id")];
      };
      const own = { user_id: world.id("ben"), category: "colours", name: "sky", value: "blue" };
      expect(await answered(set, [own])).toBe('{"status":"OK"}');
      for (const foreign of [[null], [own, { ...own, user_id: world.id("cat") }]]) {
        expect(await answered(set, foreign)).toEqual([403, "api.preference.update_preferences.set.app_error"]);
        expect(await answered(unset, foreign)).toEqual([403, "api.preference.delete_preferences.delete.app_error"]);
      }
      for (const nonsense of [{}, [], ["a"], [{ ...own, value: 5 }]])
        for (const call of [set, unset])
          expect(await answered(call, nonsense)).toEqual([400, "api.context.invalid_body_param.app_error"]);
      expect((await world.call("ben", `GET ${target}/colours/name/sky`)).at("value")).toBe("blue");
      expect(await answered(unset, [own])).toBe('{"status":"OK"}');
      expect((await world.call("ben", `GET ${target}/colours/name/sky`)).status).toBe(400);
    },
  },
  {
    section: "§ general",
    says: "Bodies over 300 kB are 413, unknown routes 404 with an id, and other paths plain text.",
    run: async (world) => {
      const body = { channel_id: world.channel("dev"), message: "a".repeat(310_000) };
      expect((await world.call("ben", "POST /api/v4/posts", { body })).status).toBe(413);
      const unknown = await world.call("ben", "GET /api/v4/no/such/thing");
      expect([unknown.status, unknown.at("id")]).toEqual([404, "api.context.404.app_error"]);
      expect((await world.call("ben", "GET /api/v3/users")).text).toBe("404 page not found\n");
    },
  },
];

/** For a server with rate limiting, ten a second and a burst of twenty. */
export const rateLimit: readonly Case[] = [
  {
    section: "§9 trap 25",
    says: "Too many requests are answered 429 in plain text, with the seconds to wait.",
    notOnReal: "needs a server with rate limiting on; the recordings rate-limit-… are replayed on such a one",
    run: async (world) => {
      const answers = [];
      for (let count = 0; count < 40; count++) answers.push(await world.call("ben", "GET /api/v4/users/me"));
      const limited = answers.find(({ status }) => status === 429);
      expect(limited?.text).toBe("limit exceeded\n");
      expect(limited?.headers["content-type"]).toContain("text/plain");
      expect(Number(limited?.headers["retry-after"])).toBeGreaterThanOrEqual(1);
      expect(limited?.headers["x-request-id"]).toBeUndefined();
    },
  },
];
