/** How people, channels and moments are called on the page. Called by the view; it changes nothing. */
import type { Channel, Post, User } from "@matterwright/protocol";
import type { State } from "./state.ts";

/** A person's first name, or what else there is. */
export function nameOf(user: User | undefined): string {
  if (user === undefined) return "Somebody";
  return user.nickname || [user.first_name, user.last_name].filter((part) => part !== "").join(" ") || user.username;
}

/** Webhooks may write under a name of their own. */
export function authorOf(state: State, post: Post): string {
  const { from_webhook, override_username } = post.props;
  if (from_webhook === "true" && override_username !== undefined && override_username !== "") return override_username;
  return nameOf(state.users.get(post.user_id));
}

export function isByBot(state: State, post: Post): boolean {
  return (
    state.users.get(post.user_id)?.is_bot === true ||
    post.props.from_bot === "true" ||
    post.props.from_webhook === "true"
  );
}

export function channelName(state: State, channel: Channel): string {
  return channel.type === "D" ? nameOf(state.otherOf(channel)) : channel.display_name;
}

/** The part of the page's address that stands for a place: `#/ops`, `#/@wright`. */
export function addressOf(state: State, channel: Channel): string {
  const other = channel.type === "D" ? state.otherOf(channel) : undefined;
  return other === undefined ? `#/${channel.name}` : `#/@${other.username}`;
}

export function clockTime(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(atMs);
}

export function dayName(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" }).format(atMs);
}

export function exactTime(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" }).format(atMs);
}
