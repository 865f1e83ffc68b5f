/** A webhook over the platform's own fetch and a real port: what a script has that installs nothing. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { WebhookError, webhook } from "matterwright/webhook";
import { expect, test } from "vitest";

async function failure(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => "posted",
    (error: unknown) => (error instanceof WebhookError ? [error.trouble, error.posted] : error),
  );
}

test("posts, and says what is wrong with the address", async () => {
  const sim = new Simulator();
  const town = demoTown(sim);
  const door = await listen(sim, { port: 0 });
  const made = await sim.person("ann").calls<{ id: string }>("POST /api/v4/hooks/incoming", {
    channel_id: town.channels.ops.id,
  });
  const hook = webhook(`${door.url}/hooks/${made.id}`, { retryForMs: 0 });
  await hook.post(["one", { text: "two", username: "Obi-Wan" }]);
  const said = [...sim.world.posts.values()].filter(({ props }) => props.from_webhook === "true");
  expect(said.map(({ message }) => message)).toEqual(["one", "two"]);
  expect(await failure(hook.post({ text: "x", channel: "nowhere" }))).toEqual(["channel", "no"]);
  sim.stop();
  await door.close();
});

test("nobody who listens is certainly nobody who posted", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const hook = webhook(`http://127.0.0.1:${port}/hooks/x`, { retryForMs: 0 });
  expect(await failure(hook.post("x"))).toEqual(["network", "no"]);
});

test.each([
  ["a redirect is not followed", 301, ["foreign", "no"]],
  ["a login page is none of Mattermost's", 200, ["foreign", "perhaps"]],
])("%s", async (_what, status, expected) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, { location: "https://example.com/login", "content-type": "text/html" }).end("<html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await failure(webhook(`http://127.0.0.1:${port}/hooks/x`).post("x"))).toEqual(expected);
  await new Promise((resolve) => server.close(resolve));
});

test("an answer that does not come in time leaves open whether it was posted", async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const hook = webhook(`http://127.0.0.1:${port}/hooks/x`, { timeoutMs: 50 });
  expect(await failure(hook.post("x"))).toEqual(["network", "perhaps"]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
