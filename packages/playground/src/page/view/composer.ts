/** The box in which messages are written. Each pane has one; it remembers an unsent text for every place. */
import { h } from "./dom.ts";
import { fitHeight, isSending } from "./typing-box.ts";

export interface Composer {
  readonly element: HTMLElement;
  /** Writes somewhere else from now on. @param place what an unsent text is remembered under */
  moveTo(place: string, label: string): void;
  focus(): void;
}

/** @param send resolves to whether the server took the text; if not, it stays to be sent again */
export function composer(send: (text: string) => Promise<boolean>): Composer {
  const drafts = new Map<string, string>();
  let place = "";
  const box = h("textarea", { rows: 1, autocomplete: "off", enterkeyhint: "send" });
  const button = h("button", { type: "button", class: "primary send", "aria-label": "Send", title: "Send" }, "➤");
  const fill = (text: string): void => {
    box.value = text;
    fitHeight(box);
  };
  const submit = async (): Promise<void> => {
    const text = box.value;
    const from = place;
    if (text.trim() === "") return;
    fill("");
    drafts.delete(from);
    if (await send(text)) return;
    drafts.set(from, text);
    if (place === from && box.value === "") fill(text);
  };
  box.addEventListener("input", () => {
    drafts.set(place, box.value);
    fitHeight(box);
  });
  box.addEventListener("keydown", (event) => {
    if (!isSending(event)) return;
    event.preventDefault();
    void submit();
  });
  button.addEventListener("click", () => {
    void submit();
    box.focus();
  });
  return {
    element: h("div", { class: "composer" }, box, button),
    moveTo(next, label) {
      box.placeholder = label;
      box.setAttribute("aria-label", label);
      if (next === place) return;
      place = next;
      fill(drafts.get(next) ?? "");
    },
    focus: () => box.focus(),
  };
}
