/** §1 Who asks: logging in, tokens, and what is answered to those who have none. */
import { expect } from "vitest";
import type { Case } from "./case.ts";

const EXPIRED = "api.context.session_expired.app_error";

export const authentication: readonly Case[] = [
  {
    section: "§1",
    says: "Logging in answers the user and a token of 26 characters in a header, and sets cookies only for a browser.",
    run: async (world) => {
      const body = { login_id: world.town.nameOf("ben"), password: world.town.password };
      const plain = await world.call("nobody", "POST /api/v4/users/login", { body });
      expect(plain.status).toBe(200);
      expect(plain.headers["token"]).toMatch(/^[a-z0-9]{26}$/);
      expect(plain.headers["set-cookie"]).toBeUndefined();
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const browser = await world.call("nobody", "POST /api/v4/users/login", { body, headers });
      const cookies = [browser.headers["set-cookie"] ?? []].flat();
      expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["MMAUTHTOKEN", "MMUSERID", "MMCSRF"]);
    },
  },
  {
    section: "§1",
    says: "A wrong password and an unknown name are refused with the same words.",
    run: async (world) => {
      for (const login of [world.town.nameOf("ben"), `nobody${world.town.nameOf("x")}`]) {
        const body = { login_id: login, password: "wrong-Passw0rd" };
        const answer = await world.call("nobody", "POST /api/v4/users/login", { body });
        expect(answer.status).toBe(401);
        expect(answer.at("id")).toBe("api.user.login.invalid_credentials_email_username");
      }
    },
  },
  {
    section: "§1",
    says: "Without a token nothing is answered but 401; the session's cookie is cleared only where a token was shown.",
    run: async (world) => {
      const none = await world.call("nobody", "GET /api/v4/users/me");
      expect([none.status, none.at("id"), none.headers["set-cookie"]]).toEqual([401, EXPIRED, undefined]);
      const headers = { Authorization: "Bearer abcdefghijklmnopqrstuvwxyz" };
      const bad = await world.call("nobody", "GET /api/v4/users/me", { headers });
      expect([bad.status, bad.at("id")]).toEqual([401, EXPIRED]);
      expect(String(bad.headers["set-cookie"])).toMatch(/^MMAUTHTOKEN=;.*Max-Age=0/);
    },
  },
  {
    section: "§1 trap 21",
    says: "A bot cannot log in, cannot create bots, and its token works.",
    run: async (world) => {
      const me = await world.call("wright", "GET /api/v4/users/me");
      expect([me.status, me.at("is_bot")]).toEqual([200, true]);
      const login = { login_id: world.town.nameOf("wright"), password: "x" };
      const refused = await world.call("nobody", "POST /api/v4/users/login", { body: login });
      expect(refused.status).toBe(401);
      const bot = { username: world.town.nameOf("other"), display_name: "Other" };
      const made = await world.call("wright", "POST /api/v4/bots", { body: bot });
      expect([made.status, made.at("id")]).toEqual([403, "api.context.permissions.app_error"]);
    },
  },
  {
    section: "§8 trap 21",
    says: "Ephemeral posts need a system administrator; making a token and reacting answer 200 or 201 as the server does.",
    run: async (world) => {
      const ephemeral = { user_id: world.id("ben"), post: { channel_id: world.channel("dev"), message: "psst" } };
      const refused = await world.call("wright", "POST /api/v4/posts/ephemeral", { body: ephemeral });
      expect([refused.status, refused.at("id")]).toEqual([403, "api.context.permissions.app_error"]);
      expect((await world.call("ann", "POST /api/v4/posts/ephemeral", { body: ephemeral })).status).toBe(201);
      const token = await world.call("ann", `POST /api/v4/users/${world.id("wright")}/tokens`, {
        body: { description: "second" },
      });
      expect([token.status, token.at("is_active")]).toEqual([200, true]);
      const post = await world.post("ben", "hi");
      const reaction = { user_id: world.id("ben"), post_id: post.at("id"), emoji_name: "wave" };
      expect((await world.call("ben", "POST /api/v4/reactions", { body: reaction })).status).toBe(200);
    },
  },
];
