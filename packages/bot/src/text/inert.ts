/** Takes the effect out of mentions in a text that somebody else wrote. Called by whoever puts such a text into a message. */

/** Takes no room, and ends a word for Mattermost. */
const ZERO_WIDTH_SPACE = "\u200B";

/** `@` before a name, unless it stands within a word as in an e-mail address; and `<!channel>` and `<@id>`, which hooks may write. */
const MENTION = /(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}._-])|<(?=[!@])/gu;

/**
 * The same text, in which nobody is mentioned: `@all`, `@here`, `@channel`, groups and people are only read. It looks the same, and is
 * longer by one invisible sign for each mention. Words that somebody has chosen to be notified of still notify; `code` hides these too.
 *
 * @example
 * await ctx.reply(`The ticket says: ${inert(ticket.title)}`);
 */
export function inert(text: string): string {
  return text.replaceAll(MENTION, (sign) => sign + ZERO_WIDTH_SPACE);
}
