/** §5 Slash commands: who may make them, who runs them as whom, and what becomes of the integration's answers. */
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Answered, World } from "./world.ts";

const ASKED = "/command";
const ROUTE = "POST /api/v4/commands";
const EXECUTE = "POST /api/v4/commands/execute";

/** The command `/deploy` of ann's team, whose integration gives these answers in turn. */
async function withCommand(world: World, replies: readonly unknown[], more = {}): Promise<Answered> {
  world.server.receiver.replies(ASKED, replies as never);
  const body = { team_id: world.town.teamId, trigger: "deploy", method: "P", url: urlOf(world), ...more };
  const made = await world.call("ann", ROUTE, { body });
  expect(made.status).toBe(201);
  return made;
}

function urlOf(world: World): string {
  return `${world.server.receiver.base}${ASKED}`;
}

function run(world: World, who: string, command: string, more = {}): Promise<Answered> {
  return world.call(who, EXECUTE, { body: { command, channel_id: world.channel("dev"), ...more } });
}

function asked(world: World): URLSearchParams {
  return new URLSearchParams(world.server.receiver.requests.at(-1)?.body);
}

async function newest(world: World, channelId = world.channel("dev")): Promise<Answered> {
  const list = await world.call("cat", `GET /api/v4/channels/${channelId}/posts?per_page=1`);
  return world.call("cat", `GET /api/v4/posts/${String(list.at("order.0"))}`);
}

