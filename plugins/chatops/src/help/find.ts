/**
 * Finds commands by what they are about: every word that is looked for stands in a command's names, or in what is written about it. Called by
 * `!apropos` and `!help`; what may be found has been decided before.
 */
import type { BotCommand } from "matterwright";

/** Those with a word in their names come first. */
export function apropos(commands: readonly BotCommand[], looked: string): BotCommand[] {
  const words = looked
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = commands.filter((each) => words.length > 0 && words.every((word) => textOf(each).includes(word)));
  const [named, about] = [true, false].map((isNamed) =>
    found.filter((each) => words.some((word) => namesOf(each).includes(word)) === isNamed),
  );
  return [...(named ?? []), ...(about ?? [])];
}

function namesOf({ name, aliases }: BotCommand): string {
  return [name, ...aliases].join(" ").toLowerCase();
}

function textOf(command: BotCommand): string {
  return `${namesOf(command)} ${command.about} ${command.details}`.toLowerCase();
}
