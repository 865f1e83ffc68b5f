/** Asks before something is deleted. */
import { h } from "./dom.ts";

/** @param then is called when the answer is yes */
export function confirmDelete(then: () => void): void {
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-title" });
  const yes = (): void => {
    dialog.close();
    then();
  };
  dialog.append(
    h("h2", { id: "confirm-title" }, "Delete this message?"),
    h("p", {}, "It disappears for everybody. Its replies go with it."),
    h(
      "div",
      { class: "editor-buttons" },
      h("button", { type: "button", class: "danger", autofocus: true, onclick: yes }, "Delete"),
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Keep it"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
