/**
 * The names of commands: what may be one, and how one is found at the beginning of a text. Called when commands are made
 * and when they are looked up. `plugin list`, `plugin_list` and `Plugin List` are one name.
 */

/**
 * A name in its one normal form: lower case, words separated by single spaces.
 *
 * @throws TypeError with what is wrong, when a text cannot be a name
 * @example
 * commandName("Plugin_list"); // "plugin list"
 */
export function commandName(name: string): string {
  const words = nameWords(name);
  const wrong = words.find((word) => !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*$/u.test(word));
  if (words.length === 0 || wrong !== undefined) {
    throw new TypeError(
      `"${name}" cannot be the name of a command: use words of letters, digits and dashes, without a prefix such as "!".`,
    );
  }
  return words.join(" ");
}

/** The words of a text as far as they could name a command, in lower case; underscores separate like spaces. */
export function nameWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s_]+/)
    .filter((word) => word !== "");
}

/** The beginnings of a text that could be the name of a command. */
export interface NameAttempt {
  readonly name: string;
  /** Where the name ends in the text, in UTF-16 units. */
  readonly end: number;
}

/**
 * What may be the name at the beginning of `text`, longest first. A name ends where white space or the text ends.
 *
 * @param most how many words the longest known name has
 */
export function nameAttempts(text: string, most: number): NameAttempt[] {
  const attempts: NameAttempt[] = [];
  const words: string[] = [];
  for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
    words.push(...nameWords(chunk));
    if (words.length > most) break;
    attempts.unshift({ name: words.join(" "), end: index + chunk.length });
  }
  return attempts;
}
