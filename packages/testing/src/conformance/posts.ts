/** §3 and §7 Posts and their files: what is kept, what is replaced, what disappears. */
import { expect } from "vitest";
import type { Case } from "./case.ts";

export const posts: readonly Case[] = [
  {
    section: "§2 trap 13",
    says: "post_deleted carries the post as it was; the replies vanish without a word; only admins hear who did it.",
    run: async (world) => {
      const root = await world.post("ben", "root");
      const reply = await world.post("cat", "reply", { root_id: root.at("id") });
      const [ann, cat] = [await world.socket("ann"), await world.socket("cat")];
      await world.call("ben", `DELETE /api/v4/posts/${String(root.at("id"))}`);
      await world.rest();
      for (const listener of [ann, cat]) {
        const deleted = listener.events("post_deleted");
        expect(deleted.map((frame) => [frame.at("data.post.id"), frame.at("data.post.delete_at")])).toEqual([
          [root.at("id"), 0],
        ]);
      }
      expect(ann.events("post_deleted")[0]?.at("data.delete_by")).toBe(world.id("ben"));
      expect(cat.events("post_deleted")[0]?.has("data.delete_by")).toBe(false);
      expect((await world.call("cat", `GET /api/v4/posts/${String(reply.at("id"))}`)).status).toBe(404);
    },
  },
  {
    section: "§12 trap 14",
    says: "since answers by update_at: new posts, deleted ones, history rows of edits, and posts touched by reactions.",
    run: async (world) => {
      const [edited, touched, quiet] = [
        await world.post("ben", "edited"),
        await world.post("ben", "touched"),
        await world.post("ben", "quiet"),
      ];
      await world.server.wait(20);
      const since = Number(quiet.at("update_at")) + 1;
      const deleted = await world.post("ben", "deleted");
      await world.call("ben", `PUT /api/v4/posts/${String(edited.at("id"))}/patch`, { body: { message: "better" } });
      await world.call("ben", `DELETE /api/v4/posts/${String(deleted.at("id"))}`);
      const reaction = { user_id: world.id("ben"), post_id: touched.at("id"), emoji_name: "wave" };
      await world.call("ben", "POST /api/v4/reactions", { body: reaction });
      const answer = await world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts?since=${since}`);
      const found = Object.values(answer.at("posts") as Record<string, Record<string, unknown>>);
      expect(found.map((post) => post["id"])).toEqual(
        expect.arrayContaining([edited.at("id"), touched.at("id"), deleted.at("id")]),
      );
      expect(found.map((post) => post["id"])).not.toContain(quiet.at("id"));
      const history = found.filter((post) => post["original_id"] === edited.at("id"));
      expect(history.map((post) => [post["message"], Number(post["delete_at"]) > 0])).toEqual([["", true]]);
    },
  },
  {
    section: "§12 trap 15",
    says: "last_post_at of a channel moves with posts and neither with deletions nor with reactions.",
    run: async (world) => {
      const lastPostAt = async (): Promise<unknown> =>
        (await world.call("ben", `GET /api/v4/channels/${world.channel("dev")}`)).at("last_post_at");
      const post = await world.post("ben", "hi");
      const before = await lastPostAt();
      expect(before).toBe(post.at("create_at"));
      await world.server.wait(20);
      const reaction = { user_id: world.id("ben"), post_id: post.at("id"), emoji_name: "wave" };
      await world.call("ben", "POST /api/v4/reactions", { body: reaction });
      await world.call("ben", `DELETE /api/v4/posts/${String(post.at("id"))}`);
      expect(await lastPostAt()).toBe(before);
    },
  },
  {
    section: "§12",
    says: "A page by its number names the post that follows it, so that a deletion between two pages is seen.",
    run: async (world) => {
      const posts: unknown[] = [];
      for (let n = 0; n < 6; n++) {
        posts.push((await world.post("ben", `m${n}`)).at("id"));
        await world.server.wait(5);
      }
      const page = (number: number): ReturnType<typeof world.call> =>
        world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts?per_page=2&page=${number}`);
      expect((await page(0)).at("order")).toEqual([posts[5], posts[4]]);
      expect((await page(1)).at("next_post_id")).toBe(posts[4]);
      await world.call("ben", `DELETE /api/v4/posts/${String(posts[5])}`);
      const later = await page(1);
      expect([later.at("order"), later.at("next_post_id")]).toEqual([[posts[2], posts[1]], posts[3]]);
    },
  },
  {
    section: "§12",
    says: "Behind a post that nobody knows there is nothing, and behind a deleted one everything.",
    run: async (world) => {
      const [first, second] = [await world.post("ben", "first"), await world.post("ben", "second")];
      const after = async (id: string): Promise<unknown> =>
        (await world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts?after=${id}`)).at("order");
      expect(await after("zzzzzzzzzzzzzzzzzzzzzzzzzz")).toEqual([]);
      await world.call("ben", `DELETE /api/v4/posts/${String(first.at("id"))}`);
      expect(await after(String(first.at("id")))).toEqual([second.at("id")]);
    },
  },
  {
    section: "§3 trap 16",
    says: "A pending_post_id sent again answers 201 with the first post, without it, and is heard once; after 30 seconds it is new.",
    run: async (world) => {
      const cat = await world.socket("cat");
      const pending = { pending_post_id: `${world.id("ben")}:1` };
      const first = await world.post("ben", "once", pending);
      const again = await world.post("ben", "once", pending);
      expect([again.at("id"), again.at("pending_post_id")]).toEqual([first.at("id"), ""]);
      await world.rest();
      expect(cat.events("posted").length).toBe(1);
      await world.server.wait(31_000);
      expect((await world.post("ben", "once", pending)).at("id")).not.toBe(first.at("id"));
    },
  },
  {
    section: "§3 trap 16",
    says: "Two posts at once with one pending_post_id make one post: the others are 500 or answer the first.",
    run: async (world) => {
      const cat = await world.socket("cat");
      const body = { channel_id: world.channel("dev"), message: "at once", pending_post_id: "twins:1" };
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => world.call("ben", "POST /api/v4/posts", { body })),
      );
      const made = answers.filter(({ status }) => status === 201);
      expect(new Set(made.map((answer) => answer.at("id"))).size).toBe(1);
      for (const answer of answers)
        if (answer.status !== 201)
          expect([answer.status, answer.at("id")]).toEqual([500, "api.post.deduplicate_create_post.pending"]);
      await world.rest();
      expect(cat.events("posted").length).toBe(1);
    },
  },
  {
    section: "§3 trap 17",
    says: "Given props replace all; PUT without props keeps them; every edit leaves a row of history.",
    run: async (world) => {
      const post = await world.post("ben", "one", { props: { a: "1", b: "2" } });
      const id = String(post.at("id"));
      const kept = await world.call("ben", `PUT /api/v4/posts/${id}`, { body: { id, message: "two" } });
      expect([kept.status, kept.at("props")]).toEqual([200, { a: "1", b: "2" }]);
      const replaced = await world.call("ben", `PUT /api/v4/posts/${id}/patch`, { body: { props: { c: "3" } } });
      expect(replaced.at("props")).toEqual({ c: "3" });
      const history = await world.call("ben", `GET /api/v4/posts/${id}/edit_history`);
      expect([history.status, history.at("length")]).toEqual([200, 2]);
    },
  },
  {
    section: "§4 trap 19",
    says: "What a button calls is not shown to anybody.",
    run: async (world) => {
      const cat = await world.socket("cat");
      const integration = { url: "http://127.0.0.1:9/secret-path", context: { secret: "shibboleth" } };
      const attachments = [{ text: "card", actions: [{ id: "go", name: "Go", integration }] }];
      const post = await world.post("ben", "", { props: { attachments } });
      await world.rest();
      const read = await world.call("cat", `GET /api/v4/posts/${String(post.at("id"))}`);
      expect(cat.events("posted").length).toBe(1);
      for (const text of [post.text, read.text, ...cat.texts]) expect(text).not.toMatch(/secret-path|shibboleth/);
      expect(read.at("props.attachments.0.actions.0.id")).toBe("go");
    },
  },
  {
    section: "§3 trap 24",
    says: "A message has at most 16383 code points, however many units each takes.",
    run: async (world) => {
      expect((await world.post("ben", "😀".repeat(16_383))).at("message")).toBe("😀".repeat(16_383));
      const body = { channel_id: world.channel("dev"), message: "a".repeat(16_384) };
      const refused = await world.call("ben", "POST /api/v4/posts", { body });
      expect([refused.status, refused.at("id")]).toEqual([400, "model.post.is_valid.message_length.app_error"]);
    },
  },
  {
    section: "§7 trap 24",
    says: "A file belongs to the first post it is given to, and silently to no other.",
    run: async (world) => {
      const target = `POST /api/v4/files?channel_id=${world.channel("dev")}&filename=a.txt`;
      const upload = await world.call("ben", target, { raw: "hello" });
      expect(upload.status).toBe(201);
      const file = upload.at("file_infos.0.id");
      const first = await world.post("ben", "mine", { file_ids: [file] });
      expect([first.at("file_ids"), first.at("metadata.files.0.name")]).toEqual([[file], "a.txt"]);
      const second = await world.post("ben", "again", { file_ids: [file] });
      expect(second.at("file_ids")).toBeNull();
      expect((await world.call("cat", `GET /api/v4/files/${String(file)}`)).text).toBe("hello");
    },
  },
];
