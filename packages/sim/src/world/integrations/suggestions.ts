/** What is suggested while somebody types a command. Commands made over REST have one level: what follows the trigger is free. */
import type { Command, CommandSuggestion, Id } from "@matterwright/protocol";
import { BUILT_IN_COMMANDS } from "../built-in/list.ts";
import { commandsOf, publicView } from "./commands.ts";
import type { World } from "../world.ts";

/** The commands of a team that want to be suggested, then those of the server. */
export function suggestedCommands(world: World, teamId: Id, withCustom: boolean): Command[] {
  const custom = withCustom ? commandsOf(world, teamId).filter((command) => command.auto_complete) : [];
  const taken = new Set(custom.map(({ trigger }) => trigger));
  return [...custom.map(publicView), ...BUILT_IN_COMMANDS.filter(({ trigger }) => !taken.has(trigger))];
}

/** @param input what was typed, with or without its slash. */
export function suggestionsFor(commands: readonly Command[], input: string): CommandSuggestion[] {
  const typed = input.replace(/^\//, "").toLowerCase();
  if (typed.includes(" ")) return [];
  return commands
    .filter(({ trigger }) => trigger.startsWith(typed))
    .toSorted((one, other) => (one.trigger < other.trigger ? -1 : 1))
    .map((command) => ({
      Complete: command.trigger,
      Suggestion: command.trigger,
      Hint: command.auto_complete_hint,
      Description: command.auto_complete_desc,
      IconData: "",
    }));
}
