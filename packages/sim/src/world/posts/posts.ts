/** Posts of people and bots: made, edited, pinned, deleted, with what the server does around each. */
import {
  type Channel,
  ErrorId,
  type Id,
  POST_MAX_FILES,
  POST_MESSAGE_MAX_CODE_POINTS,
  POST_PROPS_MAX_CODE_POINTS,
  type Post,
  type PostProps,
  type User,
} from "@matterwright/protocol";
import { AppError, refuse } from "../../errors.ts";
import { goJson, sortedDeep } from "../../json.ts";
import type { Act } from "../act.ts";
import { withDecodedAttachments } from "./attachments.ts";
import { attachFiles, filesOf, replaceFiles } from "../files/files.ts";
import { channelMentionsOf, hashtagsOf, mentionsOf } from "./mentions.ts";
import { type Draft, metadataOf } from "./draft.ts";
import { warnAboutOutsiders } from "./outsiders.ts";
import { emojiImage } from "./emoji.ts";
import { move } from "./moves.ts";
import { otherwiseFor, preview } from "./permalinks.ts";
import { buryPost, keepHistory, repliesOf, storePost } from "./post-store.ts";
import { jsonView, sensitiveView } from "./post-views.ts";
import { tellPosted } from "./posted-event.ts";
import { followRoot, replied, toldFollowers } from "./threads.ts";

/** Makes a post, lets everybody hear it, and returns it as stored. */
export function createPost(
  act: Act,
  channel: Channel,
  { author, draft }: { readonly author: User; readonly draft: Draft },
): Post {
  const root = checkRoot(act, channel, draft.root_id ?? "");
  const post = newPost(act, channel, { author, draft });
  checkLimits(post, draft.file_ids ?? []);
  preview(act, post);
  storePost(act, channel, post);
  attachFiles(act, post, draft.file_ids ?? []);
  if (root !== undefined) move(act.world, root, Math.max(root.update_at, act.now));
  post.reply_count = root === undefined ? (draft.reply_count ?? 0) : repliesOf(act.world, root.id).length;
  const mentions = mentionsOf(act, post, { channel, author });
  if (root === undefined) followRoot(act, post, { channel, mentions: mentions.users });
  count(act, post, mentions.users);
  const followers =
    root === undefined ? new Set<Id>() : toldFollowers(act, post, { channel, mentions: mentions.users });
  tellPosted(act, post, { channel, author, mentions: mentions.users, followers, setOnline: draft.setOnline ?? true });
  if (root !== undefined) replied(act, post, { channel, mentions: mentions.users });
  if (draft.byServer !== true && author.is_bot !== true) {
    // Whoever says to be a bot or a hook is not taken to have looked.
    const speaksItself = post.props.from_bot !== "true" && post.props.from_webhook !== "true";
    if (root === undefined && speaksItself) markViewed(act, [channel], author.id);
    warnAboutOutsiders(act, post, { channel, author, outsiders: mentions.outsiders });
  }
  if (draft.fromHook !== true) act.posted(post);
  return post;
}

function checkRoot(act: Act, channel: Channel, rootId: string): Post | undefined {
  if (rootId === "") return undefined;
  const root = act.world.posts.get(rootId);
  if (root === undefined || root.delete_at !== 0 || root.root_id !== "")
    throw new AppError(ErrorId.postRoot, "Invalid RootId parameter.", 400);
  if (root.channel_id !== channel.id)
    throw new AppError(ErrorId.postRootInOtherChannel, "Invalid ChannelId for RootId parameter.", 400);
  return root;
}

