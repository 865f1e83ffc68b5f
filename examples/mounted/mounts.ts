/** One bot, mounted into whatever serves HTTP already. Each takes one line; the bot's own server is `serve` of `matterwright/node`. */
import { createServer } from "node:http";
import type { Bot } from "matterwright";
import { fastifyPlugin, nodeHandler } from "matterwright/node";
import express, { type Express } from "express";
import fastify, { type FastifyInstance } from "fastify";
import { Hono } from "hono";

/** The path of the bot's `callbackUrl`: `https://example.com/wright`. */
const PATH = "/wright";

export function inHono(bot: Bot): Hono {
  return new Hono().all(`${PATH}/*`, (c) => bot.fetch(c.req.raw, c.env));
}

export function inExpress(bot: Bot): Express {
  return express().use(PATH, nodeHandler(bot));
}

export function inFastify(bot: Bot): FastifyInstance {
  return fastify().register(fastifyPlugin(bot), { prefix: PATH });
}

/** `app/wright/[...path]/route.ts`: `export const { GET, POST, PUT } = inNext(bot);` */
export function inNext(bot: Bot): Readonly<Record<"GET" | "POST" | "PUT", (request: Request) => Promise<Response>>> {
  const answer = (request: Request): Promise<Response> => bot.fetch(request);
  return { GET: answer, POST: answer, PUT: answer };
}

export function inNode(bot: Bot): ReturnType<typeof createServer> {
  return createServer(nodeHandler(bot));
}
