/** The floor: the least that answers `!ping` in a channel, on `ws` and `undici` alone. No errors, no reconnects, no anything. */
import { Agent, request } from "undici";
import { WebSocket } from "ws";

const [url = "", token = ""] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 16 });
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const me = (await (await request(`${url}/api/v4/users/me`, { headers, dispatcher })).body.json()) as { id: string };
const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/v4/websocket`, { headers, perMessageDeflate: false });

socket.on("message", (data: Buffer) => {
  const frame = JSON.parse(data.toString()) as { event?: string; data?: { post?: string } };
  if (frame.event === "hello") process.stdout.write("ready\n");
  if (frame.event !== "posted" || frame.data?.post === undefined) return;
  const post = JSON.parse(frame.data.post) as { user_id: string; channel_id: string; message: string };
  if (post.user_id === me.id || post.message !== "!ping") return;
  const body = JSON.stringify({ channel_id: post.channel_id, message: "pong" });
  void request(`${url}/api/v4/posts`, { method: "POST", headers, body, dispatcher }).then(({ body: answer }) =>
    answer.dump(),
  );
});
