/** Turns the text of a post into elements. Called for posts and cards; the words of a post never become anything but text nodes. */
import { type Block, type Inline, parseMarkdown } from "../markdown.ts";
import { h } from "./dom.ts";

const HEADINGS = ["h3", "h4", "h5", "h6", "h6", "h6"] as const;
const MARKS = { strong: "strong", emphasis: "em", strike: "s" } as const;

/** The text, as Mattermost shows it. */
export function rich(text: string): HTMLElement {
  return h("div", { class: "rich" }, ...parseMarkdown(text).map(block));
}

function block(each: Block): HTMLElement {
  switch (each.kind) {
    case "paragraph":
      return h("p", {}, ...each.inside.map(inline));
    case "heading":
      return h(HEADINGS[each.level - 1] ?? "h6", {}, ...each.inside.map(inline));
    case "code":
      return h("pre", { tabindex: 0, "data-language": each.language || undefined }, h("code", {}, each.text));
    case "quote":
      return h("blockquote", {}, ...each.blocks.map(block));
    case "list":
      return list(each);
    case "table":
      return table(each);
    case "rule":
      return h("hr");
  }
}

function list({ start, items }: Extract<Block, { kind: "list" }>): HTMLElement {
  const children = items.map((blocks) => h("li", {}, ...blocks.map(block)));
  return start === undefined ? h("ul", {}, ...children) : h("ol", { start }, ...children);
}

/** Wide tables scroll by themselves, also with the keyboard. */
function table({ head, rows, align }: Extract<Block, { kind: "table" }>): HTMLElement {
  const cells = (tag: "th" | "td", row: readonly (readonly Inline[])[]): HTMLElement =>
    h("tr", {}, ...row.map((cell, index) => h(tag, { class: `align-${align[index]}` }, ...cell.map(inline))));
  // A table without headings is written with empty ones.
  const hasHead = head.some((cell) => cell.length > 0);
  const body = rows.map((row) => cells("td", row));
  return h(
    "div",
    { class: "table", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", {}, hasHead && h("thead", {}, cells("th", head)), h("tbody", {}, ...body)),
  );
}

function inline(each: Inline): Node {
  switch (each.kind) {
    case "text":
      return document.createTextNode(each.text);
    case "code":
      return h("code", {}, each.text);
    case "strong":
    case "emphasis":
    case "strike":
      return h(MARKS[each.kind], {}, ...each.inside.map(inline));
    case "link":
      return h(
        "a",
        { href: each.href, target: "_blank", rel: "noopener noreferrer nofollow" },
        ...each.inside.map(inline),
      );
    case "mention":
      return h("span", { class: "mention" }, `@${each.name}`);
    case "channel":
      return h("a", { class: "mention", href: `#/${encodeURIComponent(each.name)}` }, `~${each.name}`);
    case "emoji":
      return h("span", { class: "emoji", role: "img", "aria-label": each.name, title: `:${each.name}:` }, each.sign);
    case "break":
      return h("br");
  }
}
