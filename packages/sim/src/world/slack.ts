/** Slack's way of writing links and mentions, which webhooks and slash commands may use. */
export function withSlackLinks(text: string): string {
  return text
    .replaceAll(/<!(channel|here|all|everyone)(?:\|[^>]*)?>/g, (_all, word: string) =>
      word === "everyone" ? "@all" : `@${word}`,
    )
    .replaceAll(/<((?:https?|mailto):[^|>\s]+)\|([^>\n]+)>/g, "[$2]($1)")
    .replaceAll(/<((?:https?|mailto):[^|>\s]+)>/g, "$1");
}
