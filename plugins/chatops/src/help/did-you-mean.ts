/**
 * The answer to a command that does not exist. Called for unknown commands and for help about them; it only words what it
 * is given.
 */
import { type BotCommand, closest, code } from "matterwright";

/** So many are suggested; where there are as many, there may be more. */
const SUGGESTED_MOST = 4;

/** What was typed and what may have been meant. */
export interface Miss {
  readonly typed: string;
  readonly near: readonly BotCommand[];
  /** What stands in front of commands in this place. */
  readonly lead: string;
}

/**
 * @example
 * noSuchCommand({ typed: "hlep", near: [help], lead: "!" }); // I know no command `hlep`. Did you mean `!help`?
 */
export function noSuchCommand({ typed, near, lead }: Miss): string {
  const words = typed.toLowerCase().split(/[\s_]+/);
  const word = typed.split(/\s/, 1)[0] ?? "";
  const names = near.map(({ name }) => name);
  const family = names.length > 0 && names.every((name) => name.startsWith(`${word.toLowerCase()} `));
  const meant = oneOf(names.map((name) => code(lead + name)));
  const [nearest = ""] = names;
  const asTyped = words.slice(0, nearest.split(" ").length).join(" ");
  if (family && words.length > 1 && closest(asTyped, [nearest]) !== undefined)
    return `There is no ${code(lead + asTyped)}. Did you mean ${code(lead + nearest)}?`;
  const more = names.length < SUGGESTED_MOST ? "" : ` ${code(`${lead}help ${word}`)} lists all.`;
  if (family) return `${code(lead + word)} goes on with another word: ${meant}.${more}`;
  const hint = names.length > 0 ? `Did you mean ${meant}?` : `${code(`${lead}help`)} lists those that I know.`;
  return `I know no command ${code(word)}. ${hint}`;
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
