/** Every way to mount a bot, over real HTTP on this machine: slash commands arrive, and what is not the bot's goes elsewhere. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Stage, stage } from "@matterwright/testing";
import { Bot, z } from "matterwright";
import { nodeHandler, serve } from "matterwright/node";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inExpress, inFastify, inHono, inNext, inNode } from "./mounts.ts";

let town: Stage;

beforeEach(async () => {
  town = await stage(
    (options) =>
      new Bot(options).command("deploy", { about: "Ship", args: { service: z.string() } }, (ctx, { service }) =>
        ctx.reply(`Shipped ${service}.`),
      ),
    { callbackUrl: "http://bot/wright" },
  );
});
afterEach(() => town[Symbol.asyncDispose]());

/** What a server sends when ben runs `/deploy api`. */
async function call(): Promise<{ readonly headers: Record<string, string>; readonly body: string }> {
  const path = `GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`;
  const commands = await town.person("ann").calls<{ trigger: string; token: string }[]>(path);
  const token = commands.find(({ trigger }) => trigger === "deploy")?.token ?? "";
  const { team, channels, people } = town.town;
  const form = {
    token,
    team_id: team.id,
    channel_id: channels.ops.id,
    channel_name: "ops",
    user_id: people.ben.id,
    user_name: "ben",
  };
  const body = new URLSearchParams({ ...form, command: "/deploy", text: "api" }).toString();
  return { headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Token ${token}` }, body };
}

async function tried(fetching: (path: string, init?: RequestInit) => Promise<Response>): Promise<unknown[]> {
  const answer = await fetching("/wright/slash", { method: "POST", ...(await call()) });
  const forged = await fetching("/wright/slash", { method: "POST", body: "token=forged" });
  const said = (await answer.json()) as { readonly text: string };
  return [
    answer.status,
    said.text,
    forged.status,
    (await fetching("/wright/livez")).status,
    (await fetching("/wright/x")).status,
  ];
}

const WORKS = [200, "Shipped api.", 401, 200, 404];

async function overHttp(server: Server): Promise<unknown[]> {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  try {
    return await tried((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("a bot is mounted", () => {
  test("into Hono", async () => {
    expect(await tried(async (path, init) => inHono(town.bot).request(path, init))).toEqual(WORKS);
  });

  test("into Express", async () => {
    expect(await overHttp(inExpress(town.bot).listen(0, "127.0.0.1"))).toEqual(WORKS);
  });

  test("into Express behind what parses bodies: it says so at once, and does not wait for what was read", async () => {
    const app = express().use(express.urlencoded()).use("/wright", nodeHandler(town.bot));
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/wright/slash`, { method: "POST", ...(await call()) });
    server.closeAllConnections();
    server.close();
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringContaining("before whatever parses bodies"),
    ]);
  });

  test("into Fastify", async () => {
    const app = inFastify(town.bot);
    await app.listen({ port: 0, host: "127.0.0.1" });
    expect(await overHttp(app.server)).toEqual(WORKS);
    await app.close();
  });

  test("into route handlers of Next.js", async () => {
    const { GET, POST } = inNext(town.bot);
    const handle = (path: string, init?: RequestInit): Promise<Response> =>
      (init?.method === "POST" ? POST : GET)(new Request(`http://localhost:3000${path}`, init));
    expect(await tried(handle)).toEqual(WORKS);
  });

  test("into bare node:http", async () => {
    expect(await overHttp(inNode(town.bot))).toEqual(WORKS);
  });

  test("into nothing: it has a server of its own", async () => {
    const serving = await serve(town.bot, { port: 0, host: "127.0.0.1" });
    expect(await tried((path, init) => fetch(`http://127.0.0.1:${serving.port}${path}`, init))).toEqual(WORKS);
    await serving.close();
  });
});
