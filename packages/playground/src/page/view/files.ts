/** Files under a post. They are fetched with the token when somebody asks for one, so that no address carries it. */
import type { FileInfo } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { h } from "./dom.ts";

export function fileList(chat: Chat, files: readonly FileInfo[]): HTMLElement {
  const entries = files.map((file) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "file", "data-part": `file ${file.id}`, onclick: () => void save(chat, file) },
        h("span", { class: "file-name" }, file.name),
        h("span", { class: "faint" }, sizeOf(file.size)),
      ),
    ),
  );
  return h("ul", { class: "files", "aria-label": "Files" }, ...entries);
}

async function save(chat: Chat, { id, name }: FileInfo): Promise<void> {
  const blob = await chat.file(id);
  if (blob === undefined) return;
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  // The download has begun by the next turn; the browser keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
