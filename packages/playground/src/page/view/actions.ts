/** Buttons and menus under a card. A click is the server's business, and what comes of it comes back as posts and dialogs. */
import type { AttachmentAction, Post } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { nameOf } from "../names.ts";
import { h } from "./dom.ts";

const STYLES = new Set(["primary", "danger", "good", "success", "warning"]);

export function actionRow(chat: Chat, post: Post, actions: readonly AttachmentAction[]): HTMLElement {
  const each = actions.map((action) =>
    action.type === "select" ? menu(chat, post, action) : button(chat, post, action),
  );
  return h("div", { class: "card-actions" }, ...each);
}

function button(chat: Chat, post: Post, action: AttachmentAction): HTMLElement {
  const { name = "", style = "", tooltip, disabled = false, id = "" } = action;
  const element = h(
    "button",
    { type: "button", class: STYLES.has(style) ? style : "", title: tooltip, disabled, "data-part": `action ${id}` },
    name,
  );
  element.addEventListener("click", () => void busy(element, chat.interactions.click(post, action)));
  return element;
}

function menu(chat: Chat, post: Post, action: AttachmentAction): HTMLElement {
  const { name = "", disabled = false, id = "", default_option: first = "" } = action;
  const options = optionsOf(chat, action).map(({ text, value }) =>
    h("option", { value, selected: value === first }, text),
  );
  const element = h(
    "select",
    { "aria-label": name, disabled, "data-part": `action ${id}` },
    h("option", { value: "", selected: first === "" }, name),
    ...options,
  );
  element.addEventListener("change", () => {
    if (element.value !== "") void busy(element, chat.interactions.click(post, action, element.value));
  });
  return element;
}

/** The choices of a menu, of the server's own lists too. */
export function optionsOf(
  { state }: Chat,
  {
    data_source: source = "",
    options,
  }: Pick<AttachmentAction, "data_source"> & { readonly options?: AttachmentAction["options"] | null },
): readonly { readonly text: string; readonly value: string }[] {
  if (source === "users")
    return [...state.users.values()].map((user) => ({ text: `@${user.username} (${nameOf(user)})`, value: user.id }));
  if (source === "channels")
    return [...state.channels.values()]
      .filter(({ type }) => type === "O")
      .map(({ display_name: text, id: value }) => ({ text, value }));
  return options ?? [];
}

async function busy(element: HTMLButtonElement | HTMLSelectElement, deed: Promise<void>): Promise<void> {
  element.disabled = true;
  element.setAttribute("aria-busy", "true");
  await deed;
  element.disabled = false;
  element.removeAttribute("aria-busy");
}
