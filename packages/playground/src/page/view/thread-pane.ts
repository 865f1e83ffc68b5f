/** The side of the page: one thread, its root first. There only while a thread is open; Escape closes it. */
import type { Chat } from "../chat.ts";
import type { PaneView } from "./channel-pane.ts";
import { composer } from "./composer.ts";
import { part } from "./dom.ts";
import { postList } from "./post-list.ts";
import { showTypists } from "./typists.ts";

export function threadPane(chat: Chat): PaneView {
  const { state } = chat;
  const pane = part("#thread", HTMLElement);
  const typists = part("#thread-typists", HTMLElement);
  const posts = postList(chat, "thread");
  const box = composer(chat, (written) => chat.write({ ...written, rootId: state.threadId ?? "" }));
  part("#thread-posts", HTMLElement).replaceChildren(posts.element);
  part("#thread-composer", HTMLElement).replaceChildren(box.element);
  const close = (): void => {
    void chat.openThread(undefined);
    part("#channel-composer textarea", HTMLTextAreaElement).focus();
  };
  part("#thread-close", HTMLButtonElement).addEventListener("click", close);
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  let shown: string | undefined;
  return {
    render() {
      const { threadId } = state;
      const root = state.posts.get(threadId ?? "");
      pane.hidden = threadId === undefined;
      document.body.classList.toggle("has-thread", threadId !== undefined);
      if (threadId !== undefined) {
        box.moveTo(threadId, "Reply in this thread");
        posts.show(threadId, root === undefined ? [] : [root, ...state.repliesTo(threadId)]);
        showTypists(typists, state, threadId);
        if (shown !== threadId) box.focus();
      }
      shown = threadId;
    },
  };
}
