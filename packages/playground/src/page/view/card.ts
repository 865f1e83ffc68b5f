/** Message attachments: the coloured cards under a post. Pictures from elsewhere are linked, not fetched. */
import type { Attachment, AttachmentField, Post } from "@matterwright/protocol";
import { safeHref } from "../markdown.ts";
import type { Chat } from "../chat.ts";
import { actionRow } from "./actions.ts";
import { type Child, h } from "./dom.ts";
import { rich } from "./rich.ts";

const COLORS = new Set(["good", "warning", "danger"]);

/** @param post the one that it stands under, whose buttons are clicked */
export function card(chat: Chat, post: Post, attachment: Attachment): HTMLElement {
  const { actions = [], pretext, text, author_name, title, fields, footer, image_url } = attachment;
  const inner = h(
    "div",
    { class: `card ${COLORS.has(attachment.color ?? "") ? `card-${attachment.color}` : ""}` },
    has(author_name) && h("p", { class: "card-author" }, linked(author_name, attachment.author_link)),
    has(title) && h("h3", { class: "card-title" }, linked(title, attachment.title_link)),
    has(text) && rich(text),
    fields !== undefined && fields !== null && fields.length > 0 && fieldList(fields),
    has(image_url) && h("p", {}, linked("Picture", image_url)),
    actions.length > 0 && actionRow(chat, post, actions),
    has(footer) && h("p", { class: "card-footer" }, footer),
  );
  if (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(attachment.color ?? ""))
    inner.style.borderInlineStartColor = attachment.color ?? "";
  return h("div", {}, has(pretext) && rich(pretext), inner);
}

function fieldList(fields: readonly AttachmentField[]): HTMLElement {
  const entries = fields.map(({ title, value, short }) =>
    h("div", { class: short === true ? "short" : "long" }, h("dt", {}, title), h("dd", {}, rich(valueText(value)))),
  );
  return h("dl", { class: "card-fields" }, ...entries);
}

/** Values of fields are texts; a number or a truth is told as one. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function linked(text: string, address: string | undefined): Child {
  const href = safeHref(address ?? "");
  return href === undefined ? text : h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}

function has(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
