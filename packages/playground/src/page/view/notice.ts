/** The line above the posts: that the connection is lost, or what went wrong. */
import type { Chat } from "../chat.ts";
import type { PaneView } from "./channel-pane.ts";
import { h, part } from "./dom.ts";

export function notice(chat: Chat): PaneView {
  const { state } = chat;
  const app = part("#app", HTMLElement);
  const element = part("#notice", HTMLElement);
  let wasLive = false;
  let shown: string | undefined;
  const dismiss = (): void => {
    state.trouble = undefined;
    state.changed();
  };
  return {
    render() {
      app.dataset["link"] = state.link;
      wasLive ||= state.link === "live";
      const isLost = state.link === "down" || (wasLive && state.link === "connecting");
      const text = isLost ? "The connection was lost. Trying to come back…" : state.trouble;
      if (text === shown) return;
      shown = text;
      element.hidden = text === undefined;
      element.classList.toggle("is-trouble", !isLost);
      const button = h("button", { type: "button", class: "quiet", onclick: dismiss }, "Dismiss");
      element.replaceChildren(text ?? "", ...(isLost || text === undefined ? [] : [button]));
    },
  };
}
