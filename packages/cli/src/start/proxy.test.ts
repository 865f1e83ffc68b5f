/** A bot behind a proxy, as an operator sets it: started, answered, and told in a sentence what the proxy says. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, type Server, createServer } from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const PASSWORD = "s3cr3t@pass";
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A proxy that knows one name, and where it was asked to connect to. */
async function proxy(): Promise<{ readonly port: number; readonly targets: string[] }> {
  const targets: string[] = [];
  const server = createServer();
  const lines = new Set<Socket>();
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    const wanted = `Basic ${Buffer.from(`bot:${PASSWORD}`).toString("base64")}`;
    if (request.headers["proxy-authorization"] !== wanted) {
      client.end("HTTP/1.1 407 Who are you\r\n\r\n");
      return;
    }
    targets.push(request.url ?? "");
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const line of [client, upstream]) lines.add(line.on("error", () => {}));
  });
  cleanUps.push(() => {
    for (const line of lines) line.destroy();
    server.close();
  });
  return { port: await portOf(server), targets };
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("a bot starts through a proxy with name and password, by REST and WebSocket, and shows them nowhere", async () => {
  const sim = new Simulator();
  const { bot } = demoTown(sim);
  const server = await listen(sim, { port: 0 });
  cleanUps.push(() => server.close());
  const between = await proxy();
  const home = mkdtempSync(join(tmpdir(), "proxy test "));
  cleanUps.push(
    () => rmSync(home, { recursive: true }),
    () => sim.stop(),
  );
  const address = `http://bot:${encodeURIComponent(PASSWORD)}@127.0.0.1:${between.port}`;
  const env = { MATTERMOST_URL: server.url, MATTERMOST_TOKEN: bot.token, MATTERMOST_PROXY: address };
  const terminal = fakeTerminal({ env });
  const code = run(["start", "--from", home], terminal);
  expect(await terminal.firstPrint).toContain("@wright is listening");
  terminal.interrupt();
  expect(await code).toBe(0);
  const { host } = new URL(server.url);
  expect(new Set(between.targets)).toEqual(new Set([host]));
  expect(between.targets.length).toBeGreaterThan(1);
  expect(terminal.all()).not.toMatch(/s3cr3t/);
});

test("a proxy that does not know us is told from the server, with what to set", async () => {
  const { port } = await proxy();
  const env = {
    MATTERMOST_URL: "http://chat.example.com",
    MATTERMOST_TOKEN: "t0ken",
    MATTERMOST_PROXY: `bot:s3cr3t@127.0.0.1:${port}`,
  };
  const terminal = fakeTerminal({ env });
  expect(await run(["start"], terminal)).toBe(78);
  expect(terminal.noted.join("\n")).toContain(
    `The proxy http://127.0.0.1:${port} does not accept who we are: write its name and password into MATTERMOST_PROXY`,
  );
  expect(terminal.all()).not.toContain("s3cr3t");
});

test("HTTPS_PROXY that nobody answers at is named, and NO_PROXY passes it by", async () => {
  const { port } = await proxy();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  const env = {
    MATTERMOST_URL: "http://127.0.0.2:1",
    MATTERMOST_TOKEN: "t0ken",
    MATTERMOST_PROXY: `127.0.0.1:${port}`,
  };
  const terminal = fakeTerminal({ env });
  expect(await run(["start"], terminal)).toBe(75);
  expect(terminal.noted.join("\n")).toContain(`The proxy http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  const direct = fakeTerminal({ env: { ...env, MATTERMOST_NO_PROXY: "127.0.0.0/8" } });
  expect(await run(["start"], direct)).toBe(75);
  expect(direct.noted.join("\n")).toContain("Nobody listens at 127.0.0.2:1");
});
