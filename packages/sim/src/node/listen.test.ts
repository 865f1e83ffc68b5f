import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { IncomingMessage } from "node:http";
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
});
