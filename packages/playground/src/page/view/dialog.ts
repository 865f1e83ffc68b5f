/** The dialog that a bot has opened: shown as long as the chat has one, and made anew when it becomes another. */
import type { Chat } from "../chat.ts";
import type { DialogValues, OpenDialog } from "../state.ts";
import type { PaneView } from "./channel-pane.ts";
import { type DialogField, dialogField } from "./dialog-field.ts";
import { h } from "./dom.ts";
import { rich } from "./rich.ts";

export function dialogView(chat: Chat): PaneView {
  let shown: OpenDialog | undefined;
  let element: HTMLDialogElement | undefined;
  return {
    render() {
      const { dialog } = chat.state;
      if (dialog === shown) return;
      shown = dialog;
      element?.remove();
      element = dialog === undefined ? undefined : open(chat, dialog);
      if (element === undefined) return;
      document.body.append(element);
      element.showModal();
    },
  };
}

function open(chat: Chat, { dialog, values: given }: OpenDialog): HTMLDialogElement {
  const { title, introduction_text: intro = "", submit_label: label = "", elements } = dialog;
  const trouble = h("p", { class: "trouble", role: "alert" });
  const fields: DialogField[] = [];
  const values = (): DialogValues => Object.fromEntries(fields.map((field) => [field.name, field.value()]));
  for (const element of elements ?? [])
    fields.push(
      dialogField({
        chat,
        element,
        given: given?.[element.name],
        values,
        changed: () => void chat.interactions.refresh(element.name, values()),
      }),
    );
  const form = h(
    "form",
    { method: "dialog", novalidate: true },
    h("h2", { id: "dialog-title" }, title),
    intro !== "" && rich(intro),
    ...fields.map((field) => field.element),
    trouble,
    h(
      "div",
      { class: "editor-buttons" },
      h("button", { type: "submit", class: "primary" }, label || "Submit"),
      h("button", { type: "button", class: "quiet", onclick: () => chat.interactions.cancel() }, "Cancel"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(chat, { form, fields, trouble, values: { ...given, ...values() } });
  });
  const element = h("dialog", { class: "confirm form", "aria-labelledby": "dialog-title" }, form);
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    chat.interactions.cancel();
  });
  return element;
}

interface Sending {
  readonly form: HTMLFormElement;
  readonly fields: readonly DialogField[];
  readonly trouble: HTMLElement;
  readonly values: DialogValues;
}

async function send(chat: Chat, { form, fields, trouble, values }: Sending): Promise<void> {
  form.inert = true;
  const { error = "", errors = {} } = await chat.interactions.submit(values);
  form.inert = false;
  trouble.textContent = error;
  for (const field of fields) field.complain(errors[field.name]);
}
