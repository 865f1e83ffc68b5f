/** What is said of an answer to "to whom?" that was not understood as a whole. Pure; Markdown for a direct message. */
import { code, inert } from "matterwright";
import type { Step } from "../audience/expression.ts";
import type { Audience } from "../audience/wanted.ts";
import { countOf, someOf } from "./show.ts";
import type { TalkState } from "./state.ts";

interface Answered extends Partial<Pick<TalkState, "leavesOut">> {
  readonly steps: readonly Step[];
}

/** What of an answer was not understood, and what to do about it. @param audience with the targets that are kept */
export function misunderstood({ unknown, refused, targets }: Audience, { steps, leavesOut }: Answered): string {
  const lines = [
    ...unknown.map(({ step, text, near }) => {
      const out = steps[step]?.how === "remove" ? " that I could leave out" : "";
      const meant =
        near.length === 0
          ? "`!get_groups` and `!channels` list what there is."
          : `Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
      return `:grey_question: I know nothing called ${code(text)}${out}. ${meant}`;
    }),
    ...refused.map(({ text, why }) => `:no_entry_sign: ${code(text)}: ${inert(why)}.`),
  ];
  const open = lines.length === 0 ? [":grey_question: And what shall be left out?"] : lines;
  const kept = targets.length === 0 ? "" : `I have kept the rest: ${countOf(targets)} (${someOf(targets)}).`;
  const how = targets.length === 0 ? "Write the targets again, or `cancel`." : HOW[leavesOut ?? "nothing"];
  return [...open, "", [kept, how].filter((part) => part !== "").join(" ")].join("\n");
}

const HOW = {
  nothing: "Write what was meant instead, `skip` to go on without it, or `cancel`.",
  all: "Write what shall be left out, `skip` if all of them shall get it, or `cancel`.",
  some: "Write what was meant instead, with `minus` before what shall be left out, `skip` to go on as it is, or `cancel`.",
} as const;
