/** One field of a dialog: its label, what is filled in, its help, and what is wrong with it. */
import type { DialogElement } from "@matterwright/protocol";
import type { Chat } from "../chat.ts";
import { optionsOf } from "./actions.ts";
import { h } from "./dom.ts";

export interface DialogField {
  readonly name: string;
  readonly element: HTMLElement;
  /** As clients send it. */
  value(): unknown;
  complain(why: string | undefined): void;
}

export interface FieldParts {
  readonly chat: Chat;
  readonly element: DialogElement;
  readonly given: unknown;
  /** Of all fields, for what is looked up. */
  readonly values: () => Readonly<Record<string, unknown>>;
  readonly changed: () => void;
}

interface Control {
  readonly element: HTMLElement;
  value(): unknown;
}

export function dialogField(parts: FieldParts): DialogField {
  const { element } = parts;
  const { name, display_name: label, help_text: help = "", optional = false } = element;
  const id = `field-${name}`;
  const control = controlOf(parts, id);
  const complaint = h("p", { class: "trouble", role: "alert" });
  const title = h("label", { for: id }, label, !optional && h("span", { class: "faint", "aria-hidden": "true" }, " *"));
  if (element.refresh === true) control.element.addEventListener("change", parts.changed);
  return {
    name,
    element: h(
      "div",
      { class: "field" },
      title,
      control.element,
      help !== "" && h("p", { class: "faint" }, help),
      complaint,
    ),
    value: () => control.value(),
    complain(why) {
      complaint.textContent = why ?? "";
      control.element.toggleAttribute("aria-invalid", why !== undefined);
    },
  };
}

function controlOf(parts: FieldParts, id: string): Control {
  const { element } = parts;
  switch (element.type) {
    case "textarea": {
      const box = h("textarea", {
        id,
        rows: 4,
        maxlength: element.max_length || undefined,
        placeholder: element.placeholder,
      });
      box.value = text(parts);
      return { element: box, value: () => box.value };
    }
    case "bool": {
      const box = h("input", { id, type: "checkbox", checked: text(parts) === "true" });
      return {
        element: h("div", { class: "tick" }, box, h("label", { for: id }, element.placeholder ?? "")),
        value: () => box.checked,
      };
    }
    case "radio":
      return radio(parts, id);
    case "select":
      return element.data_source === "dynamic" ? search(parts, id) : select(parts, id);
    default:
      return line(parts, id);
  }
}

const LINES: Readonly<Record<string, string>> = { date: "date", datetime: "datetime-local" };

function line(parts: FieldParts, id: string): Control {
  const { element } = parts;
  const type = LINES[element.type] ?? (element.subtype || "text");
  const box = h("input", { id, type, maxlength: element.max_length || undefined, placeholder: element.placeholder });
  box.value = text(parts);
  const value = (): unknown => {
    if (box.value === "") return "";
    if (type === "number") return Number(box.value);
    return type === "datetime-local" ? new Date(box.value).toISOString() : box.value;
  };
  return { element: box, value };
}

function select(parts: FieldParts, id: string): Control {
  const { chat, element } = parts;
  const several = element.multiselect === true;
  const chosen = new Set(text(parts).split(","));
  const options = optionsOf(chat, element).map(({ text, value }) =>
    h("option", { value, selected: chosen.has(value) }, text),
  );
  const empty = several ? [] : [h("option", { value: "" }, element.placeholder || "Choose…")];
  const box = h("select", { id, multiple: several }, ...empty, ...options);
  return { element: box, value: () => (several ? [...box.selectedOptions].map(({ value }) => value) : box.value) };
}

function radio(parts: FieldParts, id: string): Control {
  const { element } = parts;
  const boxes = (element.options ?? []).map(({ text: label, value }) => {
    const box = h("input", { type: "radio", name: id, value, checked: text(parts) === value });
    return { box, label: h("label", { class: "tick" }, box, label) };
  });
  return {
    element: h(
      "div",
      { id, role: "radiogroup", "aria-label": element.display_name },
      ...boxes.map(({ label }) => label),
    ),
    value: () => boxes.find(({ box }) => box.checked)?.box.value ?? "",
  };
}

/** Choices that the bot finds as one types. */
function search({ chat, element, values }: FieldParts, id: string): Control {
  const byText = new Map<string, string>();
  const list = h("datalist", { id: `${id}-found` });
  const box = h("input", {
    id,
    list: list.id,
    autocomplete: "off",
    placeholder: element.placeholder || "Type to search",
  });
  const find = async (): Promise<void> => {
    const field = { name: element.name, url: element.data_source_url ?? "" };
    const found = await chat.interactions.lookUp(field, { ...values(), query: box.value });
    for (const { text, value } of found) byText.set(text, value);
    list.replaceChildren(...found.map(({ text }) => h("option", { value: text })));
  };
  box.addEventListener("input", () => void find());
  box.addEventListener("focus", () => void find(), { once: true });
  return { element: h("div", {}, box, list), value: () => byText.get(box.value) ?? "" };
}

/** What stands in it first. */
function text({ given, element }: FieldParts): string {
  if (given === undefined || given === null) return element.default ?? "";
  return Array.isArray(given) ? given.join(",") : typeof given === "string" ? given : JSON.stringify(given);
}
