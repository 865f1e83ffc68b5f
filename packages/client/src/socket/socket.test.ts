import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import { AuthenticationError, ConfigurationError, NetworkError, TooLargeError } from "../errors.ts";
import type { SocketEvents } from "../transport.ts";
import { Socket, type SocketChange } from "./socket.ts";

const event = (name: string, seq: number, data: Record<string, unknown> = {}): string =>
  JSON.stringify({ event: name, data, broadcast: {}, seq });
const hello = (id = "a".repeat(26)): string => event("hello", 0, { connection_id: id });

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

/** A socket whose other end is the test. */
function line(verdict: "good" | "refused" | "unknown" = "unknown") {
  const clock = new ManualClock(0);
  const opened: { url: string; events: SocketEvents; sent: string[]; ended: boolean }[] = [];
  const heard: string[] = [];
  const changes: SocketChange[] = [];
  const refused: string[] = [];
  const socket = new Socket({
    url: "https://chat.example.com",
    token: "t".repeat(26),
    clock,
    random: () => 1,
    verify: () => Promise.resolve(verdict),
    onEvent: ({ event: name }) => heard.push(name),
    onState: (change) => changes.push(change),
    onRefusedFrame: (reason) => refused.push(reason),
    connect: (url, _headers, events) => {
      const end = { url, events, sent: [] as string[], ended: false };
      opened.push(end);
      return {
        send: (text) => void end.sent.push(text),
        ping: () => {},
        close: () => {},
        terminate: () => {
          end.ended = true;
        },
      };
    },
  });
  const last = (): (typeof opened)[number] => opened.at(-1) as (typeof opened)[number];
  const goLive = (): void => {
    socket.start();
    last().events.opened();
    last().events.message(hello());
  };
  return { clock, socket, opened, heard, changes, refused, last, goLive };
}

