/** The text of posts: what of Markdown the page understands, as data that cannot hold HTML. */
export { parseMarkdown } from "./markdown/blocks.ts";
export { safeHref } from "./markdown/href.ts";
export type { Block, Inline } from "./markdown/tree.ts";
