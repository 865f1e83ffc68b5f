/** The words that steer the dialog, in the languages in which people say yes and no to it. Pure. */
import { isAboutAck } from "../acknowledge/words.ts";
import { type Wanted, whenIn } from "../when/words.ts";

export type Steer =
  | {
      readonly type:
        | "yes"
        | "no"
        | "resume"
        | "list"
        | "dry-run"
        | "skip"
        | "change"
        | "replace"
        | "add"
        | "keep"
        | "literal";
    }
  | { readonly type: "rehearse"; readonly where: string }
  | { readonly type: "explain"; readonly target: string }
  | { readonly type: "preview"; readonly target: string }
  | { readonly type: "ack"; readonly said: string }
  | { readonly type: "behalf"; readonly of: string }
  | { readonly type: "priority"; readonly priority: "important" | "urgent" | "none" }
  | { readonly type: "when"; readonly wanted: Wanted }
  | { readonly type: "quiet-hours"; readonly count: boolean };

type Plain = Extract<
  Steer,
  { type: "yes" | "no" | "resume" | "list" | "dry-run" | "skip" | "change" | "replace" | "add" | "keep" | "literal" }
>["type"];

const WORDS: Readonly<Record<string, Plain>> = {
  yes: "yes",
  "yes please": "yes",
  "yes send it": "yes",
  yep: "yes",
  yeah: "yes",
  sure: "yes",
  "send it": "yes",
  ":+1:": "yes",
  "👍": "yes",
  y: "yes",
  ok: "yes",
  send: "yes",
  ja: "yes",
  oui: "yes",
  no: "no",
  nope: "no",
  "no thanks": "no",
  "no thank you": "no",
  "forget it": "no",
  abort: "no",
  n: "no",
  nein: "no",
  non: "no",
  cancel: "no",
  stop: "no",
  resume: "resume",
  list: "list",
  "dry run": "dry-run",
  "dry-run": "dry-run",
  skip: "skip",
  go: "skip",
  change: "change",
  back: "change",
  replace: "replace",
  add: "add",
  keep: "keep",
  "as it is": "literal",
};

/** What a message steers, if it does: the whole of it decides, so that an announcement may begin with any word. */
export function steerIn(text: string): Steer | undefined {
  const said = text.trim().replaceAll(/\s+/g, " ");
  const word = said
    .toLowerCase()
    .replace(/^!(?=\w)/, "")
    .replace(/[.!]$/, "")
    .replaceAll(",", "");
  if (Object.hasOwn(WORDS, word)) return { type: WORDS[word] as Plain };
  const rehearse = /^rehearse(?: (?:in(?:to)? )?([~@]?[\w./-]+))?$/i.exec(said);
  if (rehearse !== null) return { type: "rehearse", where: rehearse[1] ?? "" };
  const explain = /^explain(?: (.+))?$/i.exec(said);
  if (explain !== null) return { type: "explain", target: explain[1] ?? "" };
  const preview = /^preview(?: (.+))?$/i.exec(said);
  if (preview !== null) return { type: "preview", target: preview[1] ?? "" };
  if (isAboutAck(said)) return { type: "ack", said };
  const behalf = /^on behalf of (@?[\w.-]+)$/i.exec(said);
  if (behalf !== null) return { type: "behalf", of: behalf[1] ?? "" };
  const priority = /^(?:priority )?(important|urgent)$|^priority (none|standard)$/i.exec(said);
  const quiet = /^(?:(ignore|override|despite|skip)|keep|mind|respect) (?:the )?quiet hours$/i.exec(said);
  if (quiet !== null) return { type: "quiet-hours", count: quiet[1] === undefined };
  if (priority === null) {
    const wanted = whenIn(text);
    return wanted === undefined ? undefined : { type: "when", wanted };
  }
  const chosen = priority[1]?.toLowerCase();
  return { type: "priority", priority: chosen === "important" || chosen === "urgent" ? chosen : "none" };
}
