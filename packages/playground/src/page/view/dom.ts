/** Makes and keeps elements: the only place that creates them. Text becomes text nodes, never HTML. */

export type Child = Node | string | undefined | false;
type Handler = (event: Event) => void;
export type Props = Readonly<Record<string, string | number | boolean | undefined | Handler>>;

/**
 * An element. Functions listen (`onclick`), `true` sets an attribute without a value, `false` and `undefined` none.
 *
 * @example
 * h("button", { type: "button", class: "quiet", onclick: leave }, "Log out");
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

/** An element of the page's own HTML. @throws Error when it is not there. */
export function part<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

export interface Keyed<Item> {
  readonly key: (item: Item) => string;
  /** The element is made anew when this changes. */
  readonly version: (item: Item) => string;
  readonly make: (item: Item) => HTMLElement;
}

const versions = new WeakMap<Element, string>();

/** Makes the children of an element show the items, keeping those that did not change, and the focus where it was. */
export function showList<Item>(parent: HTMLElement, items: readonly Item[], { key, version, make }: Keyed<Item>): void {
  const old = new Map([...parent.children].map((child) => [child.getAttribute("data-key") ?? "", child]));
  const focus = focusWithin(parent);
  let at: Element | null = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const wanted = version(item);
    const before = old.get(name);
    old.delete(name);
    let element = before;
    if (element === undefined || versions.get(element) !== wanted) {
      element = make(item);
      element.setAttribute("data-key", name);
      versions.set(element, wanted);
      if (before === undefined) parent.insertBefore(element, at);
      else {
        if (at === before) at = element;
        before.replaceWith(element);
      }
    } else if (element !== at) parent.insertBefore(element, at);
    if (element === at) at = at.nextElementSibling;
  }
  for (const gone of old.values()) gone.remove();
  focusAgain(parent, focus);
}

interface Focus {
  readonly key: string | null | undefined;
  readonly part: string | null;
}

function focusWithin(parent: HTMLElement): Focus | undefined {
  const active = document.activeElement;
  if (active === null || !parent.contains(active)) return undefined;
  return { key: active.closest("[data-key]")?.getAttribute("data-key"), part: active.getAttribute("data-part") };
}

/** What newly asks for the focus is given it; otherwise it goes to the twin of the element that had it. */
function focusAgain(parent: HTMLElement, focus: Focus | undefined): void {
  const asking = parent.querySelector<HTMLElement>("[data-take-focus]");
  asking?.removeAttribute("data-take-focus");
  if (asking !== null) return asking.focus();
  if (focus === undefined || parent.contains(document.activeElement)) return;
  const home = [...parent.children].find((child) => child.getAttribute("data-key") === focus.key);
  const twin = [...(home?.querySelectorAll<HTMLElement>("[data-part]") ?? [])].find(
    (element) => element.getAttribute("data-part") === focus.part,
  );
  twin?.focus();
}
