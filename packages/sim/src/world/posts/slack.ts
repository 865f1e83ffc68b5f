/** Slack's way of writing links and mentions, which webhooks and slash commands may use. */
import type { Act } from "../act.ts";

export function withSlackLinks(text: string): string {
  return text
    .replaceAll(/<!(channel|here|all|everyone)(?:\|[^>]*)?>/g, (_all, word: string) =>
      word === "everyone" ? "@all" : `@${word}`,
    )
    .replaceAll(/<((?:https?|mailto):[^|>\s]+)\|([^>\n]+)>/g, "[$2]($1)")
    .replaceAll(/<((?:https?|mailto):[^|>\s]+)>/g, "$1");
}

/** Mentions alone: `<!channel>`, and `<@id>` of somebody who exists. */
export function withSlackMentions({ world }: Pick<Act, "world">, text: string): string {
  return text.replaceAll(/<!(channel|here|all)>/g, "@$1").replaceAll(/<@([a-zA-Z0-9]+)>/g, (all, id: string) => {
    const user = world.user(id);
    return user === undefined ? all : `@${user.username}`;
  });
}

/** Links with a text alone: `<address|text>`. */
export function withMarkdownLinks(text: string): string {
  return text.replaceAll(/<([^<|]+)\|([^>]+)>/g, "[$2]($1)");
}
