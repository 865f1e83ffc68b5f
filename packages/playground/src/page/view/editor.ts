/** The box in which one's own post is changed. Shown by the post in place of its text. */
import type { Post } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { h } from "./dom.ts";
import { fitHeight, isSending } from "./typing-box.ts";

export function editor(chat: Chat, post: Post): HTMLElement {
  const box = h("textarea", { rows: 1, "aria-label": "Edit message", "data-take-focus": true, "data-part": "editor" });
  box.value = post.message;
  const cancel = (): void => {
    chat.state.editing = undefined;
    chat.state.changed();
  };
  const save = (): void => {
    const text = box.value.trim();
    if (text === "" || text === post.message) cancel();
    else void chat.edit(post.id, text);
  };
  box.addEventListener("input", () => fitHeight(box));
  box.addEventListener("focus", () => fitHeight(box));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      cancel();
    } else if (isSending(event)) {
      event.preventDefault();
      save();
    }
  });
  return h(
    "div",
    { class: "editor" },
    box,
    h(
      "div",
      { class: "editor-buttons" },
      h("button", { type: "button", class: "primary", onclick: save }, "Save"),
      h("button", { type: "button", class: "quiet", onclick: cancel }, "Cancel"),
    ),
  );
}