describe("a socket", () => {
  test("hands on each event once and comes back for what it missed", () => {
    const { socket, clock, opened, heard, changes, last, goLive } = line();
    goLive();
    last().events.message(event("posted", 1));
    last().events.message(event("posted", 1));
    last().events.closed(1006);
    clock.advance(1_000);
    expect(opened[1]?.url).toBe(
      `wss://chat.example.com/api/v4/websocket?connection_id=${"a".repeat(26)}&sequence_number=2`,
    );
    last().events.opened();
    last().events.message(event("posted", 2));
    expect(heard).toEqual(["hello", "posted", "posted"]);
    expect(changes.map(({ kind }) => kind)).toEqual(["live", "down", "live"]);
    expect(socket.isLive).toBe(true);
  });

  test("asks a line that is silent twice, and cuts it", () => {
    const { clock, changes, last, goLive } = line();
    goLive();
    const first = last();
    clock.advance(28_000);
    expect(first.sent.map((text) => (JSON.parse(text) as { action: string }).action)).toEqual(["ping", "ping"]);
    expect(first.ended).toBe(false);
    clock.advance(8_000);
    expect(first.ended).toBe(true);
    expect(changes.at(-1)).toMatchObject({ kind: "down", reason: "the line went silent" });
  });

  test("sends nothing so large that the server would end the connection", async () => {
    const { socket, last, goLive } = line();
    goLive();
    await expect(socket.action("user_typing", { channel_id: "ü".repeat(4_100) })).rejects.toThrow(TooLargeError);
    expect(last().sent).toEqual([]);
    expect(socket.isLive).toBe(true);
  });

  test("listens only to its newest connection", () => {
    const { clock, heard, opened, last, goLive } = line();
    goLive();
    last().events.closed(1006);
    clock.advance(1_000);
    opened[0]?.events.message(event("posted", 1));
    opened[0]?.events.closed(1006);
    expect(heard).toEqual(["hello"]);
    expect(opened).toHaveLength(2);
  });

  test("is told once that the token is refused, and does not hammer", async () => {
    const { socket, clock, changes, opened, last } = line("refused");
    socket.start();
    last().events.opened();
    last().events.closed(1006);
    await turns();
    expect(changes.at(-1)).toEqual({ kind: "refused" });
    for (let minute = 0; minute < 60; minute++) {
      clock.advance(60_000);
      await turns();
    }
    expect(opened).toHaveLength(1);
    expect(changes.filter(({ kind }) => kind === "refused")).toHaveLength(1);
  });

  test("matches replies to actions", async () => {
    const { socket, last, goLive } = line();
    goLive();
    const one = socket.action("get_statuses");
    const other = socket.action("user_typing");
    last().events.message('{"status":"OK","seq_reply":2}');
    last().events.message('{"status":"OK","data":{"u":"online"},"seq_reply":1}');
    expect(await one).toMatchObject({ data: { u: "online" } });
    expect(await other).toMatchObject({ status: "OK" });
  });

  test("an action whose session ended, or that nobody answers, is rejected for that reason", async () => {
    const { socket, clock, last, goLive } = line();
    await expect(socket.action("ping")).rejects.toThrow(NetworkError);
    goLive();
    const unanswered = socket.action("get_statuses");
    unanswered.catch(() => {});
    for (let second = 0; second < 30; second += 10) {
      clock.advance(10_000);
      last().events.ponged();
    }
    await expect(unanswered).rejects.toThrow("no reply came in time");
    const refused = socket.action("get_statuses");
    last().events.message('{"status":"FAIL","seq_reply":9,"error":{"id":"x","status_code":401}}');
    await expect(refused).rejects.toThrow(AuthenticationError);
  });

  test("counts frames that make no sense and goes on", () => {
    const { socket, heard, refused, last, goLive } = line();
    goLive();
    last().events.message("nonsense");
    last().events.message(event("posted", 1));
    expect(refused).toEqual(["a frame that is not JSON"]);
    expect(socket.refusedFrames).toBe(1);
    expect(heard).toEqual(["hello", "posted"]);
  });

  test("may be stopped by whoever hears of it", async () => {
    const clock = new ManualClock(0);
    const socket: Socket = new Socket({
      url: "https://chat.example.com",
      token: "t",
      clock,
      random: () => 0,
      onEvent: () => {},
      onState: () => socket.stop(),
      connect: (_url, _headers, events) => {
        queueMicrotask(() => {
          events.opened();
          events.message(hello());
        });
        return { send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
      },
    });
    socket.start();
    await turns();
    expect(socket.isLive).toBe(false);
    expect(clock.nextAt).toBeUndefined();
  });

  test("survives a transport that throws", () => {
    const clock = new ManualClock(0);
    const changes: SocketChange[] = [];
    let tries = 0;
    const socket = new Socket({
      url: "https://chat.example.com",
      token: "t",
      clock,
      random: () => 0,
      onEvent: () => {},
      onState: (change) => changes.push(change),
      connect: () => {
        tries++;
        throw new Error("no sockets left");
      },
    });
    socket.start();
    clock.advance(1_000);
    expect(tries).toBeGreaterThan(2);
    expect(changes[0]).toMatchObject({ kind: "down", reason: "no sockets left" });
    socket.stop();
    expect(clock.nextAt).toBeUndefined();
  });

  test("takes no id from the server that could not be one", () => {
    const { clock, opened, last, goLive } = line();
    goLive();
    last().events.closed(1006);
    clock.advance(1_000);
    last().events.opened();
    last().events.message(hello("../../x?y=1&"));
    last().events.closed(1006);
    clock.advance(1_000);
    expect(opened.map(({ url }) => url).at(-1)).toBe("wss://chat.example.com/api/v4/websocket");
  });

  test("bears a transport that opens at once", () => {
    const clock = new ManualClock(0);
    const socket = new Socket({
      url: "https://chat.example.com",
      token: "t",
      clock,
      random: () => 0,
      onEvent: () => {},
      connect: (_url, _headers, events) => {
        events.opened();
        events.message(hello());
        return { send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
      },
    });
    socket.start();
    expect(socket.isLive).toBe(true);
    socket.stop();
    expect(clock.nextAt).toBeUndefined();
  });

  test("refuses a token that no header can carry", () => {
    const make = (): Socket =>
      new Socket({
        url: "https://chat.example.com",
        token: "abc\n",
        clock: new ManualClock(0),
        random: () => 0,
        onEvent: () => {},
        connect: () => {
          throw new Error("not reached");
        },
      });
    expect(make).toThrow(ConfigurationError);
  });
});
