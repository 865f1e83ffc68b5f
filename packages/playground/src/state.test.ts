import type { Broadcast, Post, Reaction } from "@matterwright/protocol";
import { type Person, Simulator, demoTown } from "@matterwright/sim";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyEvent, keepPosts } from "./page/events.ts";
import { channelName } from "./page/names.ts";
import { State } from "./page/state.ts";

const NOBODY: Broadcast = {
  omit_users: null,
  user_id: "",
  channel_id: "",
  team_id: "",
  connection_id: "",
  omit_connection_id: "",
};

/** Frames are not made up: ben does something in a town, and what ann hears is what the page is given. */
describe("what the page knows", () => {
  let sim: Simulator;
  let state: State;
  let ann: Person;
  let known: number;

  beforeEach(() => {
    sim = new Simulator();
    const town = demoTown(sim);
    state = new State();
    state.me = town.people.ann;
    for (const user of Object.values(town.people)) state.users.set(user.id, user);
    for (const channel of Object.values(town.channels)) state.channels.set(channel.id, channel);
    state.channelId = town.channels["town-square"].id;
    ann = sim.person("ann");
    known = ann.heard.length;
  });

  afterEach(() => sim.stop());

  /** Takes in what ann's client heard since the last time. */
  function hear(from = known): void {
    for (const { event, data } of ann.heard.slice(from)) applyEvent(state, { event, data, broadcast: NOBODY }, 1_000);
    known = ann.heard.length;
  }

  const shown = (): string[] => state.rootsOf(state.channelId ?? "").map(({ message }) => message);

  test("posts come in the order in which they were written, edits replace, deletes remove", async () => {
    const ben = sim.person("ben");
    const one = await ben.says("one");
    await ben.says("two");
    hear();
    expect(shown()).toEqual(["one", "two"]);
    await ben.edits(one, "first");
    hear();
    expect(shown()).toEqual(["first", "two"]);
    await ben.deletes(one);
    hear();
    expect(shown()).toEqual(["two"]);
  });

  test("replies are counted at their root, and go with it", async () => {
    const ben = sim.person("ben");
    const root = await ben.says("root");
    const reply = await ben.says("reply", { thread: root });
    hear();
    expect(shown()).toEqual(["root"]);
    expect(state.posts.get(root.id)?.reply_count).toBe(1);
    expect(state.repliesTo(root.id).map(({ message }) => message)).toEqual(["reply"]);
    await ben.deletes(root);
    hear();
    expect([state.posts.has(root.id), state.posts.has(reply.id)]).toEqual([false, false]);
  });

  test("a post that is heard of twice is counted once", async () => {
    const ben = sim.person("ben");
    const root = await ben.says("root");
    await ben.says("reply", { thread: root });
    const before = known;
    hear();
    hear(before);
    expect(state.posts.get(root.id)?.reply_count).toBe(1);
  });

  test("reactions stay when the text is edited", async () => {
    const ben = sim.person("ben");
    const post = await ben.says("good news");
    await ben.reacts(post, "tada");
    await ben.edits(post, "very good news");
    hear();
    const reactions = (): readonly Reaction[] => state.posts.get(post.id)?.metadata?.reactions ?? [];
    expect(reactions().map(({ emoji_name }) => emoji_name)).toEqual(["tada"]);
    expect(shown()).toEqual(["very good news"]);
    await ben.unreacts(post, "tada");
    hear();
    expect(reactions()).toEqual([]);
  });

  test("a channel that is not in sight becomes unread by others' posts", async () => {
    await sim.person("ben").says("over here", { in: "ops" });
    hear();
    expect([...state.unread].map((id) => state.channels.get(id)?.name)).toEqual(["ops"]);
  });

  test("a page of posts keeps the server's order even within a millisecond, and leaves out what was deleted", () => {
    const post = (id: string, more: Partial<Post> = {}): Post =>
      ({
        id,
        message: id,
        root_id: "",
        channel_id: state.channelId,
        create_at: 5,
        delete_at: 0,
        reply_count: 0,
        ...more,
      }) as Post;
    const posts = { a: post("a"), b: post("b"), c: post("c", { delete_at: 6 }), d: post("d") };
    keepPosts(state, { posts, order: ["b", "c", "a", "d"] });
    expect(shown()).toEqual(["d", "a", "b"]);
  });

  test("whoever is typing stops with the post", async () => {
    const { user: ben } = sim.person("ben");
    const broadcast = { ...NOBODY, channel_id: state.channelId ?? "" };
    applyEvent(state, { event: "typing", data: { user_id: ben.id, parent_id: "" }, broadcast }, 1_000);
    expect(state.typists).toEqual([expect.objectContaining({ userId: ben.id, untilMs: 6_000 })]);
    await sim.person("ben").says("done");
    hear();
    expect(state.typists).toEqual([]);
  });

  test("events that mean nothing here change nothing", () => {
    expect(applyEvent(state, { event: "strange", data: {}, broadcast: NOBODY }, 0)).toBe(false);
  });

  test("a direct message goes by the other's name", async () => {
    const { channel_id } = await sim.person("ben").says("psst", { in: "@ann" });
    const channel = sim.world.channels.get(channel_id);
    expect(channel?.type).toBe("D");
    expect(channel && channelName(state, channel)).toBe("Ben");
  });

  test("listeners are told once for all changes of a turn", async () => {
    let told = 0;
    state.onChange(() => told++);
    state.changed();
    state.changed();
    await Promise.resolve();
    expect(told).toBe(1);
  });
});
