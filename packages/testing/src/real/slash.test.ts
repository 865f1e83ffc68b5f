/** Slash commands of a bot, from their registration to the last answer, as a server and its people meet them. */
import { sleep, systemClock } from "@matterwright/clock";
import { Bot, z } from "matterwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answered } from "../conformance/world.ts";
import { SOON, Stand, placesOf } from "./places.ts";

const TIMEOUT_MS = 120_000;
/** So long the bot holds an answer back at most. */
const HOLD_MS = 2_500;

describe.each(placesOf(process.env))("on $name", { timeout: TIMEOUT_MS }, (place) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await Stand.at(place);
    const { world } = stand;
    const path = `PUT /api/v4/teams/${world.town.teamId}/members/${world.id("wright")}/roles`;
    await world.call("ann", path, { body: { roles: "team_user team_admin" } });
    await stand.start((options) =>
      new Bot({ ...options, callbackUrl: `${stand.url}/wright` })
        .command(
          "deploy",
          {
            about: "Ship a service",
            args: { service: z.string(), to: z.enum(["staging", "prod"]).default("staging") },
          },
          async (ctx, { service, to }) => {
            await ctx.reply(`Shipping ${service} to ${to}…`);
            await ctx.reply(`${service} is on its way.`, { inChannel: true });
          },
        )
        .command("brew", { about: "Make coffee" }, async (ctx) => {
          await sleep(systemClock, HOLD_MS + 500);
          await ctx.reply("It is ready.");
        })
        .command("go", { about: "Lead somewhere" }, (ctx) =>
          ctx.reply("There.", { gotoLocation: "/eng/channels/ops" }),
        ),
    );
    await vi.waitFor(async () => {
      if ((await commands()).length < 4) throw new Error("the commands are not registered yet");
    }, SOON);
  }, TIMEOUT_MS);
  afterAll(() => stand?.leave(), TIMEOUT_MS);

  async function commands(): Promise<readonly Readonly<Record<string, string>>[]> {
    const { world } = stand;
    const path = `GET /api/v4/commands?team_id=${world.town.teamId}&custom_only=true`;
    return JSON.parse((await world.call("ann", path)).text) as Readonly<Record<string, string>>[];
  }

  function run(command: string): Promise<Answered> {
    const { world } = stand;
    return world.call("cat", "POST /api/v4/commands/execute", { body: { command, channel_id: world.channel("dev") } });
  }

  /** What cat alone is shown. */
  async function shown(command: string): Promise<unknown> {
    const socket = await stand.world.socket("cat");
    expect((await run(command)).status).toBe(200);
    return vi.waitFor(() => {
      const [first] = socket.events("ephemeral_message");
      expect(first).toBeDefined();
      return first?.at("data.post.message");
    }, SOON);
  }

  test("it is registered with a hint of its schema, and the server reaches the bot", async () => {
    const { world, bot } = stand;
    const deploy = (await commands()).find(({ trigger }) => trigger === "deploy");
    expect(deploy).toMatchObject({ method: "P", url: `${stand.url}/wright/slash`, creator_id: world.id("wright") });
    const path = `GET /api/v4/teams/${world.town.teamId}/commands/autocomplete_suggestions?user_input=/dep`;
    const suggested = await world.call("cat", `${path}&channel_id=${world.channel("dev")}`);
    expect(suggested.at("0")).toMatchObject({ Hint: "<service> [staging|prod]", Description: "Ship a service" });
    await vi.waitFor(() => expect(bot.status().callbacks.state).toBe("works"), SOON);
  });

  test("it answers who ran it, and the channel", async () => {
    expect(await shown("/deploy api prod")).toBe("Shipping api to prod…");
    const post = await stand.found("api is on its way.");
    expect([post.at("user_id"), post.at("props.from_webhook")]).toEqual([stand.world.id("cat"), "true"]);
  });

  test("a wrong one is explained, and the bot's own name is never answered with nothing", async () => {
    expect(await shown("/deploy api moon")).toContain("`to` must be one of `staging`, `prod`, not `moon`.");
    expect(await shown(`/${stand.world.town.nameOf("wright")}`)).toContain("Say what to do behind");
  });

  test("it can lead somewhere", async () => {
    const answer = await run("/go");
    expect([answer.status, answer.at("goto_location")]).toEqual([200, "/eng/channels/ops"]);
  });

  test("one that takes long is answered in time, and says the rest when it is done", async () => {
    const startedMs = systemClock.now();
    expect(await shown("/brew")).toBe("It is ready.");
    expect(systemClock.now() - startedMs).toBeGreaterThan(HOLD_MS);
  });

  test("a token that was renewed on the server is read again", async () => {
    const { world } = stand;
    const id = (await commands()).find(({ trigger }) => trigger === "deploy")?.["id"] ?? "";
    expect((await world.call("ann", `PUT /api/v4/commands/${id}/regen_token`)).status).toBe(200);
    expect(await shown("/deploy web")).toBe("Shipping web to staging…");
  });

  test("one that the server asks for by GET does the same", async () => {
    const { world } = stand;
    const deploy = (await commands()).find(({ trigger }) => trigger === "deploy") ?? {};
    const body = { ...deploy, method: "G" };
    expect((await world.call("ann", `PUT /api/v4/commands/${deploy["id"] ?? ""}`, { body })).status).toBe(200);
    expect(await shown("/deploy “a b” prod")).toBe("Shipping a b to prod…");
  });
});