function newPost(
  act: Act,
  channel: Channel,
  { author, draft }: { readonly author: User; readonly draft: Draft },
): Post {
  const createAt = draft.create_at !== undefined && draft.create_at > 0 ? draft.create_at : act.now;
  return {
    id: act.newId(),
    create_at: createAt,
    update_at: createAt,
    edit_at: draft.edit_at ?? 0,
    delete_at: 0,
    is_pinned: draft.is_pinned ?? false,
    user_id: author.id,
    channel_id: channel.id,
    root_id: draft.root_id ?? "",
    original_id: "",
    message: draft.message,
    type: (draft.type ?? "") as Post["type"],
    props: serverProps(act, channel, { author, message: draft.message, props: draft.props ?? {} }),
    hashtags: hashtagsOf(draft.message),
    file_ids: [],
    pending_post_id: draft.pending_post_id ?? "",
    ...(draft.has_reactions === true ? { has_reactions: true } : {}),
    ...(draft.byServer === true ? {} : { remote_id: "" }),
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    metadata: metadataOf(draft),
  };
}

interface Written {
  readonly author: User;
  readonly message: string;
  readonly props: PostProps;
}

function serverProps(act: Act, channel: Channel, { author, message, props }: Written): PostProps {
  const { add_channel_member: _gone, force_notification: _gone2, ...kept } = withDecodedAttachments(props, act.newId);
  const mentioned = channelMentionsOf(act, message, { teamId: channel.team_id, authorId: author.id });
  return {
    ...kept,
    ...iconProps(act, props),
    ...(author.is_bot === true ? { from_bot: "true" } : {}),
    ...(mentioned === undefined ? {} : { channel_mentions: mentioned }),
  };
}

/** An emoji as the picture of who speaks is told as the address of its image. */
function iconProps({ settings }: Act, { override_icon_emoji: emoji, from_webhook: fromWebhook }: PostProps): PostProps {
  if (typeof emoji !== "string" || fromWebhook !== "true" || !settings["ServiceSettings.EnablePostIconOverride"])
    return {};
  const image = emojiImage(emoji.replaceAll(":", ""));
  return image === undefined ? {} : { override_icon_url: image };
}

function checkLimits(post: Post, fileIds: readonly Id[]): void {
  if (longerThan(post.message, POST_MESSAGE_MAX_CODE_POINTS)) {
    throw new AppError(ErrorId.postTooLong, "Post Message property is longer than the maximum permitted length.", 400);
  }
  if (new Set(fileIds).size > POST_MAX_FILES) {
    const message =
      "Invalid file ids. Note that uploads are limited to 10 files maximum. Please use additional posts for more files.";
    throw new AppError(ErrorId.postTooManyFiles, message, 400);
  }
  if (longerThan(JSON.stringify(post.props), POST_PROPS_MAX_CODE_POINTS))
    throw new AppError(ErrorId.postPropsTooLong, "Invalid props.", 400);
  if (!/^(?:|me|slack_attachment|add_bot_teams_channels|reminder|custom_.*)$/.test(post.type)) {
    throw new AppError(ErrorId.postBadType, "Invalid type.", 400);
  }
}

function longerThan(text: string, codePoints: number): boolean {
  return text.length > codePoints && Array.from(text).length > codePoints;
}

/** Unread counters of the members. */
function count(act: Act, post: Post, mentions: ReadonlySet<Id>): void {
  for (const id of mentions) {
    const member = act.world.channelMembers.get(post.channel_id)?.get(id);
    if (member === undefined) continue;
    member.mention_count++;
    if (post.root_id === "") member.mention_count_root++;
  }
}

/** Somebody has seen everything in a channel: what writing in it, or looking at it, means. */
export function markViewed(act: Act, channels: readonly Channel[], userId: Id): void {
  const times: Record<Id, number> = {};
  for (const channel of channels) {
    const member = act.world.channelMembers.get(channel.id)?.get(userId);
    if (member === undefined) continue;
    Object.assign(member, {
      last_viewed_at: Math.max(channel.last_post_at, member.last_viewed_at),
      last_update_at: act.now,
      msg_count: channel.total_msg_count,
      msg_count_root: channel.total_msg_count_root,
      mention_count: 0,
      mention_count_root: 0,
      urgent_mention_count: 0,
    });
    times[channel.id] = member.last_viewed_at;
  }
  act.emit({ event: "multiple_channels_viewed", data: { channel_times: times }, to: { user_id: userId } });
}

