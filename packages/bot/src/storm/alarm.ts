/** Tells an administrator, in a direct message, that the bot has fallen silent somewhere and why. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { type Log, errorFacts } from "../log/log.ts";
import type { People } from "../people/people.ts";
import { type Muted, type StormOptions, Storms } from "./storms.ts";

export interface WatchParts {
  readonly rest: Rest;
  readonly people: People;
  readonly log: Log;
  readonly clock: Clock;
  readonly options: StormOptions | undefined;
  me(): { readonly id: Id };
  /** Whom to tell: the first who can be reached. */
  readonly admins: { readonly ids: readonly Id[] };
}

/** The storm watch of a bot. */
export function watchStorms(parts: WatchParts): Storms {
  const { log, clock, options } = parts;
  return new Storms({ options, log, now: () => clock.now(), tell: (muted) => void raiseAlarm(muted, parts) });
}

/** One message for one mute. Never throws: what cannot be told stands in the log. */
async function raiseAlarm(muted: Muted, parts: WatchParts): Promise<void> {
  const { rest, people, log } = parts;
  const me = parts.me();
  const text = await alarmText(muted, parts);
  for (const administrator of parts.admins.ids) {
    try {
      const { id } = await people.direct(me.id, administrator);
      const place = `${muted.rootId || muted.channelId}${muted.plugin}`;
      const pending = `${me.id}:storm:${place}:${muted.until}`;
      await rest.with({ lane: "alerts" }).posts.create({ channel_id: id, message: text, pending_post_id: pending });
      return;
    } catch (error) {
      log.error({ administrator, error: errorFacts(error) }, "an administrator could not be told of a storm");
    }
  }
}

async function alarmText(
  { channelId, rootId, userId, plugin, repliesPerMinute, until }: Muted,
  parts: WatchParts,
): Promise<string> {
  const { people, rest, clock } = parts;
  const channel = await people.channel(channelId).catch(() => undefined);
  const user = await people.user(userId).catch(() => undefined);
  const isNamed = channel?.type === "O" || channel?.type === "P";
  const where = isNamed ? `in ~${channel.name}` : "in a direct or group message";
  const thread = rootId === "" ? "" : ` in [this thread](${rest.url}/_redirect/pl/${rootId})`;
  const whom = user === undefined ? "somebody" : `\`@${user.username}\``;
  const minutes = Math.max(1, Math.round((until - clock.now()) / 60_000));
  const often = `answered ${repliesPerMinute} times within a minute ${where}${thread}, last to ${whom}. That looks like a loop, so`;
  if (plugin === "") return `I ${often} I am silent there for ${minutes} minutes.`;
  return `The plugin \`${plugin}\` ${often} it is silent there for ${minutes} minutes. Everything else goes on.`;
}
