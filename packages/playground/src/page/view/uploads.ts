/** Files that shall go with the next message: chosen, handed to the server at once, and shown until they are sent. Used by the composer. */
import type { FileInfo } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { h } from "./dom.ts";

export interface Uploads {
  readonly button: HTMLElement;
  readonly list: HTMLElement;
  /** Those that the server has. */
  ready(): readonly FileInfo[];
  show(files: readonly FileInfo[]): void;
}

export function uploads(chat: Chat, changed: () => void): Uploads {
  let files: readonly FileInfo[] = [];
  const list = h("ul", { class: "files", "aria-label": "Files to send" });
  const chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Choose files" });
  const label = "Attach files";
  const onclick = (): void => chooser.click();
  const button = h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick }, "📎");
  const show = (next: readonly FileInfo[]): void => {
    files = next;
    const entries = files.map((file) => entry(file, () => set(files.filter(({ id }) => id !== file.id))));
    list.replaceChildren(...entries);
    list.hidden = files.length === 0;
  };
  const set = (next: readonly FileInfo[]): void => {
    show(next);
    changed();
  };
  const take = async (file: File): Promise<void> => {
    const info = await chat.upload(file);
    if (info !== undefined) set([...files, info]);
  };
  chooser.addEventListener("change", () => {
    const chosen = [...(chooser.files ?? [])];
    chooser.value = "";
    for (const file of chosen) void take(file);
  });
  show([]);
  return { button: h("span", {}, chooser, button), list, ready: () => files, show };
}

function entry({ name }: FileInfo, remove: () => void): HTMLElement {
  const label = `Do not send ${name}`;
  return h(
    "li",
    { class: "file" },
    h("span", { class: "file-name" }, name),
    h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick: remove }, "✕"),
  );
}
