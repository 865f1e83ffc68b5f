/** What an author is told of the replies to an announcement. Pure; Markdown for a direct message. */
import { inert } from "matterwright";
import { cut, inOneLine } from "../text/cut.ts";
import type { Reply } from "./records.ts";

/** Of the replies to one announcement that are passed on; more are counted. */
export const MOST_TOLD = 300;
const TEXT_CHARACTERS = 1_000;
const QUOTED_CHARACTERS = 160;
const NAMED = 8;

/** @param count of all replies, where more came than are passed on; else 0 */
export function rootText(id: string, announced: string, count: number): string {
  const quoted = inOneLine(announced, QUOTED_CHARACTERS);
  const more =
    count === 0
      ? ""
      : `\n\n:warning: There are ${count} replies: the first ${MOST_TOLD} stand here, the others are counted.`;
  return `:speech_balloon: **Replies to broadcast ${id}**${quoted === "" ? "" : `\n> ${quoted}`}\n\nThey stand in this thread. Write \`#3 your answer\` in it, and it goes into the thread of number 3 there; I tell you when it has arrived.${more}`;
}

/** @param linkTo the address of a post */
export function repliesText(replies: readonly Reply[], linkTo: (postId: string) => string): string {
  return replies.map((each) => replyText(each, linkTo)).join("\n\n");
}

function replyText(
  { number, by, where, isPerson, postId, text, files, isEdited, isGone }: Reply,
  linkTo: (postId: string) => string,
): string {
  const place = isPerson ? `[directly](${linkTo(postId)})` : `in [${inert(where)}](${linkTo(postId)})`;
  const head = `**#${number}** ${inert(`@${by.username}`)} ${place}`;
  if (isGone) return `${head}\n> _taken back_`;
  const shown = cut(text, TEXT_CHARACTERS);
  const quote = shown === "" ? [] : shown.split("\n").map((line) => `> ${line}`);
  const named = files.length === 0 ? [] : [`:paperclip: ${files.map((name) => inert(name)).join(", ")}`];
  return [`${head}${isEdited ? " _(edited)_" : ""}`, ...quote, ...named].join("\n");
}

/** An answer that may be meant for several. @param open the newest first, one for each thread */
export function toWhom(open: readonly Reply[]): string {
  const lines = open.slice(0, NAMED).map(({ number, by, where, isPerson }) => {
    const who = inert(`@${by.username}`);
    return `\`#${number}\` to ${who}${isPerson ? "" : ` in ${inert(where)}`}`;
  });
  const more = open.length > NAMED ? `, … and ${open.length - NAMED} more` : "";
  return `:grey_question: To whom does this go? I have kept it: write ${lines.join(", ")}${more}.`;
}

/** Above an answer where it goes. */
export function answerHead(author: string, { by, isPerson }: Pick<Reply, "by" | "isPerson">): string {
  const whose = `_An answer of ${inert(`@${author}`)}_:`;
  return isPerson ? whose : `@${by.username} ${whose}`;
}
