/** The server itself, what needs a licence, other routes, and how calls fail. */
import {
  AuthenticationError,
  NotFoundError,
  PermissionError,
  RefusedError,
  ServerFailure,
  TooLargeError,
  createRest,
} from "@matterwright/client";
import { expect } from "vitest";
import type { Deed } from "./deed.ts";

export const server: readonly Deed[] = [
  {
    says: "the server says how it is, and what it is",
    run: async ({ as }) => {
      const { system } = await as("nobody");
      expect((await system.ping()).status).toBe("OK");
      expect((await system.health()).database_status).toBe("OK");
      expect(Number((await (await as("ben")).system.clientConfig())["MaxPostSize"])).toBe(16_383);
      expect((await system.license())["IsLicensed"]).toBe("false");
    },
  },
  {
    says: "its configuration is read and changed",
    run: async ({ as }) => {
      const { system } = await as("ann");
      const { ServiceSettings: before } = await system.config();
      expect(before?.["SiteURL"]).toBeTypeOf("string");
      const same = { ServiceSettings: { EnableLinkPreviews: before?.["EnableLinkPreviews"] } };
      const { ServiceSettings: after } = await system.patchConfig(same);
      expect(after?.["EnableLinkPreviews"]).toBe(before?.["EnableLinkPreviews"]);
      await system.reloadConfig();
      await expect((await as("ben")).system.reloadConfig()).rejects.toBeInstanceOf(PermissionError);
    },
  },
  {
    says: "it knows the zones of time",
    run: async ({ as }) => {
      expect(await (await as("ben")).system.timezones()).toContain("Europe/Berlin");
    },
  },
  {
    says: "any other route is reached too",
    run: async ({ as }) => {
      const rest = await as("ben");
      expect(
        await rest.call("GET", "/api/v4/system/ping", { parse: (answer) => Object.keys(answer as object) }),
      ).toContain("status");
    },
  },
  {
    says: "what fails says which call it was, by which request, and what to do",
    run: async ({ network, world, as }) => {
      const rest = await as("wright");
      const { posts, channels } = rest;
      const missing = await posts.get("zzzzzzzzzzzzzzzzzzzzzzzzzz").catch((error: unknown) => error);
      expect(missing).toBeInstanceOf(NotFoundError);
      expect(missing).toMatchObject({ method: "GET", route: "/api/v4/posts/zzzzzzzzzzzzzzzzzzzzzzzzzz", status: 404 });
      expect((missing as NotFoundError).requestId).toHaveLength(26);
      await expect(posts.create({ channel_id: world.channel("leads") })).rejects.toMatchObject({
        name: "PermissionError",
        hint: expect.stringContaining("create_post") as string,
      });
      await expect(
        posts.create({ channel_id: world.channel("dev"), message: "x".repeat(20_000) }),
      ).rejects.toBeInstanceOf(RefusedError);
      await expect(
        posts.create({ channel_id: world.channel("dev"), message: "x".repeat(400_000) }),
      ).rejects.toBeInstanceOf(TooLargeError);
      await expect(channels.get("no-id")).rejects.toMatchObject({ status: expect.any(Number) as number });
      await expect(rest.call("GET", "/api/v4/no/such/route")).rejects.toBeInstanceOf(NotFoundError);

      const stranger = createRest({ ...network, token: "zzzzzzzzzzzzzzzzzzzzzzzzzz" });
      await expect(stranger.users.me()).rejects.toBeInstanceOf(AuthenticationError);
    },
  },
];

/** Without a licence each of these is refused, and says so. */
export const licensed: readonly Deed[] = [
  {
    says: "groups say that they need a licence",
    run: async ({ world, team, as }) => {
      const { groups } = await as("ann");
      const group = {
        name: "crew",
        display_name: "Crew",
        source: "custom",
        allow_reference: true,
        user_ids: [],
      } as const;
      for (const call of [
        () => groups.create(group),
        () => groups.ofChannel(world.channel("dev")),
        () => groups.ofTeam(team),
        () => groups.members("zzzzzzzzzzzzzzzzzzzzzzzzzz"),
      ])
        await expect(call()).rejects.toMatchObject({ hint: expect.stringContaining("licence") as string });
    },
  },
  {
    says: "acknowledgements, scheduled posts and bookmarks say that they need a licence",
    run: async ({ world, team, as }) => {
      const { posts, acknowledgements, scheduledPosts, bookmarks } = await as("ben");
      const dev = world.channel("dev");
      const post = await posts.create({ channel_id: dev, message: "read me" });
      const ack = acknowledgements.add(world.id("ben"), post.id);
      await expect(ack).rejects.toBeInstanceOf(ServerFailure);
      const later = scheduledPosts.create({
        channel_id: dev,
        message: "later",
        scheduled_at: world.server.now() + 60_000,
      });
      await expect(later).rejects.toMatchObject({ hint: expect.stringContaining("licence") as string });
      await expect(scheduledPosts.list(team)).rejects.toMatchObject({
        hint: expect.stringContaining("licence") as string,
      });
      const link = bookmarks.create(dev, { display_name: "Docs", type: "link", link_url: "https://example.com" });
      await expect(link).rejects.toMatchObject({ hint: expect.stringContaining("licence") as string });
      await expect(bookmarks.list(dev)).rejects.toMatchObject({ hint: expect.stringContaining("licence") as string });
    },
  },
];
