/** The floor for the HTTP side: a bare hono handler on Node that reads the form of a slash command and answers. Prints its port. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono().post("/slash", async (c) => {
  const form = new URLSearchParams(await c.req.text());
  return c.json({ response_type: "ephemeral", text: form.get("command") === "/ping" ? "pong" : "what?" });
});
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
  process.stdout.write(`${port}\n`);
});
