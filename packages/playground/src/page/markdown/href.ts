/** Which addresses may become links. */

/** The address in a form that cannot run anything, or nothing: only http, https and mailto lead out of a post. */
export function safeHref(text: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).href;
}
