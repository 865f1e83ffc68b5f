/** The commands about broadcasts that were begun, put together. Called once, when the plugin is set up. */
import { UserError } from "matterwright";
import { type AskingParts, asking } from "../after/asking.ts";
import type { Parts } from "../parts.ts";
import { wideMentions, withoutWideMentions } from "../preflight/mentions.ts";
import type { TalkParts } from "../talk/parts.ts";
import { looking } from "./looking.ts";
import { moving } from "./moving.ts";
import { steerCommands } from "./steer-commands.ts";

export function managing({ bot, settings, broadcasts, steering }: Parts, talking: TalkParts): void {
  const { rights } = talking;
  const { approveOver = Infinity, approveMentions } = settings;
  const allowed: AskingParts["allowed"] = async (person, { targets }, text) => {
    const sent = (await rights.mayMention(person)) ? text : withoutWideMentions(text);
    const needsConsent = targets > approveOver || (approveMentions && wideMentions(sent).length > 0);
    if (needsConsent && !person.isAdmin)
      throw new UserError(
        "Somebody else had to agree to what you announced, word for word: ask one of my administrators to change it, or announce the new text.",
      );
    return sent;
  };
  looking({ bot, broadcasts, hint: steering.hint });
  steerCommands(bot, broadcasts);
  moving(bot, { ...talking, desk: broadcasts });
  asking({ bot, broadcasts, allowed });
}
