/** The box in which messages are written, with files. Each pane has one; it remembers an unsent text for every place. */
import type { FileInfo } from "@matterwright/protocol";
import type { Chat, Written } from "../chat.ts";
import { h } from "./dom.ts";
import { fitHeight, isSending } from "./typing-box.ts";
import { uploads } from "./uploads.ts";

export interface Composer {
  readonly element: HTMLElement;
  /** Writes somewhere else from now on. @param place what an unsent text is remembered under */
  moveTo(place: string, label: string): void;
  focus(): void;
}

interface Draft {
  readonly text: string;
  readonly files: readonly FileInfo[];
}

const EMPTY: Draft = { text: "", files: [] };

/** @param send resolves to whether the server took it; if not, it stays to be sent again */
export function composer(chat: Chat, send: (written: Omit<Written, "rootId">) => Promise<boolean>): Composer {
  const drafts = new Map<string, Draft>();
  let place = "";
  const box = h("textarea", { rows: 1, autocomplete: "off", enterkeyhint: "send" });
  const button = h("button", { type: "button", class: "primary send", "aria-label": "Send", title: "Send" }, "➤");
  const files = uploads(chat, () => drafts.set(place, now()));
  const now = (): Draft => ({ text: box.value, files: files.ready() });
  const fill = (draft: Draft): void => {
    box.value = draft.text;
    files.show(draft.files);
    fitHeight(box);
  };
  const submit = async (): Promise<void> => {
    const draft = now();
    const from = place;
    if (draft.text.trim() === "" && draft.files.length === 0) return;
    fill(EMPTY);
    drafts.delete(from);
    if (await send({ message: draft.text, files: draft.files })) return;
    drafts.set(from, draft);
    if (place === from && box.value === "") fill(draft);
  };
  box.addEventListener("input", () => {
    drafts.set(place, now());
    fitHeight(box);
  });
  box.addEventListener("keydown", (event) => {
    if (!isSending(event)) return;
    event.preventDefault();
    void submit();
  });
  button.addEventListener("click", () => {
    void submit();
    box.focus();
  });
  return {
    element: h("div", {}, files.list, h("div", { class: "composer" }, files.button, box, button)),
    moveTo(next, label) {
      box.placeholder = label;
      box.setAttribute("aria-label", label);
      if (next === place) return;
      place = next;
      fill(drafts.get(next) ?? EMPTY);
    },
    focus: () => box.focus(),
  };
}
