/** What the simulator's lists and threads cost, counted in posts that are looked at: it must not grow with what lies there. */
import { ManualClock } from "@matterwright/clock";
import type { Post } from "@matterwright/protocol";
import { describe, expect, test } from "vitest";
import { Simulator } from "../../simulator.ts";
import { demoTown } from "../../towns.ts";

/** A town in which every look at a post is counted. */
function town() {
  const clock = new ManualClock();
  const sim = new Simulator({ clock });
  const { bot, channels, people } = demoTown(sim);
  let looks = 0;
  const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    clock.advance(1);
    const answer = await sim.handle({
      method,
      target: `/api/v4${path}`,
      headers: { authorization: `Bearer ${bot.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(String(answer.body)) as Record<string, unknown>;
  };
  const post = async (message: string, rootId = ""): Promise<string> => {
    const { id } = await ask("POST", "/posts", { channel_id: channels.ops.id, message, root_id: rootId });
    watch(sim.world.posts.get(String(id)) as Post);
    return String(id);
  };
  const watch = (watched: Post): void => {
    for (const name of ["update_at", "delete_at", "create_at"] as const) {
      let value = watched[name];
      const get = (): number => {
        looks++;
        return value;
      };
      const set = (next: number): void => {
        value = next;
      };
      Object.defineProperty(watched, name, { enumerable: true, get, set });
    }
  };
  const looksOf = async (act: () => Promise<unknown>): Promise<number> => {
    const before = looks;
    await act();
    return looks - before;
  };
  return { clock, sim, channels, people, ask, post, looksOf };
}

describe("what came since a moment", () => {
  test("costs as much in a long channel as in a short one", async () => {
    const { clock, channels, ask, post, looksOf } = town();
    const costs: number[] = [];
    for (const length of [20, 400]) {
      for (let each = 0; each < length; each++) await post(`${each}`);
      const since = clock.now();
      await post("new");
      let order: unknown;
      const cost = await looksOf(async () => {
        ({ order } = await ask("GET", `/channels/${channels.ops.id}/posts?since=${since}`));
      });
      expect(order).toHaveLength(1);
      costs.push(cost);
    }
    expect(costs[1]).toBe(costs[0]);
  });

  test("is right however often and in whatever way posts moved", async () => {
    const { clock, channels, ask, post } = town();
    const ids: string[] = [];
    for (let each = 0; each < 30; each++) ids.push(await post(`${each}`));
    for (let round = 0; round < 20; round++)
      for (const id of ids) await ask("POST", "/reactions", { user_id: "me", post_id: id, emoji_name: `n${round}` });
    const since = clock.now();
    const [edited, deleted, replied, untouched] = ids as [string, string, string, string];
    await ask("PUT", `/posts/${edited}/patch`, { message: "edited" });
    await ask("DELETE", `/posts/${deleted}`);
    const reply = await post("reply", replied);
    const { posts } = await ask("GET", `/channels/${channels.ops.id}/posts?since=${since}`);
    expect(posts).toMatchObject({ [edited]: {}, [deleted]: {}, [replied]: {}, [reply]: {} });
    expect(posts).not.toHaveProperty(untouched);
    // The row that the edit replaced is a fifth.
    expect(Object.keys(posts as object)).toHaveLength(5);
  });

  test("a page costs as much at the end of a long channel as of a short one", async () => {
    const { channels, ask, post, looksOf } = town();
    const costs: number[] = [];
    for (const length of [20, 400]) {
      for (let each = 0; each < length; each++) await post(`${each}`);
      costs.push(await looksOf(() => ask("GET", `/channels/${channels.ops.id}/posts?per_page=10`)));
    }
    expect(costs[1]).toBe(costs[0]);
  });
});

describe("a reply to a thread", () => {
  test("costs a little for each follower, whatever the number of replies", async () => {
    const { people, post, looksOf } = town();
    const root = await post(`@${people.ann.username} @${people.ben.username} @${people.cat.username}`);
    const costs: number[] = [];
    for (const length of [10, 600]) {
      for (let each = 0; each < length; each++) await post(`${each}`, root);
      costs.push(await looksOf(() => post("one more", root)));
    }
    const [short = 0, long = 0] = costs;
    // Four followers look for their place among the replies by halves: six more steps for 64 times the replies.
    expect(long - short).toBeLessThanOrEqual(4 * 7 + 2 * 7);
  });
});
