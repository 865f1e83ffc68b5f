/** Files, emoji and pictures. */
import { expect } from "vitest";
import { type Deed, PICTURE, whole } from "./deed.ts";

async function* pieces(text: string, times: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < times; index++) yield await Promise.resolve(new TextEncoder().encode(text));
}

export const files: readonly Deed[] = [
  {
    says: "a file is streamed up and down, and belongs to its post",
    run: async ({ world, as }) => {
      const rest = await as("wright");
      const channel = world.channel("dev");
      const content = pieces("0123456789", 10_000);
      const file = await rest.files.upload({ channel, name: "ä b.txt", content, size: 100_000 });
      expect(file).toMatchObject({ name: "ä b.txt", size: 100_000 });
      expect((await rest.files.info(file.id)).id).toBe(file.id);
      const post = await rest.posts.create({ channel_id: channel, message: "a file", file_ids: [file.id] });
      expect((await rest.files.ofPost(post.id)).map(({ id }) => id)).toEqual([file.id]);
      const text = new TextDecoder().decode(await whole(await rest.files.download(file.id)));
      expect(text).toBe("0123456789".repeat(10_000));
    },
  },
  {
    says: "a stream whose length nobody knows is uploaded too",
    run: async ({ world, as }) => {
      const { files: own } = await as("wright");
      const file = await own.upload({ channel: world.channel("dev"), name: "stream.txt", content: pieces("ab", 5) });
      expect(file.size).toBe(10);
    },
  },
  {
    says: "a file in pieces goes on where it was",
    run: async ({ world, as }) => {
      const { files: own } = await as("wright");
      const first = new Uint8Array(5 * 1_024 * 1_024).fill(97);
      const size = first.byteLength + 3;
      const upload = await own.beginUpload({ channel: world.channel("dev"), name: "pieces.txt", size });
      expect(await own.uploadPiece(upload.id, first)).toBeUndefined();
      expect((await own.uploadState(upload.id)).file_offset).toBe(first.byteLength);
      const file = await own.uploadPiece(upload.id, new TextEncoder().encode("end"));
      const content = new TextDecoder().decode(await whole(await own.download(file?.id ?? "")));
      expect([content.length, content.slice(-4)]).toEqual([size, "aend"]);
    },
  },
  {
    says: "files are found by their names",
    run: async ({ world, team, as, name }) => {
      const rest = await as("ben");
      const file = await rest.files.upload({
        channel: world.channel("dev"),
        name: `${name("zither")}.txt`,
        content: "z",
      });
      await rest.posts.create({ channel_id: world.channel("dev"), file_ids: [file.id] });
      expect((await rest.files.search(team, { terms: name("zither") })).order).toEqual([file.id]);
    },
  },
  {
    says: "a picture has a thumbnail and a preview",
    run: async ({ world, as }) => {
      const { files: own } = await as("wright");
      const file = await own.upload({ channel: world.channel("dev"), name: "dot.png", content: PICTURE });
      expect((await whole(await own.thumbnail(file.id))).byteLength).toBeGreaterThan(0);
      expect((await whole(await own.preview(file.id))).byteLength).toBeGreaterThan(0);
    },
  },
  {
    says: "a public link is refused where the server has them switched off",
    run: async ({ world, as }) => {
      const { files: own, posts } = await as("wright");
      const file = await own.upload({ channel: world.channel("dev"), name: "a.txt", content: "a" });
      await posts.create({ channel_id: world.channel("dev"), file_ids: [file.id] });
      await expect(own.publicLink(file.id)).rejects.toMatchObject({
        name: "PermissionError",
        hint: expect.stringContaining("switched off") as string,
      });
    },
  },
  {
    says: "emoji are made, found and deleted",
    run: async ({ world, as, name }) => {
      const { emoji } = await as("ann");
      const own = name("party").replaceAll("-", "_");
      const made = await emoji.create({ name: own, user: world.id("ann"), image: PICTURE });
      expect((await emoji.get(made.id)).name).toBe(own);
      expect((await emoji.byName(own)).id).toBe(made.id);
      expect((await emoji.byNames([own, "nobody_made_this"])).map(({ id }) => id)).toEqual([made.id]);
      expect((await emoji.search(own)).map(({ id }) => id)).toEqual([made.id]);
      expect((await emoji.list({ perPage: 200 })).length).toBeGreaterThan(0);
      expect((await Array.fromAsync(emoji.all())).map(({ id }) => id)).toContain(made.id);
      expect((await whole(await emoji.image(made.id))).byteLength).toBeGreaterThan(0);
      const again = emoji.create({ name: own, user: world.id("ann"), image: PICTURE });
      await expect(again).rejects.toMatchObject({ name: "ConflictError" });
      await emoji.delete(made.id);
      await expect(emoji.get(made.id)).rejects.toMatchObject({ name: "NotFoundError" });
    },
  },
  {
    says: "people and teams have pictures",
    run: async ({ world, team, as }) => {
      const { users, teams } = await as("ann");
      await users.setImage(world.id("wright"), PICTURE);
      expect((await whole(await users.image(world.id("wright")))).byteLength).toBeGreaterThan(0);
      await users.resetImage(world.id("wright"));
      await expect(teams.icon(team)).rejects.toMatchObject({ name: "NotFoundError" });
      await teams.setIcon(team, PICTURE);
      expect((await whole(await teams.icon(team))).byteLength).toBeGreaterThan(0);
      await teams.removeIcon(team);
    },
  },
];
