/** One post: who, when, what, and what one can do with it. Made by the panes; it is made anew whenever the post changes. */
import type { Post } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { authorOf, clockTime, exactTime, isByBot } from "../names.ts";
import { type Pane, type State, isSpot } from "../state.ts";
import { card } from "./card.ts";
import { confirmDelete } from "./confirm.ts";
import { h } from "./dom.ts";
import { editor } from "./editor.ts";
import { fileList } from "./files.ts";
import { emojiPicker, reactionRow } from "./reactions.ts";
import { rich } from "./rich.ts";

export interface PostParts {
  readonly chat: Chat;
  readonly pane: Pane;
  readonly post: Post;
  /** Follows another of the same author so closely that the name need not be told again. */
  readonly isCompact: boolean;
}

/** Changes whenever the element of the post has to. */
export function postVersion({ chat: { state }, pane, post, isCompact }: PostParts): string {
  const { metadata, message, props, edit_at, update_at, reply_count } = post;
  const last = pane === "channel" ? state.repliesTo(post.id).at(-1) : undefined;
  return JSON.stringify([
    [message, props["attachments"], edit_at, update_at, reply_count, metadata?.reactions, metadata?.files?.length],
    [isCompact, last?.id, last?.message, last === undefined ? "" : authorOf(state, last), authorOf(state, post)],
    [isSpot(state.editing, pane, post.id), isSpot(state.picking, pane, post.id)],
    pane === "channel" && state.threadId === post.id,
  ]);
}

export function postView(parts: PostParts): HTMLElement {
  const { chat, pane, post, isCompact } = parts;
  const { state } = chat;
  if (isSystem(post)) return h("article", { class: "post post-system" }, rich(post.message));
  const name = authorOf(state, post);
  const isOpen = pane === "channel" && state.threadId === post.id;
  const classes = ["post", isCompact && "post-compact", isOpen && "post-open"].filter((each) => each !== false);
  return h(
    "article",
    { class: classes.join(" "), "aria-label": `${name}, ${clockTime(post.create_at)}` },
    isCompact ? h("span", { class: "gutter", "aria-hidden": "true" }, clockTime(post.create_at)) : avatar(name),
    h(
      "div",
      { class: "post-body" },
      !isCompact && header(state, post),
      isSpot(state.editing, pane, post.id) ? editor(chat, post) : content(post),
      ...(post.props.attachments ?? []).map((attachment) => card(chat, post, attachment)),
      (post.metadata?.files?.length ?? 0) > 0 && fileList(chat, post.metadata?.files ?? []),
      reactionRow(chat, post),
      pane === "channel" && threadButton(chat, post),
      isSpot(state.picking, pane, post.id) && emojiPicker(chat, post),
    ),
    !isEphemeral(post) && toolbar(parts),
  );
}

export function isSystem(post: Post): boolean {
  return post.type.startsWith("system_") && !isEphemeral(post);
}

function isEphemeral(post: Post): boolean {
  return post.type === "system_ephemeral";
}

/** A circle with the first letter, in a colour that is always the same for the same name. */
export function avatar(name: string): HTMLElement {
  const circle = h("span", { class: "avatar", "aria-hidden": "true" }, (name[0] ?? "?").toUpperCase());
  const sum = [...name].reduce((hash, sign) => (hash * 31 + (sign.codePointAt(0) ?? 0)) % 360, 7);
  circle.style.setProperty("--hue", String(sum));
  return circle;
}

function header(state: State, post: Post): HTMLElement {
  return h(
    "header",
    { class: "post-header" },
    h("strong", {}, authorOf(state, post)),
    isByBot(state, post) && h("span", { class: "badge" }, "Bot"),
    h(
      "time",
      { datetime: new Date(post.create_at).toISOString(), title: exactTime(post.create_at) },
      clockTime(post.create_at),
    ),
    isEphemeral(post) && h("span", { class: "faint" }, "Only you can see this"),
  );
}

function content(post: Post): HTMLElement {
  const text = rich(post.message);
  if (post.edit_at > 0) {
    const mark = h("span", { class: "faint edited" }, " (edited)");
    const last = text.lastElementChild;
    (last?.tagName === "P" ? last : text).append(mark);
  }
  return text;
}

function threadButton(chat: Chat, post: Post): HTMLElement | false {
  if (post.reply_count === 0) return false;
  const last = chat.state.repliesTo(post.id).at(-1);
  const count = post.reply_count === 1 ? "1 reply" : `${post.reply_count} replies`;
  return h(
    "button",
    { type: "button", class: "thread-button", "data-part": "thread", onclick: () => void chat.openThread(post.id) },
    h("strong", {}, count),
    last !== undefined && h("span", { class: "faint" }, `${authorOf(chat.state, last)}: ${last.message}`),
  );
}

interface Tool {
  readonly sign: string;
  readonly onclick: () => void;
  readonly isOpen?: boolean;
}

function tool(label: string, { sign, onclick, isOpen }: Tool): HTMLElement {
  const names = { "aria-label": label, title: label, "data-part": label };
  const open = isOpen === undefined ? undefined : String(isOpen);
  return h("button", { type: "button", ...names, "aria-expanded": open, onclick }, sign);
}

function toolbar({ chat, pane, post }: PostParts): HTMLElement {
  const { state } = chat;
  const isMine = post.user_id === state.me?.id;
  const isPicking = isSpot(state.picking, pane, post.id);
  const change = (to: Partial<Pick<State, "editing" | "picking">>): void => {
    Object.assign(state, { editing: undefined, picking: undefined }, to);
    state.changed();
  };
  const here = { pane, postId: post.id };
  const canDelete = isMine || (state.me?.roles.includes("system_admin") ?? false);
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Actions on this message" },
    tool("React", { sign: "☺", isOpen: isPicking, onclick: () => change(isPicking ? {} : { picking: here }) }),
    pane === "channel" && tool("Reply in thread", { sign: "↩", onclick: () => void chat.openThread(post.id) }),
    isMine && tool("Edit", { sign: "✎", onclick: () => change({ editing: here }) }),
    canDelete && tool("Delete", { sign: "✕", onclick: () => confirmDelete(() => void chat.delete(post)) }),
  );
}
