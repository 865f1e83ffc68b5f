/** Who is meant by a post: `@name`, `@channel` and its like, own keywords, everybody in a direct message. */
import type { Attachment, Channel, Id, Post, User } from "@matterwright/protocol";
import type { Act } from "../act.ts";

export interface Mentions {
  readonly users: ReadonlySet<Id>;
  /** Names that were written with `@` and belong to no member of the channel. */
  readonly outsiders: readonly User[];
  /** `@all`, `@channel` or `@here` was written and counts. */
  readonly everybody: boolean;
}

/** The people whom a post notifies. Its author never is, unless a webhook speaks in that name. */
export function mentionsOf(
  act: Act,
  post: Post,
  { channel, author }: { readonly channel: Channel; readonly author: User },
): Mentions {
  const { world, settings } = act;
  const members = world.channelMembers.get(channel.id) ?? new Map<Id, unknown>();
  const isWebhook = post.props.from_webhook === "true";
  const words = wordsOf(post);
  const named = new Set<Id>();
  const outsiders: User[] = [];
  for (const word of words.atNames) {
    const user = namedBy(act, word);
    if (user === undefined) continue;
    if (members.has(user.id)) named.add(user.id);
    else if (!outsiders.includes(user)) outsiders.push(user);
  }
  const tooMany = members.size > settings["TeamSettings.MaxNotificationsPerChannel"];
  const everybody = !tooMany && ["all", "channel", "here"].some((word) => words.atNames.has(word));
  if (everybody)
    for (const id of members.keys())
      if (hearsEverybody(act, { channel, user: id, words: words.atNames })) named.add(id);
  if (channel.type === "D" || channel.type === "G") for (const id of members.keys()) named.add(id);
  for (const id of members.keys()) if (hasKeyword(world.user(id), words.plain)) named.add(id);
  if (!isWebhook) named.delete(author.id);
  return { users: named, outsiders, everybody };
}

/** `@here` reaches those who are online; somebody may have switched `@channel` off. */
function hearsEverybody(
  act: Act,
  { channel, user, words }: { channel: Channel; user: Id; words: ReadonlySet<string> },
): boolean {
  const props = act.world.user(user)?.notify_props;
  const member = act.world.channelMembers.get(channel.id)?.get(user);
  if (props?.["channel"] === "false" || member?.notify_props["ignore_channel_mentions"] === "on") return false;
  if (words.has("all") || words.has("channel")) return true;
  return act.world.statuses.get(user)?.status === "online";
}

function hasKeyword(user: User | undefined, words: ReadonlySet<string>): boolean {
  if (user?.notify_props === undefined) return false;
  const keys = (user.notify_props["mention_keys"] ?? "").split(",").map((key) => key.trim().toLowerCase());
  if (keys.some((key) => key !== "" && words.has(key))) return true;
  return (
    user.notify_props["first_name"] === "true" && user.first_name !== "" && words.has(user.first_name.toLowerCase())
  );
}

/** A name may be followed by dots and dashes that belong to the sentence. */
function namedBy(act: Act, word: string): User | undefined {
  for (let name = word; name !== ""; name = name.slice(0, -1)) {
    const user = act.world.userNamed(name);
    if (user !== undefined && user.delete_at === 0) return user;
    if (!/[.\-_:]$/.test(name)) return undefined;
  }
  return undefined;
}

function wordsOf(post: Post): { readonly atNames: ReadonlySet<string>; readonly plain: ReadonlySet<string> } {
  const texts = [
    post.message,
    ...(Array.isArray(post.props.attachments) ? post.props.attachments.flatMap(textsOf) : []),
  ].map(withoutCode);
  const atNames = new Set<string>();
  const plain = new Set<string>();
  for (const text of texts) {
    for (const [, name] of text.matchAll(/(?:^|[^a-z0-9_@])@([a-z0-9.\-_:]+)/gi))
      atNames.add((name ?? "").toLowerCase());
    for (const word of text.split(/[\s,;!?()[\]{}"'<>|/\\]+/)) {
      plain.add(word.toLowerCase());
      plain.add(word.toLowerCase().replace(/[.\-_:]+$/, ""));
    }
  }
  return {
    atNames: new Set([...atNames].map((name) => name.replace(/[.\-_:]+$/, (tail) => (tail.includes(":") ? "" : tail)))),
    plain,
  };
}

function textsOf(attachment: Attachment): string[] {
  const fields = (attachment.fields ?? []).flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  return [attachment.pretext ?? "", attachment.text ?? "", ...fields];
}

/** Names in code are no mentions. */
function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, " ");
}

/** `#words` of a message, separated by blanks. */
export function hashtagsOf(message: string): string {
  const found = message.match(/(?<=^|[\s`*_~(])#\p{L}[\p{L}\d\-_.]*[\p{L}\d](?=$|[\s.,;:!?)`*_~])/gu) ?? [];
  return found.join(" ").slice(0, 1_000);
}

/** Props that name the channels written as `~name`, as far as the author may read them. */
export function channelMentionsOf(
  act: Act,
  message: string,
  { teamId, authorId }: { readonly teamId: Id; readonly authorId: Id },
): Record<string, { display_name: string; team_name: string }> | undefined {
  const team = act.world.teams.get(teamId);
  if (team === undefined) return undefined;
  const found: Record<string, { display_name: string; team_name: string }> = {};
  for (const [, name = ""] of withoutCode(message).matchAll(/(?:^|[^\w~])~([a-z0-9.\-_]+)/gi)) {
    const id = act.world.channelIdByName.get(`${teamId}/${name.toLowerCase()}`);
    const channel = id === undefined ? undefined : act.world.channels.get(id);
    if (
      channel !== undefined &&
      channel.delete_at === 0 &&
      (channel.type === "O" || act.world.isMember(channel.id, authorId))
    )
      found[channel.name] = { display_name: channel.display_name, team_name: team.name };
  }
  return Object.keys(found).length === 0 ? undefined : found;
}
