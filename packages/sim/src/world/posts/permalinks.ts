/** Links to posts of this server: a post that holds one shows the other post to those who may read that one, and to nobody else. */
import type { Id, Post, PostEmbed } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { jsonView } from "./post-views.ts";
import type { World } from "../world.ts";

const PERMALINK = "permalink";

/** Adds the preview of the first linked post that the author may read. */
export function preview(act: Act, post: Post): void {
  const { previewed_post: _old, ...props } = post.props;
  const embeds = (post.metadata?.embeds ?? []).filter(({ type }) => type !== PERMALINK);
  const linked = linkedPost(act, post.message);
  const found = linked !== undefined && mayRead(act.world, linked.channel_id, post.user_id) ? linked : undefined;
  if (found === undefined && post.props["previewed_post"] === undefined) return;
  post.props = found === undefined ? props : { ...props, previewed_post: found.id };
  const all = found === undefined ? embeds : [embedOf(act.world, found), ...embeds];
  const { embeds: _none, ...metadata } = post.metadata ?? {};
  post.metadata = all.length === 0 ? metadata : { embeds: all, ...metadata };
}

function linkedPost({ world, settings }: Act, message: string): Post | undefined {
  const site = settings["ServiceSettings.SiteURL"].replace(/\/$/, "");
  if (site === "") return undefined;
  for (const word of message.split(/[\s<>()[\]]+/)) {
    if (!word.startsWith(`${site}/`)) continue;
    const id = /^[0-9a-z_-]{1,64}\/pl\/([a-z0-9]{26})$/.exec(word.slice(site.length + 1))?.[1];
    const post = id === undefined ? undefined : world.posts.get(id);
    if (post !== undefined && post.delete_at === 0) return post;
  }
  return undefined;
}

function embedOf(world: World, post: Post): PostEmbed {
  const channel = world.channels.get(post.channel_id);
  return {
    type: PERMALINK,
    data: {
      post_id: post.id,
      post: jsonView(post),
      team_name: world.teams.get(channel?.team_id ?? "")?.name ?? "",
      channel_display_name: channel?.display_name ?? "",
      channel_type: channel?.type ?? "",
      channel_id: post.channel_id,
    },
  };
}

function mayRead(world: World, channelId: Id, userId: Id): boolean {
  if (world.isMember(channelId, userId)) return true;
  const channel = world.channels.get(channelId);
  return channel?.type === "O" && world.isInTeam(channel.team_id, userId);
}

/** The post as somebody may see it: without the preview of a post that is not theirs to read. */
export function forReader(world: World, post: Post, userId: Id): Post {
  const embeds = post.metadata?.embeds ?? [];
  const shown = embeds.find(({ type }) => type === PERMALINK)?.data as { readonly channel_id: Id } | undefined;
  if (shown === undefined || mayRead(world, shown.channel_id, userId)) return post;
  const { previewed_post: _hidden, ...props } = post.props;
  const { embeds: _all, ...metadata } = post.metadata ?? {};
  const others = embeds.filter(({ type }) => type !== PERMALINK);
  return { ...post, props, metadata: others.length === 0 ? metadata : { embeds: others, ...metadata } };
}

/** What an event about a post says otherwise to those who may not see its preview; nothing when it has none. */
export function otherwiseFor(
  world: World,
  post: Post,
): ((userId: Id) => { readonly post: string } | undefined) | undefined {
  if (post.props["previewed_post"] === undefined) return undefined;
  return (userId) => {
    const seen = forReader(world, post, userId);
    return seen === post ? undefined : { post: goJson(jsonView(seen)) };
  };
}
