/** The middle of the page: the channel's name, its posts, who is typing, and the box to write in. */
import type { Chat } from "../chat.ts";
import { channelName } from "../names.ts";
import type { State } from "../state.ts";
import { composer } from "./composer.ts";
import { part } from "./dom.ts";
import { postList } from "./post-list.ts";
import { showTypists } from "./typists.ts";

export interface PaneView {
  render(): void;
}

export function channelPane(chat: Chat): PaneView {
  const { state } = chat;
  const title = part("#channel-title", HTMLElement);
  const purpose = part("#channel-purpose", HTMLElement);
  const earlier = part("#earlier", HTMLButtonElement);
  const typists = part("#channel-typists", HTMLElement);
  const posts = postList(chat, "channel");
  const box = composer(chat, (written) => chat.write({ ...written, rootId: "" }));
  part("#channel-posts", HTMLElement).replaceChildren(earlier, posts.element);
  part("#channel-composer", HTMLElement).replaceChildren(box.element);
  earlier.addEventListener("click", () => void chat.loadEarlier());
  let place: string | undefined;
  return {
    render() {
      const { channel, channelId = "" } = state;
      const name = channel === undefined ? "" : channelName(state, channel);
      const isPlace = channel?.type !== "D" && channel?.type !== "G";
      title.textContent = channel === undefined ? emptyTitle(state) : `${isPlace ? "~ " : ""}${name}`;
      purpose.textContent = channel?.purpose ?? "";
      earlier.hidden = (state.earliest.get(channelId) ?? "") === "";
      box.element.hidden = channel === undefined;
      box.moveTo(channelId, `Write to ${isPlace ? "~" : ""}${name}`);
      posts.show(channelId, state.rootsOf(channelId));
      showTypists(typists, state, "");
      if (place !== channelId && channel !== undefined) {
        document.title = `${name} · Matterwright playground`;
        if (matchMedia("(hover: hover)").matches) box.focus();
        place = channelId;
      }
    },
  };
}

function emptyTitle({ team, me }: State): string {
  return me !== undefined && team === undefined ? "You are not in a team yet" : "";
}
