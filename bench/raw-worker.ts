/** The floor under load: what the raw bot does, and counts what it hears (`!count`), and posts as fast as it can (`!post N`). */
import { Agent, request } from "undici";
import { WebSocket } from "ws";

const [url = "", token = ""] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 16 });
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const me = (await (await request(`${url}/api/v4/users/me`, { headers, dispatcher })).body.json()) as { id: string };
const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/v4/websocket`, { headers, perMessageDeflate: false });
let heard = 0;

socket.on("message", (data: Buffer) => {
  const frame = JSON.parse(data.toString()) as { event?: string; data?: { post?: string } };
  if (frame.event === "hello") process.stdout.write("ready\n");
  if (frame.event !== "posted" || frame.data?.post === undefined) return;
  const post = JSON.parse(frame.data.post) as { user_id: string; channel_id: string; message: string };
  if (post.user_id === me.id) return;
  const [, count] = /^!post (\d+)$/.exec(post.message) ?? [];
  if (post.message === "!ping") void say(post.channel_id, "pong");
  else if (post.message === "!count") void say(post.channel_id, `heard ${heard}`);
  else if (count !== undefined) void many(post.channel_id, Number(count));
  else heard++;
});

async function say(channelId: string, message: string): Promise<void> {
  const body = JSON.stringify({ channel_id: channelId, message });
  const answer = await request(`${url}/api/v4/posts`, { method: "POST", headers, body, dispatcher });
  await answer.body.json();
}

async function many(channelId: string, count: number): Promise<void> {
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: count }, (_, each) => say(channelId, `Notice ${each}`)));
  await say(channelId, `sent in ${performance.now() - startedMs}`);
}