export const commands: readonly Case[] = [
  {
    section: "§5 trap 22",
    says: "an answer for the channel is posted as who ran the command, marked from_webhook.",
    run: async (world) => {
      await withCommand(world, [{ body: { response_type: "in_channel", text: "done", username: "robot" } }]);
      expect((await run(world, "cat", "/deploy api  prod")).status).toBe(200);
      const post = await newest(world);
      expect([post.at("user_id"), post.at("message")]).toEqual([world.id("cat"), "done"]);
      expect([post.at("props.from_webhook"), post.at("props.override_username")]).toEqual(["true", "robot"]);
      expect([asked(world).get("command"), asked(world).get("text")]).toEqual(["/deploy", "api  prod"]);
    },
  },
  {
    section: "§5 trap 22",
    says: "is JSON only if the content type says so; anything else is the text, shown to who ran the command.",
    run: async (world) => {
      const said = '{"response_type":"in_channel","text":"x"}';
      await withCommand(world, [{ body: said, headers: { "Content-Type": "text/plain" } }]);
      const socket = await world.socket("cat");
      const answer = await run(world, "cat", "/deploy");
      await world.rest();
      expect([answer.status, answer.at("response_type"), answer.at("text.text")]).toEqual([200, "", "x"]);
      expect(socket.events("ephemeral_message").map((event) => event.at("data.post.type"))).toEqual([
        "system_ephemeral",
      ]);
      expect(socket.events("posted")).toEqual([]);
    },
  },
  {
    section: "§5 trap 22",
    says: "must be 200: another status, broken JSON and silence are refused with 500.",
    run: async (world) => {
      const json = { "Content-Type": "application/json" };
      await withCommand(world, [
        { status: 201, body: { text: "created" } },
        { body: "{", headers: json },
      ]);
      const [status, broken] = [await run(world, "cat", "/deploy"), await run(world, "cat", "/deploy")];
      expect([status.status, status.at("id")]).toEqual([500, "api.command.execute_command.failed_resp.app_error"]);
      expect([broken.status, broken.at("id")]).toEqual([500, "api.command.execute_command.failed.app_error"]);
    },
  },
  {
    section: "§5 trap 22",
    says: "in a direct message the team must be told.",
    run: async (world) => {
      await withCommand(world, [{ body: { text: "here" } }]);
      const direct = await world.call("cat", "POST /api/v4/channels/direct", {
        body: [world.id("cat"), world.id("ben")],
      });
      const channel_id = direct.at("id");
      const without = await run(world, "cat", "/deploy", { channel_id });
      const told = await run(world, "cat", "/deploy", { channel_id, team_id: world.town.teamId });
      expect([without.status, told.status]).toEqual([403, 200]);
      expect([asked(world).get("channel_id"), asked(world).get("team_id")]).toEqual([channel_id, world.town.teamId]);
    },
  },
  {
    section: "§5 trap 22",
    says: "the response_url takes five answers from anybody who knows it, and no sixth.",
    run: async (world) => {
      await withCommand(world, [{ body: "" }]);
      await run(world, "cat", "/deploy");
      const { pathname } = new URL(asked(world).get("response_url") ?? "");
      const statuses: number[] = [];
      for (let use = 1; use <= 6; use++) {
        const body = { response_type: "in_channel", text: `answer ${use}` };
        statuses.push((await world.call("nobody", `POST ${pathname}`, { body })).status);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 400]);
      const post = await newest(world);
      expect([post.at("message"), post.at("user_id")]).toEqual(["answer 5", world.id("cat")]);
    },
  },
  {
    section: "§5 trap 22",
    says: "the response_url is closed after half an hour.",
    notOnReal: "takes half an hour",
    run: async (world) => {
      await withCommand(world, [{ body: "" }]);
      await run(world, "cat", "/deploy");
      const { pathname } = new URL(asked(world).get("response_url") ?? "");
      await world.server.wait(30 * 60_000 + 1_000);
      const late = await world.call("nobody", `POST ${pathname}`, { body: { text: "late" } });
      expect([late.status, late.at("id")]).toEqual([404, "web.command_webhook.general.app_error"]);
    },
  },
  {
    section: "§5",
    says: "many answers at once, one for another channel; a channel of strangers fails the command.",
    run: async (world) => {
      const square = await world.call("cat", `GET /api/v4/teams/${world.town.teamId}/channels/name/town-square`);
      const extra = [{ response_type: "in_channel", text: "two", channel_id: square.at("id") }];
      const first = { response_type: "in_channel", text: "one", extra_responses: extra, goto_location: "/x" };
      const foreign = { response_type: "in_channel", text: "three", channel_id: world.channel("leads") };
      await withCommand(world, [{ body: first }, { body: foreign }]);
      const answer = await run(world, "cat", "/deploy");
      expect([answer.status, answer.at("goto_location")]).toEqual([200, "/x"]);
      expect((await newest(world)).at("message")).toBe("one");
      expect((await newest(world, String(square.at("id")))).at("message")).toBe("two");
      const refused = await run(world, "cat", "/deploy");
      expect([refused.status, refused.at("id")]).toEqual([
        500,
        "api.command.execute_command.create_post_failed.app_error",
      ]);
    },
  },
  {
    section: "§5",
    says: "cards of an answer come with their links written anew, unless slack parsing is off for the text.",
    run: async (world) => {
      const attachments = [{ title: "<!here>", text: "<http://a.example|a>", fields: [{ title: "n", value: 5 }] }];
      const body = { response_type: "in_channel", text: "<http://b.example|b>", skip_slack_parsing: true, attachments };
      await withCommand(world, [{ body }]);
      await run(world, "cat", "/deploy");
      const post = await newest(world);
      expect([post.at("message"), post.at("type")]).toEqual(["<http://b.example|b>", "slack_attachment"]);
      expect(post.at("props.attachments.0.title")).toBe("<!here>");
      expect(post.at("props.attachments.0.text")).toBe("[a](http://a.example)");
      expect(post.at("props.attachments.0.fields.0.value")).toBe("5");
    },
  },
  {
    section: "§5",
    says: "an answer for the channel shows who ran the command what its buttons do; an ephemeral one has cookies, which click.",
    run: async (world) => {
      const integration = { url: `${world.server.receiver.base}/act`, context: { secret: 1 } };
      const attachments = [
        {
          actions: [
            { id: "go", name: "Go", integration },
            { name: "no id", integration },
          ],
        },
      ];
      await withCommand(world, [{ body: { attachments } }, { body: { response_type: "in_channel", attachments } }]);
      const socket = await world.socket("cat");
      const alone = await run(world, "cat", "/deploy");
      await world.rest();
      const [event] = socket.events("ephemeral_message");
      const cookie = event?.at("data.post.props.attachments.0.actions.0.cookie");
      expect(alone.at("attachments.0.actions.0")).toEqual({ id: "go", name: "Go", cookie });
      expect(String(alone.at("attachments.0.actions.1.id"))).toMatch(/^[a-z0-9]{26}$/);
      world.server.receiver.replies("/act", [{ body: {} }]);
      const click = `POST /api/v4/posts/${String(event?.at("data.post.id"))}/actions/go`;
      expect((await world.call("cat", click, { body: { cookie } })).status).toBe(200);
      const all = await run(world, "cat", "/deploy");
      expect(all.at("attachments.0.actions")).toEqual([
        { id: "go", name: "Go", integration },
        { name: "no id", integration },
      ]);
    },
  },
  {
    section: "§5",
    says: "a command of method G is asked by GET, with everything in the query.",
    run: async (world) => {
      await withCommand(world, [{ body: { text: "ok" } }], { method: "G", url: `${urlOf(world)}?own=1` });
      expect((await run(world, "cat", "/deploy now")).status).toBe(200);
      const request = world.server.receiver.requests.at(-1);
      const query = new URL(request?.path ?? "", "http://x").searchParams;
      expect([request?.method, query.get("own"), query.get("text")]).toEqual(["GET", "1", "now"]);
      expect(query.get("token")).toMatch(/^[a-z0-9]{26}$/);
    },
  },
  {
    section: "§5",
    says: "a command cannot be run in an archived channel, and only an administrator moves it.",
    run: async (world) => {
      const made = await withCommand(world, [{ body: { text: "ok" } }]);
      expect((await world.call("ann", `DELETE /api/v4/channels/${world.channel("ops")}`)).status).toBe(200);
      const archived = await run(world, "ben", "/deploy", { channel_id: world.channel("ops") });
      expect(archived.status).toBe(400);
      const move = `PUT /api/v4/commands/${String(made.at("id"))}/move`;
      expect((await world.call("cat", move, { body: { team_id: world.town.teamId } })).status).toBe(403);
      expect((await world.call("ann", move, { body: { team_id: world.town.teamId } })).status).toBe(200);
    },
  },
  {
    section: "§5 trap 21",
    says: "making slash commands and webhooks needs a team administrator.",
    run: async (world) => {
      const command = { team_id: world.town.teamId, trigger: "mine", method: "P", url: urlOf(world) };
      const hook = { channel_id: world.channel("dev") };
      const outgoing = { team_id: world.town.teamId, ...hook, callback_urls: [urlOf(world)], trigger_words: ["x"] };
      for (const who of ["ben", "wright"]) {
        const statuses = [
          (await world.call(who, ROUTE, { body: command })).status,
          (await world.call(who, "POST /api/v4/hooks/incoming", { body: hook })).status,
          (await world.call(who, "POST /api/v4/hooks/outgoing", { body: outgoing })).status,
        ];
        expect([who, ...statuses]).toEqual([who, 403, 403, 403]);
      }
    },
  },
  {
    section: "§5",
    says: "of what is offered while people type, the hint and the description are kept, and a list of arguments is not.",
    run: async (world) => {
      const argument = {
        Name: "",
        HelpText: "x",
        Type: "TextInput",
        Required: true,
        Data: { Hint: "service", Pattern: "" },
      };
      const list = { Trigger: "deploy", HelpText: "Ship it", RoleID: "system_user", Arguments: [argument] };
      const told = { auto_complete: true, auto_complete_hint: "<service>", auto_complete_desc: "Ship it" };
      const made = await withCommand(world, [{ body: { text: "ok" } }], { ...told, autocomplete_data: list });
      const kept = await world.call("ann", `GET /api/v4/commands/${String(made.at("id"))}`);
      expect([kept.at("auto_complete_hint"), kept.at("autocomplete_data")]).toEqual(["<service>", undefined]);
      const path = `GET /api/v4/teams/${world.town.teamId}/commands/autocomplete_suggestions?user_input=/deploy`;
      const suggested = await world.call("cat", `${path}&channel_id=${world.channel("dev")}`);
      expect(suggested.at("0")).toMatchObject({ Hint: "<service>", Description: "Ship it" });
    },
  },
];
