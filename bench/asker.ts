/** Somebody who asks the bot and measures until the answer is heard. Asks in channels of its own, so that answers tell who asked. */
import { Socket, createRest, nodeHttp, nodeSocket } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import type { EventFrame, Id } from "@matterwright/protocol";

export interface Asker {
  /** Milliseconds from hearing one's own question, `!ping`, to hearing the answer. */
  ask(channelId: Id): Promise<number>;
  /** What the bot answers to a question, when it begins with `beginning`. */
  answer(channelId: Id, question: string, beginning: string): Promise<string>;
  /** Says something and waits for no answer. */
  says(channelId: Id, message: string): Promise<unknown>;
  /** Channels in which both the asker and the bot are. */
  rooms(count: number): Promise<Id[]>;
  stop(): void;
}

interface Waiting {
  askedMs: number;
  readonly beginning: string;
  readonly answered: (answer: { readonly ms: number; readonly text: string }) => void;
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
    else if (post.message.startsWith(one.beginning))
      one.answered({ ms: performance.now() - one.askedMs, text: post.message });
  };
  const socket = await connected(url, token, heard);
  const ask = (channelId: Id, message: string, beginning: string): Promise<{ ms: number; text: string }> =>
    new Promise((answered, reject) => {
      waiting.set(channelId, { askedMs: performance.now(), beginning, answered });
      rest.posts.create({ channel_id: channelId, message }).catch(reject);
    });
  return {
    ask: async (channelId) => (await ask(channelId, "!ping", "pong")).ms,
    answer: async (channelId, question, beginning) => (await ask(channelId, question, beginning)).text,
    says: (channelId, message) => rest.posts.create({ channel_id: channelId, message }),
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
