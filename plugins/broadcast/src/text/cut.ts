/** What somebody wrote, as far as there is room for it where it is spoken of; it notifies nobody there. Pure. */
import { inert } from "matterwright";

/** @param most characters, as people count them */
export function cut(text: string, most: number): string {
  const signs = [...inert(text.trim())];
  return signs.length > most ? `${signs.slice(0, most).join("")}…` : signs.join("");
}

/** The same, however many lines it has. */
export function inOneLine(text: string, most: number): string {
  return cut(text.replaceAll(/\s+/g, " "), most);
}
