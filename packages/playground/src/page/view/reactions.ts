/** Reactions under a post, and the picker that adds one. Called by the post. */
import type { Post } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { PICKED_EMOJI, emojiSign } from "../emoji.ts";
import { nameOf } from "../names.ts";
import { h } from "./dom.ts";

/** One button for each emoji: how many, and whether one is among them. */
export function reactionRow(chat: Chat, post: Post): HTMLElement | false {
  const byEmoji = Map.groupBy(post.metadata?.reactions ?? [], ({ emoji_name }) => emoji_name);
  if (byEmoji.size === 0) return false;
  const { me, users } = chat.state;
  const buttons = [...byEmoji].map(([emoji, reactions]) => {
    const names = reactions.map(({ user_id }) => (user_id === me?.id ? "you" : nameOf(users.get(user_id))));
    const who = `${names.join(", ")} reacted with :${emoji}:`;
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(names.includes("you")),
        "aria-label": who,
        title: who,
        "data-part": `reaction ${emoji}`,
        onclick: () => void chat.toggleReaction(post, emoji),
      },
      h("span", { class: "emoji" }, emojiSign(emoji) ?? `:${emoji}:`),
      h("span", {}, String(reactions.length)),
    );
  });
  return h("div", { class: "reactions" }, ...buttons);
}

export function emojiPicker(chat: Chat, post: Post): HTMLElement {
  const close = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key !== "Escape") return;
    event.stopPropagation();
    chat.state.picking = undefined;
    chat.state.changed();
  };
  const buttons = PICKED_EMOJI.map((emoji, index) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": emoji,
        title: `:${emoji}:`,
        "data-take-focus": index === 0,
        "data-part": `pick ${emoji}`,
        onclick: () => void chat.toggleReaction(post, emoji),
      },
      emojiSign(emoji),
    ),
  );
  return h("div", { class: "picker", role: "group", "aria-label": "Choose a reaction", onkeydown: close }, ...buttons);
}
