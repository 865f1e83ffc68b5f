/** The server's own emoji, by name. Any other name must be a custom emoji. */
import { nameToEmoji } from "gemoji";

export function isSystemEmoji(name: string): boolean {
  return Object.hasOwn(nameToEmoji, name);
}
