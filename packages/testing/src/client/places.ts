/** Channels and teams. */
import { expect } from "vitest";
import type { Deed } from "./deed.ts";

export const places: readonly Deed[] = [
  {
    says: "channels are made, read and changed",
    run: async ({ world, team, as, name }) => {
      const { channels } = await as("ann");
      const made = await channels.create({ team_id: team, name: name("plan"), display_name: "Plan", type: "O" });
      expect((await channels.get(made.id)).name).toBe(name("plan"));
      expect((await channels.byName(team, name("plan"))).id).toBe(made.id);
      const patched = await channels.patch(made.id, { header: "**head**", purpose: "to plan", display_name: "Plans" });
      expect(patched).toMatchObject({ header: "**head**", purpose: "to plan", display_name: "Plans" });
      const again = channels.create({ team_id: team, name: name("plan"), display_name: "Plan", type: "O" });
      await expect(again).rejects.toMatchObject({ name: "ConflictError" });
      expect((await channels.stats(made.id)).member_count).toBe(1);
      await expect(channels.get(world.id("ben"))).rejects.toMatchObject({ name: "NotFoundError" });
    },
  },
  {
    says: "channels are found by the names in their address, by ids and by a part of the name",
    run: async ({ world, team, as }) => {
      const { channels, teams } = await as("ann");
      const { name: teamName } = await teams.get(team);
      const dev = world.channel("dev");
      expect((await channels.byNames(teamName, "dev")).id).toBe(dev);
      expect((await channels.byIds(team, [dev])).map(({ id }) => id)).toEqual([dev]);
      expect((await channels.search(team, "dev")).map(({ id }) => id)).toContain(dev);
    },
  },
  {
    says: "channels are converted, archived and restored",
    run: async ({ team, as, name }) => {
      const { channels } = await as("ann");
      const { id } = await channels.create({ team_id: team, name: name("old"), display_name: "Old", type: "O" });
      expect((await channels.convert(id, "P")).type).toBe("P");
      expect((await channels.convert(id, "O")).type).toBe("O");
      await channels.archive(id);
      expect((await channels.archived(team)).map((channel) => channel.id)).toContain(id);
      expect((await channels.restore(id)).delete_at).toBe(0);
    },
  },
  {
    says: "direct channels and group messages",
    run: async ({ world, as }) => {
      const { channels, users } = await as("wright");
      const direct = await channels.direct(world.id("wright"), world.id("cat"));
      expect(direct.type).toBe("D");
      expect((await channels.direct(world.id("cat"), world.id("wright"))).id).toBe(direct.id);
      const group = await channels.group([world.id("wright"), world.id("ben"), world.id("cat")]);
      expect(group.type).toBe("G");
      expect((await users.channels("me")).map(({ id }) => id)).toEqual(expect.arrayContaining([direct.id, group.id]));
      await expect(channels.group([world.id("ben")])).rejects.toMatchObject({
        name: "RefusedError",
        hint: expect.stringContaining("three to eight") as string,
      });
    },
  },
  {
    says: "members of a channel come and go",
    run: async ({ world, as }) => {
      const { channels } = await as("ann");
      const ops = world.channel("ops");
      expect((await channels.addMember(ops, world.id("cat"))).user_id).toBe(world.id("cat"));
      expect((await channels.addMembers(ops, [world.id("cat"), world.id("wright")])).length).toBe(2);
      const ids = (await Array.fromAsync(channels.allMembers(ops))).map(({ user_id: id }) => id);
      expect(ids.toSorted()).toEqual(["ann", "ben", "cat", "wright"].map((who) => world.id(who)).toSorted());
      expect((await channels.members(ops, { perPage: 2 })).length).toBe(2);
      await channels.removeMember(ops, world.id("cat"));
      await expect(channels.member(ops, world.id("cat"))).rejects.toMatchObject({ name: "NotFoundError" });
    },
  },
  {
    says: "a member of a channel becomes its administrator",
    run: async ({ world, as }) => {
      const { channels } = await as("ann");
      await channels.setMemberRoles(world.channel("ops"), world.id("ben"), "channel_user channel_admin");
      expect((await channels.member(world.channel("ops"), world.id("ben"))).scheme_admin).toBe(true);
    },
  },
  {
    says: "some members of a channel are asked for by id, and choose what they hear",
    run: async ({ world, as }) => {
      const { channels } = await as("ben");
      const dev = world.channel("dev");
      expect(
        (await channels.membersByIds(dev, [world.id("ben"), world.id("eve")])).map(({ user_id: id }) => id),
      ).toEqual([world.id("ben")]);
      await channels.setNotifyProps(dev, world.id("ben"), { desktop: "none" });
      expect((await channels.member(dev, "me")).notify_props["desktop"]).toBe("none");
    },
  },
  {
    says: "teams are made, read and changed",
    run: async ({ as, name }) => {
      const { teams } = await as("ann");
      const made = await teams.create({ name: name("crew"), display_name: "Crew", type: "O" });
      expect((await teams.byName(name("crew"))).id).toBe(made.id);
      expect((await teams.patch(made.id, { description: "who sails" })).description).toBe("who sails");
      await expect(teams.create({ name: name("crew"), display_name: "Crew", type: "O" })).rejects.toMatchObject({
        name: "ConflictError",
      });
      await teams.archive(made.id);
    },
  },
  {
    says: "teams are listed, found, counted and restored",
    run: async ({ team, as, name }) => {
      const { teams } = await as("ann");
      const made = await teams.create({ name: name("fleet"), display_name: name("fleet"), type: "O" });
      expect((await teams.search(name("fleet"))).map(({ id }) => id)).toEqual([made.id]);
      expect((await teams.list({ perPage: 1 })).length).toBe(1);
      expect((await Array.fromAsync(teams.all())).map(({ id }) => id)).toEqual(expect.arrayContaining([team, made.id]));
      expect((await teams.stats(made.id)).total_member_count).toBe(1);
      await teams.archive(made.id);
      expect((await teams.restore(made.id)).delete_at).toBe(0);
      await teams.archive(made.id);
    },
  },
  {
    says: "members and channels of a team",
    run: async ({ world, team, as }) => {
      const { teams } = await as("ann");
      expect((await teams.addMember(team, world.id("eve"))).user_id).toBe(world.id("eve"));
      expect((await teams.member(team, world.id("eve"))).team_id).toBe(team);
      expect((await Array.fromAsync(teams.allMembers(team))).map(({ user_id: id }) => id)).toContain(world.id("eve"));
      expect((await teams.members(team, { perPage: 2 })).length).toBe(2);
      const names = (await Array.fromAsync(teams.allChannels(team))).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(["dev", "ops", "town-square", "off-topic"]));
      expect((await teams.channels(team, { perPage: 1 })).length).toBe(1);
      await teams.removeMember(team, world.id("eve"));
    },
  },
  {
    says: "several are added to a team at once, and get roles there",
    run: async ({ world, team, as }) => {
      const { teams } = await as("ann");
      const [result] = await teams.addMembers(team, [world.id("eve")]);
      expect(result?.member?.user_id).toBe(world.id("eve"));
      await teams.setMemberRoles(team, world.id("ben"), "team_user team_admin");
      expect((await teams.member(team, world.id("ben"))).scheme_admin).toBe(true);
      await teams.removeMember(team, world.id("eve"));
    },
  },
];
