/** Errors as Sentry is told of them, over real HTTP. */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { settingsOf } from "../settings/settings.ts";
import { openLog } from "./log.ts";
import { sentryAddress } from "./sentry.ts";

interface Told {
  readonly url: string | undefined;
  readonly auth: unknown;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

test("errbot-39 errors are told once a minute, with their facts and without secrets; whatever else is written is not", async () => {
  const told: Told[] = [];
  let heard = Promise.withResolvers<void>();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const lines = (await text(request)).split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    told.push({ url: request.url, auth: request.headers["x-sentry-auth"], lines });
    response.end("{}");
    heard.resolve();
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const address = sentryAddress(`http://thekey@127.0.0.1:${port}/base/42`);
    if (address === undefined) throw new Error("no address");
    let atMs = 1_000_000;
    const sentry = { address, release: "1.2.3", now: () => atMs };
    const log = openLog({
      level: "info",
      file: undefined,
      secrets: ["swordfish"],
      isWatched: false,
      write: () => {},
      sentry,
    });
    log.warn({}, "not told");
    for (let time = 0; time < 5; time++)
      log.error({ ref: "7F3A", error: { message: "no disk, password swordfish" } }, "a handler failed");
    await heard.promise;
    heard = Promise.withResolvers();
    log.error({ error: { message: "something else" } }, "a handler failed");
    await heard.promise;
    heard = Promise.withResolvers();
    atMs += 60_000;
    log.error({ ref: "7F3B", error: { message: "no disk, password swordfish" } }, "a handler failed");
    await heard.promise;
    expect(told).toHaveLength(3);
    expect(told[0]?.url).toBe("/base/api/42/envelope/");
    expect(told[0]?.auth).toContain("sentry_key=thekey");
    expect(told[0]?.lines[2]).toMatchObject({
      level: "error",
      release: "matterwright@1.2.3",
      message: { formatted: "a handler failed: no disk, password [secret]" },
      extra: { ref: "7F3A" },
    });
    expect(JSON.stringify(told)).not.toContain("swordfish");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test.each(["https://sentry.example.com/42", "key@x/1", "https://secretkey@sentry.example.com", "ftp://key@host/1"])(
  "%s is no DSN, and is not shown",
  (dsn) => {
    expect(() => settingsOf({ SENTRY_DSN: dsn }, import.meta.dirname)).toThrow(/SENTRY_DSN[^]*copy the DSN/);
    expect(() => settingsOf({ SENTRY_DSN: dsn }, import.meta.dirname)).not.toThrow(dsn);
  },
);

test("one that nobody answers hinders nothing", () => {
  const address = sentryAddress("http://key@127.0.0.1:9/1");
  if (address === undefined) throw new Error("no address");
  const written: string[] = [];
  const log = openLog({
    level: "info",
    file: undefined,
    secrets: [],
    isWatched: false,
    write: (line) => void written.push(line),
    sentry: { address, release: "1", now: () => 0 },
  });
  log.error({ error: { message: "no" } }, "failed");
  expect(written).toHaveLength(1);
});
