/** Posts, threads, pins, reactions, reminders: what people write. */
import { expect } from "vitest";
import type { ClientStage, Deed } from "./deed.ts";

const MANY = 205;
const NUMBERS = Array.from({ length: MANY }, (_, index) => index);

/** A thread of many posts, alone in its channel. */
async function longThread({
  team,
  as,
  name,
}: ClientStage): Promise<{ readonly channel: string; readonly root: string }> {
  const { channels, posts } = await as("ann");
  const { id: channel } = await channels.create({ team_id: team, name: name("many"), display_name: "Many", type: "O" });
  const { id: root } = await posts.create({ channel_id: channel, message: "root" });
  for (const number of NUMBERS) await posts.create({ channel_id: channel, message: `${number}`, root_id: root });
  return { channel, root };
}

export const writing: readonly Deed[] = [
  {
    says: "posts are created, read, changed, pinned and deleted",
    run: async ({ world, as }) => {
      const { posts } = await as("wright");
      const dev = world.channel("dev");
      const post = await posts.create({ channel_id: dev, message: "one", props: { a: "1" } });
      expect(await posts.get(post.id)).toMatchObject({ id: post.id, message: "one" });
      expect((await posts.byIds([post.id])).map(({ id }) => id)).toEqual([post.id]);
      expect(await posts.patch(post.id, { message: "two" })).toMatchObject({ message: "two", props: { a: "1" } });
      expect(await posts.update(post.id, { message: "three" })).toMatchObject({ message: "three" });
      expect((await posts.history(post.id)).map(({ message }) => message)).toEqual(["two", "one"]);
      await posts.pin(post.id);
      expect((await posts.pinned(dev)).order).toEqual([post.id]);
      await posts.unpin(post.id);
      expect((await posts.pinned(dev)).order).toEqual([]);
      await posts.delete(post.id);
      await expect(posts.get(post.id)).rejects.toThrow("GET /api/v4/posts/");
    },
  },
  {
    says: "a post is seen by one person only, where the account may do that",
    run: async ({ world, as }) => {
      const { posts } = await as("ann");
      const post = await posts.ephemeral(world.id("cat"), { channel_id: world.channel("dev"), message: "psst" });
      expect(post).toMatchObject({ message: "psst", type: "system_ephemeral" });
      const refused = (await as("wright")).posts.ephemeral(world.id("cat"), { channel_id: world.channel("dev") });
      await expect(refused).rejects.toMatchObject({
        name: "PermissionError",
        hint: expect.stringContaining("create_post_ephemeral") as string,
      });
    },
  },
  {
    says: `${MANY} posts of a channel are walked through, both ways`,
    run: async (stage) => {
      const { posts } = await stage.as("ann");
      const { channel, root } = await longThread(stage);
      const all = (await Array.fromAsync(posts.allAfter(channel, root))).map(({ message }) => message);
      expect(all.map(Number).toSorted((a, b) => a - b)).toEqual(NUMBERS);
      const back = await Array.fromAsync(posts.allBefore(channel));
      expect(
        back
          .filter(({ root_id: rootId }) => rootId === root)
          .map(({ message }) => message)
          .toSorted(),
      ).toEqual(all.toSorted());
      expect(back.map(({ create_at: at }) => at)).toEqual(
        back.map(({ create_at: at }) => at).toSorted((a, b) => b - a),
      );
    },
  },
  {
    says: `the ${MANY} posts of a thread are walked through`,
    run: async (stage) => {
      const { posts } = await stage.as("ann");
      const { root } = await longThread(stage);
      const thread = await Array.fromAsync(posts.allInThread(root));
      expect(thread[0]?.id).toBe(root);
      expect(
        thread
          .slice(1)
          .map(({ message }) => Number(message))
          .toSorted((a, b) => a - b),
      ).toEqual(NUMBERS);
      expect((await posts.thread(root)).order.length).toBe(MANY + 1);
    },
  },
  {
    says: "posts are found by their words",
    run: async ({ world, team, as }) => {
      const { posts } = await as("ben");
      const post = await posts.create({ channel_id: world.channel("dev"), message: "a xylophone for the band" });
      expect((await posts.search(team, { terms: "xylophone" })).order).toEqual([post.id]);
    },
  },
  {
    says: "a channel is unread from a post on, and read when it is viewed",
    run: async ({ world, as }) => {
      const dev = world.channel("dev");
      const post = await (await as("cat")).posts.create({ channel_id: dev, message: "news" });
      const { posts, channels } = await as("ben");
      await channels.view("me", dev);
      await posts.markUnread("me", post.id);
      expect((await channels.unread("me", dev)).msg_count).toBe(1);
      expect((await posts.aroundUnread("me", dev)).order).toContain(post.id);
      await channels.view("me", dev);
      expect((await channels.unread("me", dev)).msg_count).toBe(0);
    },
  },
  {
    says: "threads are followed, read and left",
    run: async ({ world, team, as }) => {
      const ben = await as("ben");
      const root = await ben.posts.create({ channel_id: world.channel("dev"), message: "thread" });
      const reply = { channel_id: world.channel("dev"), message: "reply", root_id: root.id };
      await (await as("cat")).posts.create(reply);
      expect((await ben.threads.list("me", team)).threads.map(({ id }) => id)).toContain(root.id);
      expect((await Array.fromAsync(ben.threads.all("me", team))).map(({ id }) => id)).toContain(root.id);
      expect(await ben.threads.get("me", team, root.id)).toMatchObject({
        id: root.id,
        reply_count: 1,
        unread_replies: 1,
      });
      const read = await ben.threads.markRead("me", team, { root: root.id, at: world.server.now() + 60_000 });
      expect(read.unread_replies).toBe(0);
      await ben.threads.markAllRead("me", team);
      await ben.threads.unfollow("me", team, root.id);
      await expect(ben.threads.get("me", team, root.id)).rejects.toMatchObject({ name: "NotFoundError" });
      await ben.threads.follow("me", team, root.id);
      expect((await ben.threads.get("me", team, root.id)).id).toBe(root.id);
    },
  },
  {
    says: "reactions are added, listed and removed",
    run: async ({ world, as }) => {
      const { posts, reactions } = await as("wright");
      const post = await posts.create({ channel_id: world.channel("dev"), message: "vote" });
      const reaction = { user: world.id("wright"), post: post.id, emoji: "wave" };
      expect(await reactions.of(post.id)).toEqual([]);
      await reactions.add(reaction);
      expect((await reactions.of(post.id)).map(({ emoji_name: emoji }) => emoji)).toEqual(["wave"]);
      await reactions.remove(reaction);
      expect(await reactions.of(post.id)).toEqual([]);
    },
  },
  {
    says: "reactions of several posts come at once",
    run: async ({ world, as }) => {
      const { posts, reactions } = await as("wright");
      const post = await posts.create({ channel_id: world.channel("dev"), message: "vote" });
      await reactions.add({ user: world.id("wright"), post: post.id, emoji: "wave" });
      expect((await reactions.ofPosts([post.id]))[post.id]?.map(({ emoji_name: emoji }) => emoji)).toEqual(["wave"]);
    },
  },
  {
    says: "a reminder is set",
    run: async ({ world, as }) => {
      const { posts, reminders } = await as("ben");
      const post = await posts.create({ channel_id: world.channel("dev"), message: "later" });
      await expect(
        reminders.set(world.id("ben"), post.id, Math.floor(world.server.now() / 1_000) + 3_600),
      ).resolves.toBeUndefined();
    },
  },
];
