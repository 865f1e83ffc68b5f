/** Somebody who asks `!ping` and measures until the answer is heard. Asks in channels of its own, so that answers tell who asked. */
import { Socket, createRest, nodeHttp, nodeSocket } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import type { EventFrame, Id } from "@matterwright/protocol";

export interface Asker {
  /** Milliseconds from hearing one's own question to hearing the answer. */
  ask(channelId: Id): Promise<number>;
  /** Channels in which both the asker and the bot are. */
  rooms(count: number): Promise<Id[]>;
  stop(): void;
}

interface Waiting {
  askedMs: number;
  readonly answered: (ms: number) => void;
}

export async function asker(url: string): Promise<Asker> {
  const http = nodeHttp({ connections: 32 });
  const { token, user } = await createRest({ url, http }).users.login("ann", "matterwright");
  const rest = createRest({ url, http, token });
  const bot = await rest.users.byUsername("wright");
  const waiting = new Map<Id, Waiting>();
  const heard = ({ event, data }: EventFrame): void => {
    if (event !== "posted") return;
    const post = JSON.parse(String(data["post"])) as { channel_id: Id; user_id: Id; message: string };
    const one = waiting.get(post.channel_id);
    if (one === undefined) return;
    if (post.user_id === user.id) one.askedMs = performance.now();
    else if (post.message === "pong") one.answered(performance.now() - one.askedMs);
  };
  const socket = await connected(url, token, heard);
  return {
    ask: (channelId) =>
      new Promise((resolve, reject) => {
        waiting.set(channelId, { askedMs: performance.now(), answered: resolve });
        rest.posts.create({ channel_id: channelId, message: "!ping" }).catch(reject);
      }),
    async rooms(count) {
      const team = await rest.teams.byName("demo");
      return Promise.all(
        Array.from({ length: count }, async () => {
          const room = await rest.channels.create({
            team_id: team.id,
            name: roomName(),
            display_name: "Bench",
            type: "O",
          });
          await rest.channels.addMember(room.id, bot.id);
          return room.id;
        }),
      );
    },
    stop: () => socket.stop(),
  };
}

function roomName(): string {
  return `bench-${Math.floor(performance.now() * 1_000).toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

function connected(url: string, token: string, onEvent: (frame: EventFrame) => void): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = new Socket({
      url,
      token,
      clock: systemClock,
      connect: nodeSocket(),
      random: Math.random,
      onEvent,
      onState: ({ kind }) => kind === "live" && resolve(socket),
    });
    socket.start();
  });
}
