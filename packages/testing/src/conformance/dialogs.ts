/** §4 Dialogs: who may open them with what, what their events hold, and what becomes of a submission. */
import { createPublicKey, verify } from "node:crypto";
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Answered, World } from "./world.ts";

const CLICKED = "/clicked";
const DIALOG = "/dialog";
const OPEN = "POST /api/v4/actions/dialogs/open";
const SUBMIT = "POST /api/v4/actions/dialogs/submit";

interface Trigger {
  /** What the integration got. */
  readonly long: string;
  /** What cat's client was told. */
  readonly client: string;
}

/** Cat clicks a button of the bot. */
async function clicked(world: World): Promise<Trigger> {
  world.server.receiver.replies(CLICKED, [{ body: {} }]);
  const integration = { url: `${world.server.receiver.base}${CLICKED}` };
  const actions = [{ id: "go", name: "Go", integration }];
  const post = await world.post("wright", "choose", { props: { attachments: [{ actions }] } });
  const click = await world.call("cat", `POST /api/v4/posts/${String(post.at("id"))}/actions/go`, { body: {} });
  const request = JSON.parse(world.server.receiver.requests.at(-1)?.body ?? "{}") as { trigger_id: string };
  return { long: request.trigger_id, client: String(click.at("trigger_id")) };
}

function open(world: World, who: string, trigger_id: string, dialog: unknown = { title: "Deploy" }): Promise<Answered> {
  return world.call(who, OPEN, { body: { trigger_id, url: `${world.server.receiver.base}${DIALOG}`, dialog } });
}

/** Cat submits to an integration that answers so. */
function submit(world: World, answer: unknown, more: object = {}): Promise<Answered> {
  world.server.receiver.replies(DIALOG, [{ body: answer as never }]);
  const place = { channel_id: world.channel("dev"), team_id: world.town.teamId };
  const said = { callback_id: "cb", state: "s", submission: { env: "prod", many: ["a", "b"], sure: true } };
  return world.call("cat", SUBMIT, {
    body: { url: `${world.server.receiver.base}${DIALOG}`, ...place, ...said, ...more },
  });
}

function asked(world: World): Record<string, unknown> {
  return JSON.parse(world.server.receiver.requests.at(-1)?.body ?? "{}") as Record<string, unknown>;
}

