/**
 * Decides whether a message speaks to the bot: by a prefix, by its name at the beginning, or because it is a direct
 * message. Called for every post; it knows no commands and never answers.
 */

/** What makes a message a command. */
export interface Callsigns {
  /** Signs such as `!`, or words such as `wright`; of several that fit, the longest counts. */
  readonly prefixes: readonly string[];
  /** The bot's own username, without `@`. */
  readonly username: string;
}

export interface Address {
  readonly by: "prefix" | "mention" | "direct" | "slash";
  /** What to write in front of a command so that it is understood in the same place: `!`, `@wright `, `/` or nothing. */
  readonly lead: string;
  /** Where the command begins in the message, in UTF-16 units. */
  readonly from: number;
}

/**
 * How a message addresses the bot, or `undefined` when it does not. A message that only mentions the bot somewhere, or
 * that begins with a prefix but goes on with no word (`!!!`, `! really?`), is talk.
 *
 * @param direct whether it stands in a direct message channel with the bot, where no prefix is needed
 * @example
 * addressOf("!deploy api", { prefixes: ["!"], username: "wright" }, false); // { by: "prefix", lead: "!", from: 1 }
 */
export function addressOf(message: string, { prefixes, username }: Callsigns, direct: boolean): Address | undefined {
  const start = message.length - message.trimStart().length;
  const mention = afterName(message, start, `@${username}`);
  if (mention !== undefined) return { by: "mention", lead: `@${username} `, from: mention };
  for (const prefix of prefixes.toSorted((a, b) => b.length - a.length)) {
    const from = isName(prefix) ? afterName(message, start, prefix) : afterSign(message, start, prefix);
    if (from !== undefined) return { by: "prefix", lead: isName(prefix) ? `${prefix} ` : prefix, from };
  }
  return direct && /^[\p{L}\p{N}]/u.test(message.slice(start)) ? { by: "direct", lead: "", from: start } : undefined;
}

/** A prefix that ends in a letter must be a word of its own: `err` is not what "Errors in production" begins with. */
function isName(prefix: string): boolean {
  return /[\p{L}\p{N}]$/u.test(prefix);
}

function afterSign(message: string, start: number, prefix: string): number | undefined {
  if (prefix === "" || !message.startsWith(prefix, start)) return undefined;
  const from = start + prefix.length;
  return /^[\p{L}\p{N}]/u.test(message.slice(from, from + 2)) ? from : undefined;
}

/** Behind a name may stand a colon or a comma, and then white space, before the command begins. */
function afterName(message: string, start: number, name: string): number | undefined {
  const end = start + name.length;
  if (message.slice(start, end).toLowerCase() !== name.toLowerCase()) return undefined;
  const between = /^(?:\s*[:,]?\s+|\s*[:,]\s*|$)/.exec(message.slice(end));
  return between ? end + between[0].length : undefined;
}
