/** Users, bots, tokens, statuses, preferences, roles, groups. */
import { createRest } from "@matterwright/client";
import { expect } from "vitest";
import type { Deed } from "./deed.ts";

export const people: readonly Deed[] = [
  {
    says: "people are found by id, by name, by mail and by a part of the name",
    run: async ({ world, team, as }) => {
      const { users } = await as("wright");
      const ben = await users.get(world.id("ben"));
      expect((await users.me()).id).toBe(world.id("wright"));
      expect((await users.byUsername(ben.username)).id).toBe(ben.id);
      expect((await users.byIds([ben.id, world.id("cat")])).length).toBe(2);
      expect((await users.byUsernames([ben.username, "nobody-at-all"])).map(({ id }) => id)).toEqual([ben.id]);
      expect((await users.search({ term: ben.username, team_id: team })).map(({ id }) => id)).toEqual([ben.id]);
      expect((await (await as("ann")).users.byEmail(`${ben.username}@example.com`)).id).toBe(ben.id);
      expect((await users.teams("me")).map(({ id }) => id)).toEqual([team]);
    },
  },
  {
    says: "people are listed page by page",
    run: async ({ world, team, as }) => {
      const { users } = await as("ann");
      const all = await Array.fromAsync(users.all({ in_team: team }));
      expect(all.map(({ id }) => id).toSorted()).toEqual(
        ["ann", "ben", "cat", "wright"].map((who) => world.id(who)).toSorted(),
      );
      expect((await users.list({ in_channel: world.channel("dev"), page: 1, perPage: 3 })).length).toBe(1);
    },
  },
  {
    says: "names are completed, and people counted",
    run: async ({ world, team, as }) => {
      const { users } = await as("ben");
      const { username } = await users.get(world.id("cat"));
      const completed = await users.autocomplete({ name: username, in_team: team, in_channel: world.channel("dev") });
      expect(completed.users.map(({ id }) => id)).toEqual([world.id("cat")]);
      expect((await (await as("ann")).users.stats()).total_users_count).toBeGreaterThan(3);
    },
  },
  {
    says: "accounts are made, changed, deactivated and activated",
    run: async ({ as, name }) => {
      const { users } = await as("ann");
      const account = { username: name("dan"), email: `${name("dan")}@example.com`, password: "Passw0rd!1" };
      const dan = await users.create(account);
      expect((await users.patch(dan.id, { nickname: "Danny" })).nickname).toBe("Danny");
      await expect(users.create(account)).rejects.toMatchObject({ name: "ConflictError" });
      await users.setActive(dan.id, false);
      expect((await users.get(dan.id)).delete_at).toBeGreaterThan(0);
      await users.setActive(dan.id, true);
      await users.setRoles(dan.id, "system_user system_post_all");
      expect((await users.get(dan.id)).roles).toContain("system_post_all");
      await users.setActive(dan.id, false);
    },
  },
  {
    says: "statuses are set and read",
    run: async ({ world, as }) => {
      const { users } = await as("ben");
      expect((await users.setStatus("me", "dnd")).status).toBe("dnd");
      expect((await users.status(world.id("ben"))).status).toBe("dnd");
      expect((await users.statuses([world.id("ben")])).map(({ status }) => status)).toEqual(["dnd"]);
    },
  },
  {
    says: "a custom status is set and cleared",
    run: async ({ world, as }) => {
      const { users } = await as("ben");
      await users.setCustomStatus(world.id("ben"), { emoji: "palm_tree", text: "away" });
      expect((await users.me()).props?.["customStatus"]).toContain("palm_tree");
      await users.clearCustomStatus(world.id("ben"));
      expect((await users.me()).props?.["customStatus"] ?? "").not.toContain("palm_tree");
    },
  },
  {
    says: "somebody types",
    run: async ({ world, as }) => {
      const typing = (await as("wright")).users.typing("me", { channel_id: world.channel("dev") });
      await expect(typing).resolves.toBeUndefined();
    },
  },
  {
    says: "bots are made, changed, disabled and enabled, and have tokens",
    run: async ({ network, as, name }) => {
      const ann = await as("ann");
      const bot = await ann.bots.create({ username: name("robo"), display_name: "Robo" });
      expect((await ann.bots.get(bot.user_id)).username).toBe(name("robo"));
      expect((await ann.bots.patch(bot.user_id, { description: "beeps" })).description).toBe("beeps");
      const { token = "", id } = await ann.users.createToken(bot.user_id, "for the test");

      const own = createRest({ ...network, token });
      expect((await own.users.me()).id).toBe(bot.user_id);
      expect((await ann.bots.disable(bot.user_id)).delete_at).toBeGreaterThan(0);
      await expect(own.users.me()).rejects.toMatchObject({ name: "AuthenticationError" });
      await ann.bots.enable(bot.user_id);
      expect((await own.users.me()).id).toBe(bot.user_id);
      await ann.users.revokeToken(id);
      await expect(own.users.me()).rejects.toMatchObject({ name: "AuthenticationError", status: 401 });
    },
  },
  {
    says: "bots are listed and given to others",
    run: async ({ world, as, name }) => {
      const { bots } = await as("ann");
      expect((await bots.list({ perPage: 1 })).length).toBe(1);
      expect((await Array.fromAsync(bots.all())).map(({ user_id: id }) => id)).toContain(world.id("wright"));
      const { user_id: id } = await bots.create({ username: name("gift") });
      expect((await bots.assign(id, world.id("ben"))).owner_id).toBe(world.id("ben"));
    },
  },
  {
    says: "tokens are listed, disabled and enabled",
    run: async ({ world, as }) => {
      const { users } = await as("ann");
      const [token] = await users.tokens(world.id("wright"));
      const id = token?.id ?? "";
      expect((await users.token(id)).user_id).toBe(world.id("wright"));
      await users.disableToken(id);
      await expect((await as("wright")).users.me()).rejects.toMatchObject({ name: "AuthenticationError" });
      await users.enableToken(id);
      expect((await (await as("wright")).users.me()).id).toBe(world.id("wright"));
    },
  },
  {
    says: "somebody logs in and out",
    run: async ({ network, world, as }) => {
      const { user, token } = await (await as("nobody")).users.login(world.town.nameOf("ben"), world.town.password);
      expect(user.id).toBe(world.id("ben"));

      const ben = createRest({ ...network, token });
      expect((await ben.users.me()).id).toBe(user.id);
      await ben.users.logout();
      await expect(ben.users.me()).rejects.toMatchObject({ name: "AuthenticationError" });
      const wrong = (await as("nobody")).users.login(world.town.nameOf("ben"), "wrong");
      await expect(wrong).rejects.toMatchObject({ name: "AuthenticationError" });
    },
  },
  {
    says: "sessions are listed and ended",
    run: async ({ network, world, as }) => {
      const { user, token } = await (await as("nobody")).users.login(world.town.nameOf("eve"), world.town.password);
      const { users } = await as("ann");
      const sessions = await users.sessions(user.id);
      expect(sessions.length).toBeGreaterThan(0);
      for (const { id } of sessions) await users.revokeSession(user.id, id);

      await expect(createRest({ ...network, token }).users.me()).rejects.toMatchObject({ name: "AuthenticationError" });
    },
  },
  {
    says: "preferences are kept and forgotten",
    run: async ({ world, as }) => {
      const { preferences } = await as("ben");
      const wish = { user_id: world.id("ben"), category: "notifications", name: "tea", value: "green" };
      await preferences.save("me", [wish]);
      expect((await preferences.list("me")).find(({ name }) => name === "tea")?.value).toBe("green");
      expect((await preferences.ofCategory("me", "notifications")).map(({ name }) => name)).toContain("tea");
      expect((await preferences.get("me", "notifications", "tea")).value).toBe("green");
      await preferences.delete("me", [wish]);
      expect((await preferences.list("me")).find(({ name }) => name === "tea")).toBeUndefined();
    },
  },
  {
    says: "roles say what they permit",
    run: async ({ as }) => {
      const { roles } = await as("ann");
      const role = await roles.byName("channel_user");
      expect(role.permissions).toContain("create_post");
      expect((await roles.get(role.id)).name).toBe("channel_user");
      expect((await roles.byNames(["channel_user", "team_admin"])).length).toBe(2);
      expect((await roles.list()).map(({ name }) => name)).toContain("system_admin");
      const { permissions } = role;
      expect((await roles.patch(role.id, { permissions })).permissions.toSorted()).toEqual(permissions.toSorted());
    },
  },
];
