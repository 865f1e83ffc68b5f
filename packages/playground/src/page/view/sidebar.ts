/** The list of places: channels, and people to write to. */
import type { Channel, User } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { nameOf } from "../names.ts";
import type { PaneView } from "./channel-pane.ts";
import { h, part, showList } from "./dom.ts";
import { avatar } from "./post.ts";

interface Entry {
  readonly key: string;
  readonly href: string;
  readonly name: string;
  readonly sign: string;
  readonly isBot: boolean;
  readonly isHere: boolean;
  readonly isUnread: boolean;
}

export function sidebar(chat: Chat): PaneView {
  const { state } = chat;
  const channels = part("#channels", HTMLElement);
  const people = part("#people", HTMLElement);
  const me = part("#me", HTMLElement);
  part("#log-out", HTMLButtonElement).addEventListener("click", () => void chat.logOut());
  const options = {
    key: (entry: Entry) => entry.key,
    version: (entry: Entry) => JSON.stringify(entry),
    make: entryView,
  };
  return {
    render() {
      me.replaceChildren(avatar(nameOf(state.me)), nameOf(state.me));
      part("#team", HTMLElement).textContent = state.team?.display_name ?? "";
      const places = [...state.channels.values()].filter(({ type }) => type === "O" || type === "P");
      const groups = [...state.channels.values()].filter(({ type }) => type === "G");
      const others = [...state.users.values()].filter(({ id }) => id !== state.me?.id);
      showList(channels, places.map(channelEntry(chat)).toSorted(byName), options);
      const direct = others.toSorted(botsFirst).map(personEntry(chat));
      showList(people, [...direct, ...groups.map(channelEntry(chat))], options);
      const isUnread = state.unread.size > 0;
      part("#menu-button", HTMLElement).classList.toggle("has-unread", isUnread);
    },
  };
}

const byName = (a: Entry, b: Entry): number => a.name.localeCompare(b.name);
const botsFirst = (a: User, b: User): number =>
  Number(b.is_bot ?? false) - Number(a.is_bot ?? false) || nameOf(a).localeCompare(nameOf(b));

function channelEntry({ state }: Chat): (channel: Channel) => Entry {
  return ({ id, name, type, display_name }) => ({
    key: id,
    href: `#/${name}`,
    name: display_name,
    sign: type === "P" ? "🔒" : "~",
    isBot: false,
    isHere: id === state.channelId,
    isUnread: state.unread.has(id),
  });
}

function personEntry({ state }: Chat): (user: User) => Entry {
  return (user) => {
    const channelId = state.directWith(user.id)?.id;
    return {
      key: user.id,
      href: `#/@${user.username}`,
      name: nameOf(user),
      sign: "",
      isBot: user.is_bot === true,
      isHere: channelId !== undefined && channelId === state.channelId,
      isUnread: channelId !== undefined && state.unread.has(channelId),
    };
  };
}

function entryView({ href, name, sign, isBot, isHere, isUnread }: Entry): HTMLElement {
  return h(
    "li",
    {},
    h(
      "a",
      {
        href,
        class: isUnread ? "place unread" : "place",
        "aria-current": isHere ? "page" : undefined,
        "data-part": "go",
      },
      sign === "" ? avatar(name) : h("span", { class: "sign", "aria-hidden": "true" }, sign),
      h("span", { class: "place-name" }, name),
      isBot && h("span", { class: "badge" }, "Bot"),
      isUnread && h("span", { class: "dot", role: "img", "aria-label": "new messages" }),
    ),
  );
}
