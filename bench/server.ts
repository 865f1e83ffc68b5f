/**
 * The simulator as a program of its own, so that its work does not count as a bot's. Prints its addresses and the token on one line.
 * Behind `control` it floods the bot with posts that nobody wrote: `POST {"perSecond": 5000, "seconds": 6, "message": "…"}`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";

interface Flood {
  readonly perSecond: number;
  readonly seconds: number;
  readonly message: string;
}

/** Posts that belong to one turn. */
const TURN_MS = 5;

const sim = new Simulator();
const { bot, channels, people, team } = demoTown(sim);
const { url } = await listen(sim, { port: 0 });
const control = createServer((request, response) => {
  let body = "";
  request.on("data", (piece: Buffer) => (body += piece.toString()));
  request.on("end", () => void flood(JSON.parse(body) as Flood).then((sent) => response.end(JSON.stringify({ sent }))));
});
control.listen(0, "127.0.0.1", () => {
  const { port } = control.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url, token: bot.token, control: `http://127.0.0.1:${port}` })}\n`);
});

/** Keeps to its pace in turns, and catches up when a turn came late. Returns how many were sent. */
async function flood({ perSecond, seconds, message }: Flood): Promise<number> {
  const all = perSecond * seconds;
  const startedMs = performance.now();
  let sent = 0;
  while (sent < all) {
    const due = Math.min(all, Math.ceil(((performance.now() - startedMs) / 1_000) * perSecond));
    // No more at once than a server keeps waiting for one client.
    for (let turn = 0; sent < due && turn < 200; turn++) post(`${message} ${sent++}`);
    await new Promise((resolve) => setTimeout(resolve, sent < due ? 0 : TURN_MS));
  }
  return sent;
}

/** A post of ann's that only the bot hears, and that nobody keeps. */
function post(message: string): void {
  const act = sim.act();
  const post = {
    id: act.newId(),
    create_at: act.now,
    update_at: act.now,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: people.ann.id,
    channel_id: channels.ops.id,
    root_id: "",
    original_id: "",
    message,
    type: "",
    props: {},
    hashtags: "",
    file_ids: [],
    pending_post_id: "",
    remote_id: "",
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    metadata: {},
  };
  act.emit({
    event: "posted",
    data: {
      channel_display_name: "Ops",
      channel_name: "ops",
      channel_type: "O",
      post: JSON.stringify(post),
      sender_name: "@ann",
      set_online: true,
      team_id: team.id,
    },
    to: { user_id: bot.id },
  });
}
