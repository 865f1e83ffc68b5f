/** What all boxes for text have in common: which key sends, and how they grow. */

const HEIGHT_MAX_PX = 240;

/** Enter sends; with Shift, or while signs are being composed, it does not. */
export function isSending(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing;
}

/** As high as its text, within reason. */
export function fitHeight(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, HEIGHT_MAX_PX)}px`;
}
