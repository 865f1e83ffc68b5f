/** Posts below each other, with a line for each day. Both panes have one; it stays at the end as long as one was there. */
import type { Post } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { dayName } from "../names.ts";
import type { Pane } from "../state.ts";
import { h, showList } from "./dom.ts";
import { isSystem, postVersion, postView } from "./post.ts";

const COMPACT_WITHIN_MS = 300_000;
const NEAR_END_PX = 80;

type Item = { readonly day: string } | { readonly post: Post; readonly isCompact: boolean };

export interface PostList {
  readonly element: HTMLElement;
  /** @param place where the posts stand: elsewhere the list begins at its end */
  show(place: string, posts: readonly Post[]): void;
}

export function postList(chat: Chat, pane: Pane): PostList {
  const list = h("div", { class: "posts" });
  const element = h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Messages" }, list);
  let shown = "";
  let firstId: string | undefined;
  let lastId: string | undefined;
  let isAtEnd = true;
  element.addEventListener("scroll", () => {
    isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
  });
  const keepAtEnd = (): void => {
    if (isAtEnd) element.scrollTop = element.scrollHeight;
  };
  new ResizeObserver(keepAtEnd).observe(element);
  return {
    element,
    show(place, posts) {
      const last = posts.at(-1);
      const isOwn = last !== undefined && last.id !== lastId && last.user_id === chat.state.me?.id;
      const fromEnd = element.scrollHeight - element.scrollTop;
      const isElsewhere = place !== shown;
      const isOlder = posts[0]?.id !== firstId;
      showList(list, itemsOf(posts), {
        key: (item) => ("day" in item ? item.day : item.post.id),
        version: (item) => ("day" in item ? "" : postVersion({ chat, pane, ...item })),
        make: (item) => ("day" in item ? dayLine(item.day) : postView({ chat, pane, ...item })),
      });
      isAtEnd ||= isElsewhere || isOwn;
      if (isAtEnd) keepAtEnd();
      // Older posts push the others down: what one was reading stays in sight.
      else if (isOlder) element.scrollTop = element.scrollHeight - fromEnd;
      shown = place;
      firstId = posts[0]?.id;
      lastId = last?.id;
    },
  };
}

function dayLine(day: string): HTMLElement {
  return h("div", { class: "day", role: "separator" }, h("span", {}, day));
}

function itemsOf(posts: readonly Post[]): Item[] {
  return posts.flatMap((post, index): Item[] => {
    const before = posts[index - 1];
    const day = dayName(post.create_at);
    const isNewDay = before === undefined || dayName(before.create_at) !== day;
    const isCompact = !isNewDay && follows(post, before);
    return [...(isNewDay ? [{ day }] : []), { post, isCompact }];
  });
}

function follows(post: Post, before: Post): boolean {
  const { override_username: name } = post.props;
  return (
    post.user_id === before.user_id &&
    name === before.props.override_username &&
    post.create_at - before.create_at < COMPACT_WITHIN_MS &&
    post.type === before.type &&
    !isSystem(before) &&
    before.reply_count === 0
  );
}