export interface PostChange {
  readonly message?: string;
  readonly props?: PostProps;
  readonly is_pinned?: boolean;
  readonly has_reactions?: boolean;
  readonly file_ids?: readonly Id[];
}

/** Changes a post. What it said is kept as a history row, even when only the pin moved. */
export function changePost(act: Act, post: Post, change: PostChange): Post {
  if (post.type.startsWith("system_")) {
    throw new AppError("api.post.update_post.system_message.app_error", "Unable to update system message.", 400);
  }
  const props = change.props === undefined ? post.props : withDecodedAttachments(change.props, act.newId);
  const message = change.message ?? post.message;
  checkLimits({ ...post, message, props }, change.file_ids ?? []);
  const isEdited =
    message !== post.message ||
    (change.file_ids !== undefined && String(change.file_ids.toSorted()) !== String(post.file_ids ?? [])) ||
    JSON.stringify(props.attachments) !== JSON.stringify(post.props.attachments);
  keepHistory(act, post);
  const channel = act.world.channels.get(post.channel_id);
  const hadAttachments = "attachments" in props;
  Object.assign(post, {
    message,
    props,
    is_pinned: change.is_pinned ?? post.is_pinned,
    hashtags: hashtagsOf(message),
    edit_at: isEdited ? act.now : post.edit_at,
    metadata: {
      ...(hadAttachments ? { embeds: [{ type: "message_attachment" }] } : {}),
      ...reactionMetadata(act, post),
      ...fileMetadata(act, post),
      ...priorityMetadata(post),
    },
  });
  preview(act, post);
  move(act.world, post, act.now);
  if (change.file_ids !== undefined) replaceFiles(act, post, change.file_ids);
  if (channel !== undefined) channel.last_post_at = Math.max(channel.last_post_at, act.now);
  post.reply_count = post.root_id === "" ? repliesOf(act.world, post.id).length : post.reply_count;
  const extraFor = otherwiseFor(act.world, post);
  act.emit({
    event: "post_edited",
    data: { post: goJson(jsonView(post)) },
    to: { channel_id: post.channel_id },
    ...(extraFor === undefined ? {} : { extraFor }),
  });
  return post;
}

function reactionMetadata(act: Act, post: Post): Partial<NonNullable<Post["metadata"]>> {
  const reactions = act.world.reactionsOf.get(post.id) ?? [];
  return reactions.length === 0 ? {} : { reactions };
}

function fileMetadata(act: Act, post: Post): Partial<NonNullable<Post["metadata"]>> {
  const files = filesOf(act, post);
  return files.length === 0 ? {} : { files };
}

function priorityMetadata(post: Post): Partial<NonNullable<Post["metadata"]>> {
  return post.metadata?.priority === undefined ? {} : { priority: post.metadata.priority };
}

/** Deletes a post, and with a root post all its replies, of which nobody is told. */
export function deletePost(act: Act, post: Post, by: Id): void {
  const { metadata: _none, ...before } = post;
  const replies = post.root_id === "" ? [...repliesOf(act.world, post.id)] : [];
  const counted = post.root_id === "" ? replies.length : before.reply_count;
  const copy = sensitiveView({ ...before, reply_count: counted, props: sortedDeep(before.props) as PostProps });
  const all = [post, ...replies];
  for (const each of all) {
    Object.assign(each, { delete_at: act.now, props: { ...each.props, deleteBy: by } });
    move(act.world, each, act.now);
    buryPost(act.world, each);
  }
  const to = { channel_id: post.channel_id };
  act.emit({ event: "post_deleted", data: { post: goJson(copy) }, to: { ...to, contains_sanitized_data: true } });
  act.emit({
    event: "post_deleted",
    data: { delete_by: by, post: goJson(copy) },
    to: { ...to, contains_sensitive_data: true },
  });
}

/** The post, when it is there and not deleted. @throws AppError 404. */
export function existingPost(act: Pick<Act, "world">, id: Id): Post {
  const post = act.world.posts.get(id);
  if (post === undefined || post.delete_at !== 0) throw refuse.postMissing();
  return post;
}
