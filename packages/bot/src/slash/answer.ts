/** What a slash command answers, as the server reads it: one text, or several that appear one behind the other. Pure. */
import type { CommandAnswer } from "@matterwright/protocol";
import type { Answer } from "../update/answering.ts";
import { splitText } from "../text/split.ts";

/** More posts than this are not made of one text. */
const PARTS = 15;

/** What a server reads of an answer; every field may be left out. */
export type SlashAnswer = Partial<CommandAnswer>;

/** Everything that was said, as one answer. The first part of it is the answer itself, the rest are further ones. */
export function answerOf(said: readonly Answer[], username: string): SlashAnswer {
  const [first, ...others] = said.flatMap((each) => partsOf(each, username));
  // Where to go stands only in the answer itself.
  const gotoLocation = said.findLast((each) => each.gotoLocation !== undefined)?.gotoLocation;
  return {
    ...first,
    ...(gotoLocation === undefined ? {} : { goto_location: gotoLocation }),
    ...(others.length === 0 ? {} : { extra_responses: others as CommandAnswer[] }),
  };
}

/** A text over the server's limit becomes several; cards and props go with the last. */
function partsOf({ text, attachments, props, inChannel = false }: Answer, username: string): SlashAnswer[] {
  const how: SlashAnswer = {
    response_type: inChannel ? "in_channel" : "ephemeral",
    username,
    // The server would change `<!channel>` and `<https://…|here>` in it, which somebody else may have written.
    skip_slack_parsing: true,
  };
  const last: SlashAnswer = {
    ...(attachments === undefined ? {} : { attachments: [...attachments] }),
    ...(props === undefined ? {} : { props }),
  };
  if (text === "" && attachments === undefined) return [];
  const texts = text === "" ? [""] : shortened(splitText(text));
  const answers = texts.map((part): SlashAnswer => Object.assign({ text: part }, how));
  Object.assign(answers.at(-1) ?? {}, last);
  return answers;
}

function shortened(parts: readonly string[]): readonly string[] {
  if (parts.length <= PARTS) return parts;
  return [
    ...parts.slice(0, PARTS - 1),
    `*… and ${parts.length - PARTS + 1} more parts of this text, which is too long for an answer.*`,
  ];
}
