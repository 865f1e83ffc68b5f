import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { systemClock } from "@matterwright/clock";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Settings, Simulator, demoTown } from "../index.ts";
import { type Listening, listen } from "./listen.ts";

let open: Listening | undefined;

afterEach(async () => open?.close());

async function town(settings: Partial<Settings> = {}): Promise<Listening> {
  const sim = new Simulator({ clock: systemClock, settings });
  demoTown(sim);
  open = await listen(sim, { port: 0 });
  return open;
}

describe("faults on a real port", () => {
  test("cut requests and sockets with RST, and keep silent where they swallow", async () => {
    const sim = new Simulator({ clock: systemClock });
    const { bot } = demoTown(sim);
    open = await listen(sim, { port: 0 });
    const ping = `${open.url}/api/v4/system/ping`;
    sim.faults.requests.cut();
    await expect(fetch(ping)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    sim.faults.requests.swallow();
    const patience = new AbortController();
    const unanswered = fetch(ping, { signal: patience.signal });
    expect((await fetch(ping)).status).toBe(200);
    patience.abort();
    await expect(unanswered).rejects.toThrow("aborted");
    const cut = await new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${bot.token}`,
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
      };
      const asked = request(`${open?.url}/api/v4/websocket`, { headers });
      asked.on("error", reject).on("upgrade", (_answer, socket) => {
        socket.on("error", resolve);
        sim.faults.lines.cut({ of: "wright" });
      });
      asked.end();
    });
    expect(cut).toMatchObject({ code: "ECONNRESET" });
  });
});

async function upgrade({ url }: Listening, headers: Record<string, string> = {}): Promise<number | string> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/v4/websocket`, { headers });
  const opened = once(socket, "open").then(() => "open");
  const refused = once(socket, "unexpected-response").then(async (given: unknown[]) => {
    const response = given[1] as IncomingMessage;
    return `${response.statusCode} ${await text(response)}`;
  });
  try {
    return await Promise.race([opened, refused]);
  } finally {
    opened.catch(() => {});
    refused.catch(() => {});
    socket.on("error", () => {}).terminate();
  }
}

describe("an upgrade on a real port", () => {
  test("is open to programs, and to pages of the server's own origin", async () => {
    const server = await town();
    expect(await upgrade(server)).toBe("open");
    expect(await upgrade(server, { origin: server.url })).toBe("open");
  });

  test("is refused to a page of another origin, in the server's words", async () => {
    expect(await upgrade(await town(), { origin: "http://evil.example" })).toMatch(
      /^403 Forbidden\n\{"id":"api\.web_socket\.connect\.upgrade\.app_error".*Url: http:\/\/evil\.example/,
    );
  });

  test("is measured against the site's address where there is one", async () => {
    const server = await town({ "ServiceSettings.SiteURL": "https://chat.example.com" });
    expect(await upgrade(server, { origin: "https://chat.example.com" })).toBe("open");
    expect(await upgrade(server, { origin: server.url })).toMatch(/^403/);
  });

  test("draws from the rate limit like any request, and is told so before it happens", async () => {
    const server = await town({ "RateLimitSettings.Enable": true, "RateLimitSettings.MaxBurst": 0 });
    expect(await upgrade(server)).toBe("open");
    expect(await upgrade(server)).toBe("429 limit exceeded\n");
  });

  test("may be asked for by who is gone before the refusal arrives", async () => {
    const server = await town();
    const refused = ["Host: x", "Origin: http://evil.example", "Connection: Upgrade", "Upgrade: websocket"];
    for (let time = 0; time < 20; time++) await hangUpAfter(server, refused);
    expect(await upgrade(server)).toBe("open");
  });

  test("to HTTP/2 does not happen: the request is answered like any other", async () => {
    const { port } = await town();
    const headers = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABk" };
    const asked = request({ port, path: "/api/v4/system/ping", headers }).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    expect([answer.statusCode, JSON.parse(await text(answer))]).toMatchObject([200, { status: "OK" }]);
  });
});

/** Asks for an upgrade and resets the connection at once. */
async function hangUpAfter({ port }: Listening, headers: readonly string[]): Promise<void> {
  const line = connect(port, "127.0.0.1");
  await once(line, "connect");
  line.write(`GET /api/v4/websocket HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
  await once(line.resetAndDestroy(), "close");
}
