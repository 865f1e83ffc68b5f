/** The event `posted`, which differs a little for each receiver. */
import type { Channel, Id, Post, User } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { otherwiseFor } from "./permalinks.ts";
import { jsonView } from "./post-views.ts";

export interface PostedTo {
  readonly channel: Channel;
  readonly author: User;
  readonly mentions: ReadonlySet<Id>;
  readonly followers: ReadonlySet<Id>;
  readonly setOnline: boolean;
}

/** Tells the channel of a new post. `mentions` and `followers` name at most the receiver. */
export function tellPosted(act: Act, post: Post, { channel, author, mentions, followers, setOnline }: PostedTo): void {
  const files = post.metadata?.files ?? [];
  const told = withChannelIds(act, post, channel);
  const otherwise = otherwiseFor(act.world, told);
  act.emit({
    event: "posted",
    data: {
      channel_display_name: displayNameOf(channel, author),
      channel_name: channel.name,
      channel_type: channel.type,
      ...(files.some((file) => file.mime_type.startsWith("image/")) ? { image: "true" } : {}),
      ...(files.length > 0 ? { otherFile: "true" } : {}),
      post: goJson(jsonView(told)),
      sender_name: senderNameOf(act, post, { channel, author }),
      set_online: setOnline,
      team_id: channel.team_id,
    },
    to: { channel_id: channel.id },
    ...(mentions.size === 0 && followers.size === 0 && otherwise === undefined
      ? {}
      : {
          extraFor: (receiver: Id) => ({
            ...(mentions.has(receiver) ? { mentions: goJson([receiver]) } : {}),
            ...(followers.has(receiver) ? { followers: goJson([receiver]) } : {}),
            ...otherwise?.(receiver),
          }),
        }),
  });
}

function displayNameOf(channel: Channel, author: User): string {
  return channel.type === "D" ? `@${author.username}` : channel.display_name;
}

function senderNameOf(act: Act, post: Post, { channel, author }: { channel: Channel; author: User }): string {
  if (post.type.startsWith("system_")) return "System";
  const { from_webhook: fromWebhook, override_username: name } = post.props;
  const overrides =
    act.settings["ServiceSettings.EnablePostUsernameOverride"] && fromWebhook === "true" && channel.type !== "D";
  return overrides && typeof name === "string" && name !== "" ? name : `@${author.username}`;
}

/** In the event the channels that a text names have their ids; in the author's answer they do not. */
function withChannelIds(act: Act, post: Post, { team_id: teamId }: Channel): Post {
  const { channel_mentions: named } = post.props as { readonly channel_mentions?: Readonly<Record<string, object>> };
  if (named === undefined) return post;
  const entries = Object.entries(named).map(([name, about]) => {
    const id = act.world.channelIdByName.get(`${teamId}/${name}`) ?? "";
    return [name, Object.assign({}, about, { id })] as const;
  });
  return { ...post, props: { ...post.props, channel_mentions: Object.fromEntries(entries) } };
}