export const dialogs: readonly Case[] = [
  {
    section: "§4 trap 20",
    says: "a trigger opens dialogs for who clicked, again and again, and nobody has to be logged in.",
    run: async (world) => {
      const [cat, ben] = [await world.socket("cat"), await world.socket("ben")];
      const trigger = await clicked(world);
      const statuses = [];
      for (const who of ["wright", "nobody", "ben"]) statuses.push((await open(world, who, trigger.long)).status);
      await world.rest();
      expect(statuses).toEqual([200, 200, 200]);
      const ids = cat.events("open_dialog").map((event) => event.at("data.dialog.trigger_id"));
      expect(ids).toEqual([trigger.client, trigger.client, trigger.client]);
      expect(trigger.long.length).toBeGreaterThan(trigger.client.length);
      expect(ben.events("open_dialog")).toEqual([]);
    },
  },
  {
    section: "§4",
    says: "a trigger names who clicked, and is signed with the key that clients may read.",
    run: async (world) => {
      const { long } = await clicked(world);
      const [client = "", user = "", at = "", signature = ""] = atob(long).split(":");
      expect(user).toBe(world.id("cat"));
      const config = await world.call("wright", "GET /api/v4/config/client?format=old");
      const der = Buffer.from(String(config.at("AsymmetricSigningPublicKey")), "base64");
      const key = createPublicKey({ key: der, format: "der", type: "spki" });
      const isSigned = (text: string): boolean =>
        verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64"));
      expect(isSigned(`${client}:${user}:${at}:`)).toBe(true);
      expect(isSigned(`${client}:${world.id("ben")}:${at}:`)).toBe(false);
    },
  },
  {
    section: "§4 trap 20",
    says: "dialogs that break every rule are shown all the same.",
    run: async (world) => {
      const cat = await world.socket("cat");
      const trigger = await clicked(world);
      const elements = [{ type: "nonsense", name: "x".repeat(400) }];
      expect((await open(world, "wright", trigger.long, { title: "t".repeat(60), elements })).status).toBe(200);
      expect((await open(world, "wright", trigger.long, {})).status).toBe(200);
      await world.rest();
      expect(cat.events("open_dialog").map((event) => event.at("data.dialog.dialog.elements.0.type"))).toEqual([
        "nonsense",
        undefined,
      ]);
    },
  },
  {
    section: "§4 trap 20",
    says: "a trigger is over after thirty seconds, and a changed one is none.",
    run: async (world) => {
      const { long } = await clicked(world);
      const parts = atob(long).split(":");
      const forged = btoa([parts[0], world.id("ben"), parts[2], parts[3]].join(":"));
      const refused = await open(world, "wright", forged);
      expect([refused.status, String(refused.at("id"))]).toEqual([
        400,
        expect.stringMatching(/^interactive_message\.decode_trigger_id\./),
      ]);
      await world.server.wait(31_000);
      const late = await open(world, "wright", long);
      expect([late.status, late.at("id")]).toEqual([400, "interactive_message.decode_trigger_id.expired"]);
    },
  },
  {
    section: "§4 trap 20",
    says: "a submission without a team is refused.",
    run: async (world) => {
      expect((await submit(world, {}, { team_id: "" })).status).toBe(403);
      expect((await submit(world, {})).status).toBe(200);
    },
  },
  {
    section: "§4",
    says: "the integration hears who really submitted, and its errors are shown.",
    run: async (world) => {
      const answer = await submit(world, { errors: { env: "no" }, more: 1 }, { user_id: world.id("ben"), type: "x" });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { errors: { env: "no" } }]);
      expect(asked(world)).toEqual({
        type: "dialog_submission",
        callback_id: "cb",
        state: "s",
        user_id: world.id("cat"),
        channel_id: world.channel("dev"),
        team_id: world.town.teamId,
        submission: { env: "prod", many: ["a", "b"], sure: true },
        cancelled: false,
      });
    },
  },
  {
    section: "§4",
    says: "a next form comes with the type form and with no other, and is judged by nobody.",
    run: async (world) => {
      const form = { title: "", elements: [{ name: "n", type: "select", options: [], refresh: true }] };
      const next = await submit(world, { type: "form", form });
      expect([next.status, next.at("form.elements.0.refresh"), next.at("form.submit_label")]).toEqual([200, true, ""]);
      const statuses = [];
      for (const answer of [{ type: "ok", form }, { type: "form" }, { type: "navigate" }])
        statuses.push((await submit(world, answer)).status);
      expect(statuses).toEqual([400, 400, 200]);
    },
  },
  {
    section: "§4",
    says: "choices are looked up at an address of the web, and come back as texts and values.",
    run: async (world) => {
      const url = `${world.server.receiver.base}/lookup`;
      world.server.receiver.replies("/lookup", [
        { body: { items: [{ text: "API", value: "api", more: 1 }] } },
        { body: "" },
      ]);
      const place = { channel_id: world.channel("dev"), team_id: world.town.teamId };
      const body = { url, ...place, submission: { query: "a", selected_field: "service" } };
      const lookup = (more: object = {}): Promise<Answered> =>
        world.call("cat", "POST /api/v4/actions/dialogs/lookup", { body: { ...body, ...more } });
      const found = await lookup();
      expect([found.status, JSON.parse(found.text)]).toEqual([200, { items: [{ text: "API", value: "api" }] }]);
      expect([asked(world)["type"], asked(world)["submission"]]).toEqual(["dialog_lookup", body.submission]);
      expect((await lookup()).text).toBe('{"items":null}');
      expect((await lookup({ url: "ftp://x" })).status).toBe(400);
    },
  },
];
