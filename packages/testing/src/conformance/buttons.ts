/** §4 Buttons: what a click asks of an integration, and what its answer does to the post. */
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Answered, World } from "./world.ts";

const ASKED = "/buttons";

/** A post of the bot with one button and a file, which cat can click. */
async function withButton(world: World): Promise<Answered> {
  const form = new FormData();
  form.set("channel_id", world.channel("dev"));
  form.set("files", new Blob(["x"]), "x.txt");
  const request = new Response(form);
  const upload = await world.call("wright", "POST /api/v4/files", {
    raw: new Uint8Array(await request.arrayBuffer()),
    headers: { "Content-Type": request.headers.get("content-type") ?? "" },
  });
  expect(upload.status).toBe(201);
  return world.post("wright", "decide", {
    file_ids: [upload.at("file_infos.0.id")],
    props: { attachments: [{ actions: [button(world)] }], more: "kept" },
  });
}

function button(world: World): Readonly<Record<string, unknown>> {
  const url = `${world.server.receiver.base}${ASKED}`;
  return { id: "yes", name: "Yes", type: "button", integration: { url, context: { ticket: 7 } } };
}

async function click(world: World, post: Answered, answer: unknown): Promise<Answered> {
  world.server.receiver.replies(ASKED, [{ body: answer as never }]);
  return world.call("cat", `POST /api/v4/posts/${String(post.at("id"))}/actions/yes`, { body: {} });
}

async function now(world: World, post: Answered): Promise<Answered> {
  return world.call("cat", `GET /api/v4/posts/${String(post.at("id"))}`);
}

function buttonsOf(post: Answered): unknown {
  return post.at("props.attachments.0.actions.0.id");
}

export const buttons: readonly Case[] = [
  {
    section: "§4 trap 18",
    says: "an answer without `update` changes nothing.",
    run: async (world) => {
      const post = await withButton(world);
      expect((await click(world, post, {})).status).toBe(200);
      const after = await now(world, post);
      expect([after.at("message"), after.at("file_ids.length"), buttonsOf(after)]).toEqual(["decide", 1, "yes"]);
    },
  },
  {
    section: "§4 trap 18",
    says: "an update without a message clears it, without file_ids takes the files, and without props keeps the buttons.",
    run: async (world) => {
      const post = await withButton(world);
      expect((await click(world, post, { update: {} })).status).toBe(200);
      const after = await now(world, post);
      expect(after.at("message")).toBe("");
      expect(after.at("file_ids") ?? []).toEqual([]);
      expect([buttonsOf(after), after.at("props.more")]).toEqual(["yes", "kept"]);
    },
  },
  {
    section: "§4 trap 18",
    says: "an update with empty props takes the buttons away.",
    run: async (world) => {
      const post = await withButton(world);
      const update = { message: "decided", props: {}, file_ids: post.at("file_ids") };
      expect((await click(world, post, { update })).status).toBe(200);
      const after = await now(world, post);
      expect([after.at("message"), after.at("file_ids.length")]).toEqual(["decided", 1]);
      expect(buttonsOf(after)).toBeUndefined();
    },
  },
  {
    section: "§4 trap 18",
    says: "what is not 200 with JSON, or 200 with nothing, is a refused click that changes nothing.",
    run: async (world) => {
      const post = await withButton(world);
      world.server.receiver.replies(ASKED, [
        { status: 201, body: { update: { message: "no" } } },
        { body: "no JSON" },
        { body: "" },
      ]);
      const click = `POST /api/v4/posts/${String(post.at("id"))}/actions/yes`;
      const statuses: number[] = [];
      for (let n = 0; n < 3; n++) statuses.push((await world.call("cat", click, { body: {} })).status);
      expect(statuses).toEqual([400, 400, 200]);
      expect((await now(world, post)).at("message")).toBe("decide");
    },
  },
];
