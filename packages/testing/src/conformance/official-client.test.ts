/**
 * A client that others wrote, unchanged, against the simulator on a real port: Mattermost's own `@mattermost/client`, its REST side and
 * its WebSocket. Whatever is waited for is an event; nothing sleeps.
 */
import { once } from "node:events";
import { Client4, WebSocketClient } from "@mattermost/client";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { DEMO_PASSWORD, type DemoTown, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";

interface Stage {
  readonly sim: Simulator;
  readonly town: DemoTown;
  readonly server: Listening;
  readonly ann: Client4;
}

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function stage(): Promise<Stage> {
  // The client tells the console of its browser what it does.
  const quiet = vi.spyOn(console, "log").mockImplementation(() => {});
  cleanUps.push(() => quiet.mockRestore());
  const sim = new Simulator();
  const town = demoTown(sim);
  const server = await listen(sim, { port: 0 });
  cleanUps.push(() => server.close());
  const ann = new Client4();
  ann.setUrl(server.url);
  await ann.login("ann", DEMO_PASSWORD);
  return { sim, town, server, ann };
}

/** What the client tells its listeners. */
interface Heard {
  readonly event: string;
  readonly seq: number;
  readonly data: unknown;
}

/** Everything the client hears, and a way to wait for it. */
class Ears {
  readonly heard: Heard[] = [];
  readonly #waiting = new Set<() => void>();

  hear(message: Heard): void {
    this.heard.push(message);
    for (const wake of this.#waiting) wake();
  }

  /** The first event of a kind, and with a text in it where one is given. */
  async next(event: string, text = ""): Promise<Heard> {
    for (;;) {
      const found = this.heard.find((message) => message.event === event && JSON.stringify(message).includes(text));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => void this.#waiting.add(resolve));
    }
  }
}

test("Client4 logs in and reads who it is, its teams and its channels", async () => {
  const { town, ann } = await stage();
  expect((await ann.getMe()).id).toBe(town.people.ann.id);
  expect((await ann.getMyTeams()).map(({ name }) => name)).toEqual(["demo"]);
  const channels = await ann.getMyChannels(town.team.id);
  expect(channels.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["town-square", "off-topic", "ops", "leads"]),
  );
  await expect(ann.getUser("nobody")).rejects.toMatchObject({ status_code: 400 });
});

test("Client4 posts, replies, reacts and uploads", async () => {
  const { town, ann } = await stage();
  const channelId = town.channels.ops.id;
  const root = await ann.createPost({ channel_id: channelId, message: "root" });
  const reply = await ann.createPost({ channel_id: channelId, message: "reply", root_id: root.id });
  expect((await ann.getPostThread(root.id)).order.toSorted()).toEqual([root.id, reply.id].toSorted());
  const reaction = await ann.addReaction(town.people.ann.id, root.id, "wave");
  expect((await ann.getReactionsForPost(root.id)).map(({ emoji_name: name }) => name)).toEqual([reaction.emoji_name]);
  const form = new FormData();
  form.append("channel_id", channelId);
  form.append("files", new Blob(["hello"]), "hello.txt");
  const upload = await ann.uploadFile(form);
  const file = upload.file_infos[0]?.id ?? "";
  const post = await ann.createPost({ channel_id: channelId, message: "with a file", file_ids: [file] });
  expect(post.metadata.files.map(({ name, size }) => [name, size])).toEqual([["hello.txt", 5]]);
  const patched = await ann.patchPost({ id: root.id, message: "changed" });
  expect(patched.message).toBe("changed");
  expect(await ann.deletePost(root.id)).toEqual({ status: "OK" });
});

test("WebSocketClient hears hello and posts after the challenge", async () => {
  const { town, server, ann } = await stage();
  const ears = connect(server, { token: town.bot.token });
  expect((await ears.next("hello")).seq).toBe(0);
  await ann.createPost({ channel_id: town.channels.ops.id, message: "are you there?" });
  const posted = await ears.next("posted");
  expect(JSON.parse((posted.data as { post: string }).post)).toMatchObject({ message: "are you there?" });
});

test("WebSocketClient comes back after the line was cut and misses nothing", async () => {
  const { town, server, ann } = await stage();
  const lines: WebSocket[] = [];
  let missed = 0;
  const ears = connect(server, {
    newSocket: (url) => {
      const line = new WebSocket(url, { headers: { Authorization: `Bearer ${town.bot.token}` } });
      lines.push(line);
      return line;
    },
    missed: () => missed++,
  });
  await ears.next("hello");
  await ann.createPost({ channel_id: town.channels.ops.id, message: "before" });
  await ears.next("posted", "before");
  const [line] = lines;
  if (line === undefined) throw new Error("the client opened no line");
  line.terminate();
  await once(line, "close");
  await ann.createPost({ channel_id: town.channels.ops.id, message: "while away" });
  await ears.next("posted", "while away");
  expect(lines.length).toBe(2);
  expect(missed).toBe(0);
  expect(ears.heard.filter(({ event }) => event === "hello").length).toBe(1);
  expect(ears.heard.map(({ seq }) => seq)).toEqual(ears.heard.map((_, index) => index));
});

interface Connection {
  readonly token?: string;
  readonly newSocket?: (url: string) => WebSocket;
  readonly missed?: () => void;
}

function connect({ url }: Listening, { token, newSocket, missed }: Connection): Ears {
  const ears = new Ears();
  const client = new WebSocketClient({
    newWebSocketFn: ((address: string) => (newSocket ?? open)(address)) as never,
    minWebSocketRetryTime: 100,
    reconnectJitterRange: 1,
  });
  client.addMessageListener((message) => ears.hear(message));
  if (missed !== undefined) client.addMissedMessageListener(missed);
  client.initialize(`${url.replace("http", "ws")}/api/v4/websocket`, token);
  cleanUps.push(() => client.close());
  return ears;
}

function open(url: string): WebSocket {
  return new WebSocket(url);
}
