/** The server's own emoji, by name. Any other name must be a custom emoji. */
import { nameToEmoji } from "gemoji";

/** Names of the server's that others write differently. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  lion_face: "🦁",
  unicorn_face: "🦄",
  robot_face: "🤖",
  simple_smile: "🙂",
};

export function isSystemEmoji(name: string): boolean {
  return emojiOf(name) !== undefined;
}

/** The address of an emoji's picture below the server's. */
export function emojiImage(name: string): string | undefined {
  const codes = Array.from(emojiOf(name) ?? "", (sign) => sign.codePointAt(0)?.toString(16));
  return codes.length === 0 ? undefined : `/static/emoji/${codes.join("-")}.png`;
}

function emojiOf(name: string): string | undefined {
  return Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : OTHER_NAMES[name];
}
